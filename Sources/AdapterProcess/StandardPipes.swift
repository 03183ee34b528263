import AdapterProtocol
import Dispatch
import Foundation
import Synchronization

/// The program's standard input and output as a connection. Their blocking calls run on threads of their own.
struct StandardPipes: Sendable {
    private static let chunk = 64 << 10

    /// The standard output the program was started with.
    private let output: Int32
    private let writing = DispatchQueue(label: "adapter.standard-output")
    /// What the program has to say to its operator, on standard error.
    let log = LogPipe(STDERR_FILENO)

    init() {
        // A line that a library prints must not get between the messages.
        output = dup(STDOUT_FILENO)
        dup2(STDERR_FILENO, STDOUT_FILENO)
        // A host that has gone is to be an error of the next write.
        signal(SIGPIPE, SIG_IGN)
    }

    /// Hands everything that comes to the peer, until standard input ends.
    func read(into peer: Peer) {
        let thread = Thread {
            var buffer = [UInt8](repeating: 0, count: Self.chunk)
            while true {
                let count = Foundation.read(STDIN_FILENO, &buffer, buffer.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { break }
                guard peer.receive(Array(buffer[..<count])) else { return }
            }
            peer.end(.closed)
        }
        thread.start()
    }

    /// Writes everything that the peer has to say, until the connection ends.
    func write(from peer: Peer) async {
        for await line in peer.outgoing {
            guard await write(line) else { return peer.end(.closed) }
            peer.wrote(line.count)
        }
    }

    private func write(_ line: [UInt8]) async -> Bool {
        await withCheckedContinuation { continuation in
            writing.async { [output] in
                var rest = line[...]
                while !rest.isEmpty {
                    let count = rest.withUnsafeBytes { Foundation.write(output, $0.baseAddress, $0.count) }
                    if count < 0, errno == EINTR { continue }
                    guard count > 0 else { return continuation.resume(returning: false) }
                    rest = rest.dropFirst(count)
                }
                continuation.resume(returning: true)
            }
        }
    }
}
