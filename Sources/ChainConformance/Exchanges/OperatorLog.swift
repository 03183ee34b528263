import ChainKit
import Synchronization

/// The lines that an adapter writes for the operator while it stands on a stage.
final class OperatorLog: Sendable {
    /// Lines that a finding tells, the newest.
    private static let told = 20

    private let written = Mutex<[String]>([])

    func write(_ line: String) { written.withLock { $0.append(line) } }

    var lines: [String] { written.withLock { $0 } }

    /// The newest lines, fit for a report.
    var tail: [String] {
        lines.suffix(Self.told).map { $0.replacing(ExchangeBench.secret, with: "{{secret}}").shortened }
    }
}
