import AdapterProtocol
import Synchronization

/// One life of a program, from its start to its end.
final class ProgramRun: Sendable {
    enum Stop: Sendable, Hashable {
        /// In good order: the end of its standard input, then SIGTERM, then SIGKILL.
        case gently
        /// It ended by itself, or closed its standard output.
        case ended
        /// SIGKILL, because it did this.
        case atOnce(String)
    }

    let peer: Peer
    let asks: OpenAsks
    /// Kept with why and how it is to end.
    let stopping = Promise<Stop>()
    private let limits: ProgramLimits
    private let lateInARow = Mutex(0)

    init(peer: Peer, asks: OpenAsks, limits: ProgramLimits) {
        self.peer = peer
        self.asks = asks
        self.limits = limits
    }

    func noteAnswer() { lateInARow.withLock { $0 = 0 } }

    /// A question went unanswered for all of its time.
    func noteLate() {
        let count = lateInARow.withLock { count in
            count += 1
            return count
        }
        if count >= limits.lateInARow { stopping.keep(.atOnce("left \(count) questions in a row unanswered")) }
    }
}

/// How a program's life ended, in words that follow "the program".
enum ProgramEnd: Sendable, Hashable {
    case ended(String)
    /// It could not be started, because of what the configuration says at this pointer.
    case notStarted(String, at: String)
}
