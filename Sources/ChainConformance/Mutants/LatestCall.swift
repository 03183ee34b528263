import Synchronization

/// Tells a call whether another one has begun since.
final class LatestCall: Sendable {
    private let number = Atomic(0)

    func begin() -> Int { number.add(1, ordering: .relaxed).newValue }
    func isLatest(_ call: Int) -> Bool { number.load(ordering: .relaxed) == call }
}

/// A proof under way, where the next one overwrites it.
final class LatestQuestion: Sendable {
    private let question = Mutex<SpoiltProver.Question?>(nil)

    func begin(_ new: SpoiltProver.Question) { question.withLock { $0 = new } }
    var current: SpoiltProver.Question? { question.withLock { $0 } }
}
