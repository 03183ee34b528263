import Synchronization

/// Tells a call whether another one has begun since.
final class LatestCall: Sendable {
    private let number = Atomic(0)

    func begin() -> Int { number.add(1, ordering: .relaxed).newValue }
    func isLatest(_ call: Int) -> Bool { number.load(ordering: .relaxed) == call }
}
