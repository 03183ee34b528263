import Foundation

/// A bare TCP connection to the server under test, for what no HTTP client would send.
final class RawConnection: Sendable {
    private let socket: Int32

    /// - Returns: `nil` when nobody takes the connection.
    init?(port: Int) {
        let socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(truncatingIfNeeded: port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else {
            close(socket)
            return nil
        }
        // A server that never closes ends the test as failed, not as hung.
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        self.socket = socket
    }

    deinit { close(socket) }

    func send(_ text: String) { send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) {
        _ = bytes.withUnsafeBytes { Foundation.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    }

    /// Everything the server sends until it ends the connection; `nil` when it does not.
    func readToEnd() async -> String? {
        await offThePool { [socket] in
            var bytes: [UInt8] = []
            var space = [UInt8](repeating: 0, count: 16 << 10)
            while true {
                let count = recv(socket, &space, space.count, 0)
                if count < 0, errno == EAGAIN { return nil }
                guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
                bytes += space[..<count]
            }
        }
    }

    /// What the server sends until the text has come; all there was when it ends the connection before.
    func read(until text: String) async -> String {
        await offThePool { [socket] in
            var bytes: [UInt8] = []
            var byte: UInt8 = 0
            while !bytes.ends(with: text.utf8), recv(socket, &byte, 1, 0) == 1 { bytes.append(byte) }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// Runs a blocking call on a thread of its own.
    private func offThePool<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: work()) }
        }
    }
}

extension [UInt8] {
    fileprivate func ends(with suffix: String.UTF8View) -> Bool {
        count >= suffix.count && self[(count - suffix.count)...].elementsEqual(suffix)
    }
}
