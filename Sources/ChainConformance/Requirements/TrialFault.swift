import ChainKit

/// A way in which an upstream goes wrong for all questions.
struct TrialFault: Sendable {
    let name: String
    /// Asked before the good script.
    let entry: ScriptedUpstream.Entry
    /// Whether it shows only by the time that passes.
    var isSilence = false
    /// Whether only JSON-RPC can go wrong in this way.
    var isOfRPC = false
    /// Whether it is met only by the question which chain a provider serves.
    var isOfIdentity = false
    /// Whether a few cases are enough to try it with.
    var isRare = false

    private init(_ name: String, _ response: ScriptedUpstream.Response) {
        self.name = name
        entry = ScriptedUpstream.Entry(.init(), response)
    }

    private init(rare name: String, _ response: ScriptedUpstream.Response, isOfRPC: Bool = false) {
        self.init(name, response)
        self.isOfRPC = isOfRPC
        isRare = true
    }

    private init(
        _ name: String, _ fault: ScriptedUpstream.Fault, isSilence: Bool = false, isOfRPC: Bool = false,
        isOfIdentity: Bool = false
    ) {
        self.init(name, .init(fault: fault))
        self.isSilence = isSilence
        self.isOfRPC = isOfRPC
        self.isOfIdentity = isOfIdentity
    }

    static let wrongChain = TrialFault("another chain", .wrongChain, isOfRPC: true, isOfIdentity: true)

    static let all: [TrialFault] = [
        TrialFault("no answer", .hang, isSilence: true), TrialFault("reset", .reset),
        TrialFault("too slow", .slow(milliseconds: 600_000), isSilence: true), TrialFault("cut off", .truncate),
        TrialFault("too large", .oversize(bytes: ExchangeBench.responseLimit + (64 << 10))),
        TrialFault("the id of another call", .wrongID, isOfRPC: true), wrongChain,
        TrialFault("HTTP 500", .init(status: 500)),
        TrialFault("HTTP 429", .init(status: 429, headers: ["retry-after": "1"])),
        TrialFault("an empty body", .init(body: .raw([]))),
        TrialFault("a page of HTML", .init(body: page)),
        TrialFault("null", .init(body: .raw(Array("null".utf8)))),
        // Code 3 is a contract's own no, and may be an answer.
        error(-32603, "Internal error"), error(-32005, "Limit exceeded"), error(-32601, "Method not found"),
        status(401), status(403), status(503),
        TrialFault(rare: "HTTP 404 with a page of HTML", .init(status: 404, body: page)),
    ]

    /// What one answer among good ones can be, as when the second page of a list fails.
    static let alone: [TrialFault] = [TrialFault("reset", .reset), TrialFault("HTTP 500", .init(status: 500))]

    private static let page = ScriptedUpstream.Response.Body.raw(Array("<html><body>Bad gateway</body></html>".utf8))

    private static func error(_ code: Int64, _ message: String) -> TrialFault {
        TrialFault(
            rare: "the error \(code)", .init(body: .failure(["code": .integer(code), "message": .string(message)])),
            isOfRPC: true)
    }

    private static func status(_ status: Int) -> TrialFault { TrialFault(rare: "HTTP \(status)", .init(status: status)) }

    /// Whether the fault changes what answers a case.
    /// - Parameters:
    ///   - script: the entries that answer it.
    ///   - namespace: the chain's.
    func concerns(_ script: [ScriptedUpstream.Entry], of namespace: String) -> Bool {
        if !isOfRPC { return true }
        let methods = script.compactMap(\.request.rpc)
        guard isOfIdentity else { return !methods.isEmpty }
        let asksTheChain = methods.contains { ScriptedUpstreamCall.otherChain[$0] != nil }
        return asksTheChain || !methods.isEmpty && Self.namespacesThatTellTheirChain.contains(namespace)
    }

    /// Whose nodes answer one of ``ScriptedUpstreamCall/otherChain``, so that not to ask is a fault of the adapter.
    private static let namespacesThatTellTheirChain = ["eip155", "solana"]
}
