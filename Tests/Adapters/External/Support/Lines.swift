import AdapterProtocol
import Synchronization

/// The lines of a log, as they come.
final class Lines: Sendable {
    private struct State {
        var lines: [String] = []
        var watchers: [(text: String, seen: Promise<Void>)] = []
    }

    private let state = Mutex(State())

    var all: [String] { state.withLock { $0.lines } }

    func add(_ line: String) {
        let seen = state.withLock { state in
            state.lines.append(line)
            defer { state.watchers.removeAll { line.contains($0.text) } }
            return state.watchers.filter { line.contains($0.text) }
        }
        for watcher in seen { watcher.seen.keep(()) }
    }

    /// Returns as soon as a line has this text in it.
    func waiting(for text: String) async {
        let seen = Promise<Void>()
        let isThere = state.withLock { state in
            if state.lines.contains(where: { $0.contains(text) }) { return true }
            state.watchers.append((text, seen))
            return false
        }
        if !isThere { _ = await seen.value() }
    }
}
