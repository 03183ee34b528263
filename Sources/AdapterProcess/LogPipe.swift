import Dispatch
import Foundation
import Synchronization

/// The program's log: lines are written in order, by a thread of their own, however slowly they are read.
final class LogPipe: Sendable {
    /// Lines that wait take no more than this, bytes; those past it are counted and dropped.
    private static let backlogLimit = 1 << 20

    private struct State {
        var waiting: [[UInt8]] = []
        var waitingBytes = 0
        var dropped = 0
        var isWriting = false
    }

    private let descriptor: Int32
    private let queue = DispatchQueue(label: "adapter.log")
    private let state = Mutex(State())

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    /// Returns at once.
    func log(_ line: String) {
        let bytes = Array("\(line)\n".utf8)
        let begins = state.withLock { state in
            guard state.waitingBytes + bytes.count <= Self.backlogLimit else {
                state.dropped += 1
                return false
            }
            state.waiting.append(bytes)
            state.waitingBytes += bytes.count
            defer { state.isWriting = true }
            return !state.isWriting
        }
        if begins { queue.async { self.writeWaiting() } }
    }

    /// Returns once all lines of before are written.
    func flush() async {
        await withCheckedContinuation { continuation in queue.async { continuation.resume() } }
    }

    private func writeWaiting() {
        while true {
            let lines = state.withLock { state in
                if state.dropped > 0 {
                    state.waiting.append(Array("\(state.dropped) lines of the log were dropped, as nobody read them.\n".utf8))
                }
                defer {
                    state.isWriting = !state.waiting.isEmpty
                    state.waiting = []
                    state.waitingBytes = 0
                    state.dropped = 0
                }
                return state.waiting
            }
            if lines.isEmpty { return }
            for line in lines { write(line) }
        }
    }

    /// Whether anybody reads the log makes no difference to the work.
    private func write(_ line: [UInt8]) {
        var rest = line[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
