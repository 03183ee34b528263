import ChainKit

/// The calls whose answers are not wanted any more, the latest of them, and who is told of an answer that comes nevertheless.
struct GivenUpCalls {
    /// Of so many at least an answer is still put up with.
    private static let limit = 4096

    private var calls: [String: Peer.Unwanted] = [:]
    private var order: [String] = []

    mutating func insert(_ id: String, _ unwanted: @escaping Peer.Unwanted) {
        calls[id] = unwanted
        order.append(id)
        guard order.count > 2 * Self.limit else { return }
        for old in order[..<Self.limit] { calls[old] = nil }
        order.removeFirst(Self.limit)
    }

    /// - Returns: `nil` when the id is not among them; it is no longer.
    mutating func remove(_ id: String) -> Peer.Unwanted? { calls.removeValue(forKey: id) }
}
