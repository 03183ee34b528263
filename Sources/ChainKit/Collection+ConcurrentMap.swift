extension Collection where Self: Sendable, Index: Sendable, Element: Sendable {
    /// What `work` makes of each element, in their order.
    /// - Parameter width: how many are worked on at the same time.
    public func concurrentMap<Result: Sendable>(
        atMost width: Int, _ work: @escaping @Sendable (Element) async -> Result
    ) async -> [Result] {
        await withTaskGroup(of: (Int, Result).self) { group in
            var waiting = enumerated().makeIterator()
            func start() {
                guard let (number, element) = waiting.next() else { return }
                group.addTask { (number, await work(element)) }
            }
            for _ in 0..<width { start() }
            var results: [(Int, Result)] = []
            while let result = await group.next() {
                results.append(result)
                start()
            }
            return results.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }
}
