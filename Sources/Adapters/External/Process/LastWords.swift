import ChainKit
import Synchronization

/// Remembers the last line of a program's log, which mostly says why the program did not start.
final class LastWords: Sendable {
    private let log: @Sendable (String) -> Void
    private let state = Mutex<String?>(nil)

    /// - Parameter log: takes every line.
    init(_ log: @escaping @Sendable (String) -> Void) { self.log = log }

    func take(_ line: String) {
        if line.contains(where: { !$0.isWhitespace }) { state.withLock { $0 = line } }
        log(line)
    }

    /// Adds the line to an error for which the program gave no reason.
    func explain(_ error: ChainError) -> ChainError {
        guard error.code.blame == .outside, let line = state.withLock({ $0 }) else { return error }
        var error = error
        error.message += " The last line it wrote to standard error: \(line.shown(300))"
        return error
    }
}
