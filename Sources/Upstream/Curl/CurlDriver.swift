import CCurl
import ChainKit
import Foundation
import Synchronization

/// The desk between tasks and the one thread that drives libcurl: requests and withdrawals are laid down here.
final class CurlDriver: Sendable {
    typealias Continuation = CheckedContinuation<Result<OutgoingResponse, ChainError>, Never>

    /// What the thread has to do next.
    struct Orders {
        var transfers: [CurlTransfer] = []
        var withdrawn: [CurlTransfer] = []
    }

    private struct Desk {
        var running = true
        var orders = Orders()
    }

    /// libcurl allows `curl_multi_wakeup` from any thread; all else happens on the driver's.
    private struct Multi: @unchecked Sendable { let handle: UnsafeMutableRawPointer }

    /// Phase and inbox share one lock: nothing can be laid down after the thread has looked for the last time.
    private let desk = Mutex(Desk())
    private let multi: Multi
    private let end = Promise<Void>()

    private static let started: Bool = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    /// - Throws: `internal_error` when libcurl cannot start.
    init(connectionsPerHost: Int) throws(ChainError) {
        guard Self.started, let handle = curl_multi_init() else { throw ChainError(.internalError, "libcurl did not start.") }
        gatehouse_curl_multi_set_long(handle, CURLMOPT_MAX_HOST_CONNECTIONS, connectionsPerHost)
        // Left alone, libcurl keeps four connections a running request, so none after a burst.
        gatehouse_curl_multi_set_long(handle, CURLMOPT_MAXCONNECTS, connectionsPerHost * 4)
        multi = Multi(handle: handle)
        let thread = Thread { [self] in
            CurlLoop(multi: multi.handle).run(orders: takeOrders)
            end.keep(())
        }
        thread.name = "gatehouse-curl"
        thread.start()
    }

    /// Lays a request down; the continuation is answered exactly once, here or by the thread.
    func submit(_ transfer: CurlTransfer, answering continuation: Continuation) {
        let refusal: ChainError? = desk.withLock { desk in
            guard desk.running else { return .shutDown }
            // A withdrawal that came before this finds nothing to withdraw; the task's flag was up before it came.
            guard !Task.isCancelled else { return .withdrawn }
            transfer.continuation = continuation
            if desk.orders.transfers.isEmpty { curl_multi_wakeup(multi.handle) }
            desk.orders.transfers.append(transfer)
            return nil
        }
        if let refusal { continuation.resume(returning: .failure(refusal)) }
    }

    /// Takes a request back, wherever it is. Too late is no harm.
    func withdraw(_ transfer: CurlTransfer) {
        let waiting = desk.withLock { desk -> Bool in
            guard desk.running else { return false }
            if let index = desk.orders.transfers.firstIndex(where: { $0 === transfer }) {
                desk.orders.transfers.remove(at: index)
                return true
            }
            desk.orders.withdrawn.append(transfer)
            curl_multi_wakeup(multi.handle)
            return false
        }
        if waiting { transfer.finish(.failure(.withdrawn)) }
    }

    /// Tells the thread to end. Any number of times.
    func stop() {
        desk.withLock { desk in
            guard desk.running else { return }
            desk.running = false
            curl_multi_wakeup(multi.handle)
        }
    }

    /// Returns when the thread has ended, cancelled or not.
    func ended() async {
        await Task.detached { [end] in try? await end.value() }.value
    }

    /// What was laid down since the last call, and whether to go on.
    private func takeOrders() -> (Orders, goOn: Bool) {
        desk.withLock { desk in
            defer { desk.orders = Orders() }
            return (desk.orders, desk.running)
        }
    }
}

extension ChainError {
    /// What a request gets that is in flight, or comes, when the transport ends.
    static var shutDown: ChainError { ChainError(.upstreamUnavailable, "Gatehouse is shutting down; ask again when it is back.") }
}
