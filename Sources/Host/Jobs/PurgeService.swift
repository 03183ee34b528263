import Foundation
import Logging
import ServiceLifecycle

/// Deletes what has expired, once a minute: sign-in sessions, refresh tokens, revocations.
struct PurgeService: Service {
    let sessions: SessionRepository
    let tokens: TokenRepository
    let logger: Logger
    let now: @Sendable () -> Date

    func run() async {
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: .seconds(60))) != nil { await purge() }
        }
    }

    private func purge() async {
        do {
            let count = try await sessions.purgeExpired(before: now()) + tokens.purgeExpired(before: now())
            logger.debug("purged", metadata: ["count": "\(count)"])
        } catch {
            logger.error("purge failed", metadata: ["error": "\(error)"])
        }
    }
}
