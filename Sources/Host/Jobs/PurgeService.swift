import Foundation
import Logging
import ServiceLifecycle

/// Deletes what has expired, once a minute: sign-in sessions, refresh tokens, revocations, one-time
/// codes, notes of deliveries.
struct PurgeService: Service {
    let sessions: SessionRepository
    let tokens: TokenRepository
    let codes: AuthCodeRepository
    let deliveries: DeliveryRepository
    let logger: Logger
    let now: @Sendable () -> Date

    func run() async {
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: .seconds(60))) != nil { await purge() }
        }
    }

    /// How long a code that is over still counts as expired rather than unknown.
    private static let secondsCodesAreKnown = 86_400.0

    private func purge() async {
        do {
            let count =
                try await sessions.purgeExpired(before: now()) + tokens.purgeExpired(before: now())
                + codes.purgeExpired(before: now().addingTimeInterval(-Self.secondsCodesAreKnown))
                + deliveries.purgeExpired(before: now())
            logger.debug("purged", metadata: ["count": "\(count)"])
        } catch {
            logger.error("purge failed", metadata: ["error": "\(error)"])
        }
    }
}
