import ChainKit
import Foundation

extension ProviderIdentity: WireValue {
    public init(wire reader: MessageReader) throws(ChainError) {
        try reader.allow("chain", "head", "head_time")
        self.init(
            chain: try reader.chain("chain"), head: reader.has("head") ? UInt64(try reader.whole("head")) : nil,
            headTime: reader.has("head_time") ? try reader.time("head_time") : nil)
    }

    public var wire: JSONValue {
        .members([
            "chain": .string(chain.description), "head": head.map { .integer(Int64(clamping: $0)) },
            "head_time": headTime.map(JSONValue.time),
        ])
    }
}

extension RPCCall: WireValue {
    /// Members beside those of the call, such as the ask, are the caller's to judge.
    public init(wire reader: MessageReader) throws(ChainError) {
        self.init(try reader.text("method", limit: 256), reader.value["params"] ?? [])
    }

    public var wire: JSONValue { ["method": .string(method), "params": params] }
}

/// What a node said to one call, as messages carry it: `result`, or `error` with `code`, `message` and `data`.
public enum WireAnswer {
    public static func read(_ reader: MessageReader) throws(ChainError) -> RPCAnswer {
        try reader.allow("result", "error")
        guard reader.has("error") else { return .success(try reader.require("result")) }
        let error = try reader.object("error")
        return .failure(
            RPCFailure(
                code: try error.whole("code", in: .min ... .max), message: try error.text("message"), data: error.value["data"]))
    }

    public static func write(_ answer: RPCAnswer) -> JSONValue {
        switch answer {
        case .success(let result): ["result": result]
        case .failure(let failure): ["error": failure.json]
        }
    }
}

extension VectorAnswer: WireValue {
    public init(wire reader: MessageReader) throws(ChainError) {
        try reader.allow("verdict", "fields")
        self.init(
            verdict: try reader.text("verdict", limit: 64),
            fields: reader.has("fields") ? try reader.object("fields").value.members ?? [:] : [:])
    }

    public var wire: JSONValue { ["verdict": .string(verdict), "fields": .object(fields)] }
}
