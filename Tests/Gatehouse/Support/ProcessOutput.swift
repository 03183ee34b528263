import Foundation
import Synchronization

/// What a process writes to one of its streams, line by line as it comes.
final class ProcessOutput: Sendable {
    private let kept = Mutex<[String]>([])
    private let stream: AsyncStream<String>

    /// Reads the pipe on a thread of its own, to its end.
    init(_ pipe: Pipe) {
        let descriptor = pipe.fileHandleForReading.fileDescriptor
        let (stream, continuation) = AsyncStream.makeStream(of: String.self)
        self.stream = stream
        Thread.detachNewThread { [pipe, self] in
            var rest: [UInt8] = []
            var space = [UInt8](repeating: 0, count: 16 << 10)
            while true {
                let count = read(descriptor, &space, space.count)
                guard count > 0 else { break }
                rest += space[..<count]
                while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                    add(String(decoding: rest[..<end], as: UTF8.self), continuation)
                    rest.removeSubrange(...end)
                }
            }
            if !rest.isEmpty { add(String(decoding: rest, as: UTF8.self), continuation) }
            continuation.finish()
            try? pipe.fileHandleForReading.close()
        }
    }

    /// What has come so far.
    var lines: [String] { kept.withLock { $0 } }

    /// The next line with this text in it; `nil` when the stream ends without one. Lines before it are skipped.
    func line(containing text: String) async -> String? {
        for await line in stream where line.contains(text) { return line }
        return nil
    }

    /// Everything, once the stream has ended.
    func whole() async -> [String] {
        for await _ in stream {}
        return lines
    }

    private func add(_ line: String, _ continuation: AsyncStream<String>.Continuation) {
        kept.withLock { $0.append(line) }
        continuation.yield(line)
    }
}
