import Synchronization

/// Tells a call whether another one has begun since.
final class LatestCall: Sendable {
    private let number = Atomic(0)

    func begin() -> Int { number.add(1, ordering: .relaxed).newValue }
    func isLatest(_ call: Int) -> Bool { number.load(ordering: .relaxed) == call }
}

/// What came last, whoever asked: the next one overwrites it.
final class Latest<Value: Sendable>: Sendable {
    private let kept = Mutex<Value?>(nil)

    var value: Value? { kept.withLock { $0 } }
    func keep(_ value: Value) { kept.withLock { $0 = value } }
}
