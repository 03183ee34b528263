import ChainKit

/// One JSON-RPC call as it came, with its id.
struct ScriptedUpstreamCall {
    let id: JSONValue
    let call: RPCCall

    /// - Returns: the calls of a body and whether they are a batch; `nil` when the body is no JSON-RPC.
    static func read(_ body: [UInt8]) -> (calls: [ScriptedUpstreamCall], isBatch: Bool)? {
        guard let value = try? JSONValue(parsing: body) else { return nil }
        let calls = (value.elements ?? [value]).map(ScriptedUpstreamCall.init)
        let readable = calls.compactMap { $0 }
        return readable.isEmpty || readable.count < calls.count ? nil : (readable, value.elements != nil)
    }

    private init?(_ value: JSONValue) {
        guard value["jsonrpc"] != nil, let method = value["method"]?.text else { return nil }
        id = value["id"] ?? .null
        call = RPCCall(method, value["params"] ?? [])
    }

    /// The JSON-RPC response this call gets.
    func answer(_ response: ScriptedUpstream.Response?) -> JSONValue {
        let id: JSONValue = response?.fault == .wrongID ? id.whole.map { .integer($0 + 1000) } ?? "another call" : id
        func envelope(_ name: String, _ value: JSONValue) -> JSONValue {
            ["jsonrpc": "2.0", "id": id, .init(name): ScriptedUpstreamPlaceholders.fill(value, from: call.params)]
        }
        if response?.fault == .wrongChain, let other = Self.otherChain[call.method] { return envelope("result", other) }
        switch response?.body {
        case .failure(let error): return envelope("error", error)
        case .json(let result): return envelope("result", result)
        case .raw, nil:
            return envelope(
                "error", ["code": -32601, "message": .string("The script has no answer for \(call.method).")])
        }
    }

    /// What each question for the chain is answered with to name one that nobody configures.
    static let otherChain: [String: JSONValue] = [
        "eth_chainId": "0xbadc4a1",
        "net_version": "195937441",
        "getGenesisHash": .string(Base58.encode([UInt8](repeating: 7, count: 32))),
    ]
}
