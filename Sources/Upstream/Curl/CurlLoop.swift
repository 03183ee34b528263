import CCurl
import ChainKit
import Foundation

/// What the driver thread does: start transfers, let libcurl work, hand answers out. Nothing here leaves that thread.
struct CurlLoop {
    let multi: UnsafeMutableRawPointer

    private static let idleHandlesKept = 64
    /// Only an upper bound: libcurl returns earlier for its own timers, for sockets and for wake-ups.
    private static let pollMilliseconds: Int32 = 60_000

    /// Works until the orders say no more, then fails what is left and frees everything.
    func run(orders: () -> (CurlDriver.Orders, goOn: Bool)) {
        Self.ignoreBrokenPipes()
        var active: [UnsafeMutableRawPointer: CurlTransfer] = [:]
        var idle: [UnsafeMutableRawPointer] = []
        while true {
            let (next, goOn) = orders()
            guard goOn else {
                for transfer in next.transfers { transfer.finish(.failure(.shutDown)) }
                break
            }
            for transfer in next.transfers { start(transfer, &active, &idle) }
            for transfer in next.withdrawn {
                guard let handle = transfer.handle else { continue }
                retire(handle, &active, &idle)
                transfer.finish(.failure(.withdrawn))
            }
            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            collect(&active, &idle)
            if curl_multi_poll(multi, nil, 0, Self.pollMilliseconds, nil) != CURLM_OK {
                // Out of memory or descriptors: without a wait this loop would take a whole core.
                usleep(10_000)
            }
        }
        for (handle, transfer) in active {
            transfer.finish(.failure(.shutDown))
            curl_multi_remove_handle(multi, handle)
            curl_easy_cleanup(handle)
        }
        for handle in idle { curl_easy_cleanup(handle) }
        curl_multi_cleanup(multi)
    }

    private func start(
        _ transfer: CurlTransfer, _ active: inout [UnsafeMutableRawPointer: CurlTransfer], _ idle: inout [UnsafeMutableRawPointer]
    ) {
        guard let handle = idle.popLast() ?? curl_easy_init() else {
            return transfer.finish(.failure(ChainError(.internalError, "libcurl has no memory for another request.")))
        }
        guard transfer.prepare(handle), curl_multi_add_handle(multi, handle) == CURLM_OK else {
            curl_easy_cleanup(handle)
            return transfer.finish(
                .failure(ChainError(.internalError, "libcurl refused a request to \(WebURL.origin(of: transfer.request.url)).")))
        }
        active[handle] = transfer
    }

    private func collect(
        _ active: inout [UnsafeMutableRawPointer: CurlTransfer], _ idle: inout [UnsafeMutableRawPointer]
    ) {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle else { continue }
            let code = message.pointee.data.result
            guard let transfer = active[handle] else { continue }
            let outcome = transfer.outcome(code)
            retire(handle, &active, &idle)
            transfer.finish(outcome)
        }
    }

    private func retire(
        _ handle: UnsafeMutableRawPointer, _ active: inout [UnsafeMutableRawPointer: CurlTransfer],
        _ idle: inout [UnsafeMutableRawPointer]
    ) {
        curl_multi_remove_handle(multi, handle)
        active[handle] = nil
        if idle.count < Self.idleHandlesKept {
            curl_easy_reset(handle)
            idle.append(handle)
        } else {
            curl_easy_cleanup(handle)
        }
    }

    /// With `CURLOPT_NOSIGNAL` libcurl leaves SIGPIPE to the program; a write of TLS to a closed socket raises it.
    private static func ignoreBrokenPipes() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }
}
