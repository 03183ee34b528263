extension Collection where Element: Sendable {
    /// What the work makes of each element, in their order.
    /// - Parameter limit: how many are worked on at the same time.
    func mapAtOnce<Answer: Sendable>(
        _ limit: Int, _ work: @escaping @Sendable (Element) async -> Answer
    ) async -> [Answer] {
        await withTaskGroup(of: (Int, Answer).self) { group in
            var answers: [(Int, Answer)] = []
            for (index, element) in enumerated() {
                if index >= limit, let answer = await group.next() { answers.append(answer) }
                group.addTask { (index, await work(element)) }
            }
            for await answer in group { answers.append(answer) }
            return answers.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }
}
