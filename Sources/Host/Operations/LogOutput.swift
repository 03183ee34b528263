import Dispatch
import Glibc
import Synchronization

/// Standard error as the log's end: a full disk or a reader that stalls costs lines, never a request.
enum LogOutput {
    /// Lines that may wait for a reader; later ones are dropped and counted.
    private static let waitingLimit = 10_000
    private static let waiting = Atomic<Int>(0)
    private static let dropped = Atomic<Int>(0)
    private static let queue = DispatchQueue(label: "gatehouse.log")

    static func write(_ line: [UInt8]) {
        guard waiting.add(1, ordering: .relaxed).newValue <= waitingLimit else {
            waiting.subtract(1, ordering: .relaxed)
            dropped.add(1, ordering: .relaxed)
            return
        }
        queue.async {
            let lost = dropped.exchange(0, ordering: .relaxed)
            if lost > 0 { put(Array("{\"level\":\"warning\",\"message\":\"\(lost) log lines were dropped\"}\n".utf8)) }
            put(line)
            waiting.subtract(1, ordering: .relaxed)
        }
    }

    /// Waits until what was logged so far is written; for the end of the process.
    static func flush() { queue.sync {} }

    private static func put(_ line: [UInt8]) {
        var rest = line[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                return
            }
        }
    }
}
