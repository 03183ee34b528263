import ChainKit
import Synchronization

/// The running script: which entry answers what, how often each did, and what has been asked.
final class ScriptedUpstreamBook: Sendable {
    /// What is asked of the script: one JSON-RPC call, or a request that is none.
    struct Question {
        var method: String
        var target: String
        var call: RPCCall?
        /// The JSON body of a request that is no JSON-RPC.
        var body: JSONValue?
    }

    private struct Waiter {
        let method: String
        let count: Int
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var script: [ScriptedUpstream.Entry]
        var uses: [Int]
        var requests = 0
        var calls: [String: Int] = [:]
        var unmatched: [String] = []
        var lastHeaders: [String: String] = [:]
        var waiters: [Waiter] = []
    }

    private static let unmatchedKept = 100

    private let state: Mutex<State>
    private let rewrite: (@Sendable (JSONValue) -> JSONValue)?

    init(_ script: [ScriptedUpstream.Entry], _ rewrite: (@Sendable (JSONValue) -> JSONValue)? = nil) {
        self.rewrite = rewrite
        state = Mutex(State(script: script, uses: script.map { _ in 0 }))
    }

    var requestCount: Int { state.withLock { $0.requests } }
    var uses: [Int] { state.withLock { $0.uses } }
    var unmatched: [String] { state.withLock { $0.unmatched } }
    var lastHeaders: [String: String] { state.withLock { $0.lastHeaders } }
    func calls(_ method: String) -> Int { state.withLock { $0.calls[method] ?? 0 } }

    func replace(_ script: [ScriptedUpstream.Entry]) {
        state.withLock { state in
            state.script = script
            state.uses = script.map { _ in 0 }
        }
    }

    /// Counts a request and the calls in it.
    func record(_ calls: [RPCCall], headers: [String: String]) {
        let reached = state.withLock { state in
            state.requests += 1
            state.lastHeaders = headers
            for call in calls { state.calls[call.method, default: 0] += 1 }
            let reached = state.waiters.filter { (state.calls[$0.method] ?? 0) >= $0.count }
            state.waiters.removeAll { (state.calls[$0.method] ?? 0) >= $0.count }
            return reached
        }
        for waiter in reached { waiter.continuation.resume() }
    }

    func received(_ method: String, count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if (state.calls[method] ?? 0) >= count { return true }
                state.waiters.append(Waiter(method: method, count: count, continuation: continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    /// The first entry that matches and is not used up; where it only spoils an answer, the answer of a later entry, spoilt.
    func response(to question: Question) -> ScriptedUpstream.Response? {
        var response = find(question)
        guard let rewrite, let body = response?.body else { return response }
        func rewritten(_ value: JSONValue) -> JSONValue {
            rewrite(question.call.map { ScriptedUpstreamPlaceholders.fill(value, from: $0.params) } ?? value)
        }
        switch body {
        case .json(let value): response?.body = .json(rewritten(value))
        case .failure(let error): response?.body = .failure(rewritten(error))
        case .raw: break
        }
        return response
    }

    private func find(_ question: Question) -> ScriptedUpstream.Response? {
        state.withLock { state in
            var fault: ScriptedUpstream.Fault?
            for (index, entry) in state.script.enumerated() {
                guard entry.matches(question), state.uses[index] < entry.times ?? .max else { continue }
                if fault != nil, entry.response.fault != nil { continue }
                state.uses[index] += 1
                var response = entry.response
                switch response.fault {
                case .hang, .reset: return response
                case _ where response.isComplete:
                    response.fault = fault ?? response.fault
                    return response
                default: fault = response.fault
                }
            }
            if let fault { return ScriptedUpstream.Response(body: .json(.null), fault: fault) }
            let name = question.call.map { "\($0.method) \($0.params.json)" } ?? "\(question.method) \(question.target)"
            if state.unmatched.count < Self.unmatchedKept { state.unmatched.append(name) }
            return nil
        }
    }
}

extension ScriptedUpstream.Entry {
    fileprivate func matches(_ question: ScriptedUpstreamBook.Question) -> Bool {
        if let method = request.method, method.uppercased() != question.method { return false }
        if let path = request.path {
            let asked = path.contains("?") ? question.target[...] : question.target.prefix { $0 != "?" }
            if path[...] != asked { return false }
        }
        if let rpc = request.rpc, rpc != question.call?.method { return false }
        if let params = request.params, params != question.call?.params { return false }
        if let body = request.body, body != question.body { return false }
        return true
    }
}
