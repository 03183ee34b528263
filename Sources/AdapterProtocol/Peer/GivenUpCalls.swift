/// The ids of calls whose answers are not wanted any more, the latest of them.
struct GivenUpCalls {
    let limit: Int
    private var ids: Set<String> = []
    private var order: [String] = []

    init(limit: Int) { self.limit = limit }

    mutating func insert(_ id: String) {
        ids.insert(id)
        order.append(id)
        guard order.count > 2 * limit else { return }
        for old in order[..<limit] { ids.remove(old) }
        order.removeFirst(limit)
    }

    /// - Returns: whether the id was among them; it is no longer.
    mutating func remove(_ id: String) -> Bool { ids.remove(id) != nil }
}
