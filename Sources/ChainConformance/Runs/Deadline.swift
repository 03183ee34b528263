/// A bound on work that may never end.
enum Deadline {
    /// Runs the work and gives its value, or `nil` once the time is over; work that is late is cancelled and left behind,
    /// because a task group would wait for it.
    static func run<Value: Sendable>(
        _ limit: Duration, clock: some Clock<Duration>, _ work: @escaping @Sendable () async -> Value
    ) async -> Value? {
        let (outcomes, continuation) = AsyncStream.makeStream(of: Value?.self, bufferingPolicy: .bufferingOldest(1))
        let worker = Task { continuation.yield(await work()) }
        let timer = Task {
            try await clock.sleep(until: clock.now.advanced(by: limit), tolerance: nil)
            continuation.yield(nil)
        }
        defer {
            worker.cancel()
            timer.cancel()
        }
        for await outcome in outcomes { return outcome }
        return nil
    }
}
