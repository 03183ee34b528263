import ChainKit
import Foundation
import Synchronization

/// Listens on a port of 127.0.0.1 and hands each connection to a thread. Plain sockets, because what it serves must be able
/// to break every rule of HTTP.
final class ScriptedServer: Sendable {
    typealias Serve = @Sendable (ScriptedServerConnection) -> Void

    private struct State {
        var acceptor: ScriptedServerThread?
        var stopped = false
        /// Connections by socket; a socket is closed only with this lock held, so that none is shut down that is another's by now.
        var open: [Int32: ScriptedServerThread] = [:]
        var ended: [ScriptedServerThread] = []
        var accepted = 0
    }

    let port: UInt16
    private let listener: Int32
    private let state = Mutex(State())

    /// - Parameter port: 0 for any free one.
    /// - Throws: `configuration_invalid` when the port is taken or not allowed.
    init(port: UInt16) throws(ChainError) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var yes: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                listener >= 0 && bind(listener, $0, length) == 0 && listen(listener, SOMAXCONN) == 0
                    && getsockname(listener, $0, &length) == 0
            }
        }
        guard isListening else {
            let reason = String(cString: strerror(errno))
            if listener >= 0 { close(listener) }
            throw ChainError(
                .configurationInvalid, "The scripted server cannot listen on 127.0.0.1:\(port); choose a free port.",
                cause: reason)
        }
        self.listener = listener
        self.port = UInt16(bigEndian: address.sin_port)
    }

    deinit { close(listener) }

    /// How many connections there have been.
    var accepted: Int { state.withLock { $0.accepted } }

    /// Serves from now on, until ``stop()``.
    func start(_ serve: @escaping Serve) {
        state.withLock { state in
            guard state.acceptor == nil, !state.stopped else { return }
            state.acceptor = ScriptedServerThread { [self] in acceptAll(serve) }
        }
    }

    /// Cuts every connection and returns when all threads have ended.
    /// - Parameter letGo: frees threads that wait for something else than their connection; called when all are cut.
    func stop(letGo: () -> Void) {
        let threads = state.withLock { state in
            state.stopped = true
            shutdown(listener, Int32(SHUT_RDWR))
            for socket in state.open.keys { shutdown(socket, Int32(SHUT_RDWR)) }
            let threads = [state.acceptor].compactMap { $0 } + state.open.values + state.ended
            state.acceptor = nil
            state.ended = []
            return threads
        }
        letGo()
        for thread in threads { thread.join() }
    }

    private func acceptAll(_ serve: @escaping Serve) {
        while true {
            let socket = accept(listener, nil, nil)
            if socket < 0 {
                if state.withLock({ $0.stopped }) { return }
                usleep(1000)
                continue
            }
            var yes: Int32 = 1
            setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
            let ended: [ScriptedServerThread] = state.withLock { state in
                state.accepted += 1
                if state.stopped {
                    close(socket)
                } else if let thread = ScriptedServerThread({ [self] in run(socket, serve) }) {
                    state.open[socket] = thread
                } else {
                    close(socket)
                }
                defer { state.ended = [] }
                return state.ended
            }
            for thread in ended { thread.join() }
        }
    }

    private func run(_ socket: Int32, _ serve: Serve) {
        serve(ScriptedServerConnection(socket: socket))
        state.withLock { state in
            close(socket)
            let thread = state.open.removeValue(forKey: socket)
            // Whoever stops the server has taken the threads over to join them.
            if let thread, !state.stopped { state.ended.append(thread) }
        }
    }
}
