import Foundation

/// Time as this module sees it; a test passes one that stands still until told to move.
public struct UpstreamClock: Sendable {
    /// Time since an arbitrary start; never goes backwards.
    public var elapsed: @Sendable () -> Duration
    /// The time of day, which a `Retry-After` date is measured against.
    public var date: @Sendable () -> Date
    /// Waits; throws as soon as the waiting task is cancelled.
    public var pause: @Sendable (Duration) async throws -> Void

    public init(
        elapsed: @escaping @Sendable () -> Duration, date: @escaping @Sendable () -> Date,
        pause: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.elapsed = elapsed
        self.date = date
        self.pause = pause
    }

    /// The clock of the machine.
    public static let system: UpstreamClock = {
        let start = ContinuousClock.now
        return UpstreamClock(
            elapsed: { ContinuousClock.now - start }, date: { Date() },
            pause: { try await Task.sleep(for: $0) })
    }()
}

extension Duration {
    /// As a count of seconds, such as 0.25.
    var inSeconds: Double { self / .seconds(1) }

    /// As whole milliseconds, rounded up so that a short time does not become none, which libcurl reads as forever.
    var inMilliseconds: Int { Int((self / .milliseconds(1)).rounded(.up)) }
}
