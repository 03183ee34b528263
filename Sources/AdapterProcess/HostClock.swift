import AdapterProtocol
import Foundation
import Synchronization

/// The host's time of day, as its latest message told it.
final class HostClock: Sendable {
    private let clock: AdapterClock
    private let state: Mutex<(told: Date, at: Duration)>

    init(clock: AdapterClock = .system) {
        self.clock = clock
        state = Mutex((Date(timeIntervalSince1970: 0), clock.elapsed()))
    }

    func told(_ now: Date) {
        let at = clock.elapsed()
        state.withLock { $0 = (now, at) }
    }

    var now: Date {
        let (told, at) = state.withLock { $0 }
        return told.addingTimeInterval((clock.elapsed() - at) / .seconds(1))
    }
}
