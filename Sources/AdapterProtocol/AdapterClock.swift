/// Time as both ends of a connection see it; a test passes one that moves when told.
public struct AdapterClock: Sendable {
    /// Time since an arbitrary start; never goes backwards.
    public var elapsed: @Sendable () -> Duration
    /// Waits; throws as soon as the waiting task is cancelled.
    public var pause: @Sendable (Duration) async throws -> Void

    public init(elapsed: @escaping @Sendable () -> Duration, pause: @escaping @Sendable (Duration) async throws -> Void) {
        self.elapsed = elapsed
        self.pause = pause
    }

    /// The clock of the machine.
    public static let system: AdapterClock = {
        let start = ContinuousClock.now
        return AdapterClock(elapsed: { ContinuousClock.now - start }, pause: { try await Task.sleep(for: $0) })
    }()
}
