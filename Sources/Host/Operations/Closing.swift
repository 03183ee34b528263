import ServiceLifecycle

/// Lets go of a resource once everything that was started after it has stopped.
struct Closing: Service {
    let close: @Sendable () async throws -> Void

    func run() async throws {
        try? await gracefulShutdown()
        try await close()
    }
}
