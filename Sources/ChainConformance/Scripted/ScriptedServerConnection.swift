import ChainKit
import Foundation

/// One accepted connection: reads HTTP/1.1 requests off it and writes whatever it is told to.
final class ScriptedServerConnection {
    struct Request: Sendable {
        var method: String
        /// Path and query.
        var target: String
        /// Names in lower case.
        var headers: [String: String]
        var body: [UInt8]
    }

    private static let headLimit = 64 << 10
    private static let bodyLimit = 64 << 20

    private let socket: Int32
    private var buffer: [UInt8] = []

    init(socket: Int32) { self.socket = socket }

    /// - Returns: `nil` when the peer is gone, the server stops, or what came is no request this server reads.
    func next() -> Request? {
        let end = Array("\r\n\r\n".utf8)
        var headEnd: Int?
        var searched = 0
        while true {
            headEnd = buffer[searched...].firstRange(of: end)?.lowerBound
            if headEnd != nil { break }
            searched = max(0, buffer.count - 3)
            guard buffer.count < Self.headLimit, receive() else { return nil }
        }
        guard let headEnd else { return nil }
        var lines = String(decoding: buffer[..<headEnd], as: UTF8.self).components(separatedBy: "\r\n")[...]
        buffer.removeFirst(headEnd + end.count)
        let start = (lines.popFirst() ?? "").split(separator: " ")
        guard start.count == 3 else { return nil }
        var headers: [String: String] = [:]
        for line in lines {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces) }
        }
        guard let body = body(headers) else { return nil }
        return Request(method: String(start[0]), target: String(start[1]), headers: headers, body: body)
    }

    private func body(_ headers: [String: String]) -> [UInt8]? {
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        guard (0...Self.bodyLimit).contains(length), headers["transfer-encoding"] == nil else { return nil }
        if headers["expect"]?.lowercased() == "100-continue", buffer.count < length {
            send(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8))
        }
        while buffer.count < length { guard receive() else { return nil } }
        defer { buffer.removeFirst(length) }
        return Array(buffer[..<length])
    }

    /// Writes all bytes. A peer that is gone is noticed by the next read.
    func send(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { bytes in
            var sent = 0
            while sent < bytes.count {
                let count = Foundation.send(socket, bytes.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return }
                sent += count
            }
        }
    }

    /// Says nothing until the peer goes away or the server stops.
    func waitForTheEnd() {
        while receive() { buffer.removeAll(keepingCapacity: true) }
    }

    /// Makes the coming close a reset instead of an orderly end.
    func prepareReset() {
        var hard = linger(l_onoff: 1, l_linger: 0)
        setsockopt(socket, SOL_SOCKET, SO_LINGER, &hard, socklen_t(MemoryLayout<linger>.size))
    }

    private func receive() -> Bool {
        withUnsafeTemporaryAllocation(byteCount: 16 << 10, alignment: 1) { space in
            var count: Int
            repeat { count = recv(socket, space.baseAddress, space.count, 0) } while count < 0 && errno == EINTR
            guard count > 0 else { return false }
            buffer.append(contentsOf: space[..<count])
            return true
        }
    }
}
