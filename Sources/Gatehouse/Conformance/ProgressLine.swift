import ChainConformance
import Foundation
import Synchronization

/// How far a run is, on one line of a terminal that is written anew again and again.
final class ProgressLine: Sendable {
    private struct State {
        var failures = 0
        var shown: ContinuousClock.Instant?
    }

    /// Often enough to look alive, seldom enough to cost nothing.
    private static let pause = Duration.milliseconds(80)

    private let hasColour: Bool
    private let state = Mutex(State())

    /// - Returns: `nil` when standard error is no terminal, or one that cannot rewrite a line.
    static func onStandardError(environment: [String: String]) -> ProgressLine? {
        let terminal = environment["TERM"] ?? ""
        guard isatty(STDERR_FILENO) == 1, !terminal.isEmpty, terminal != "dumb" else { return nil }
        return ProgressLine(hasColour: (environment["NO_COLOR"] ?? "").isEmpty)
    }

    private init(hasColour: Bool) { self.hasColour = hasColour }

    func show(_ progress: CheckRunner.Progress) {
        let line = state.withLock { state -> String? in
            if [.failed, .error].contains(progress.last.status) { state.failures += 1 }
            let now = ContinuousClock.now
            if let shown = state.shown, shown.duration(to: now) < Self.pause { return nil }
            state.shown = now
            return text(progress, failures: state.failures)
        }
        if let line { FileHandle.standardError.write(Data("\r\u{1B}[2K\(line)".utf8)) }
    }

    /// Leaves the terminal as it was.
    func clear() { FileHandle.standardError.write(Data("\r\u{1B}[2K".utf8)) }

    private func text(_ progress: CheckRunner.Progress, failures: Int) -> String {
        let count = "\(progress.done)/\(progress.total)"
        let failed = failures == 0 ? "" : "  \(failures) failed"
        let room = max(0, Self.columns - 1 - count.count - failed.count - 2)
        // What a stranger's file calls a topic may not steer the terminal.
        let letters = progress.last.topic.filter { ("\u{20}"..."\u{7E}").contains($0) }
        let topic = letters.prefix(room)
        return count + (hasColour && !failed.isEmpty ? "\u{1B}[31m\(failed)\u{1B}[0m" : failed) + "  \(topic)"
    }

    private static var columns: Int {
        var size = winsize()
        return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
    }
}
