import ChainKit
import Foundation

/// The questions put to one provider, and what its answers mean.
struct SolanaClient: Sendable {
    /// An answer and the slot of the chain it was true at.
    struct Sighting<Value: Sendable>: Sendable {
        let value: Value
        let slot: UInt64
    }

    private let provider: any Provider
    private let commitment: SolanaConfiguration.Commitment

    init(_ provider: any Provider, commitment: SolanaConfiguration.Commitment) {
        self.provider = provider
        self.commitment = commitment
    }

    var name: String { provider.name }
    /// Whether the provider also serves the Digital Asset Standard API.
    var isIndexer: Bool { provider.options["das"] == true }

    /// Which chain the provider serves, and how far it has followed it by the chain's own clock.
    /// - Throws: `upstream_invalid`, or what the provider throws.
    func identity() async throws(ChainError) -> ProviderIdentity {
        let clock = RPCCall("getAccountInfo", [.string(SolanaPrograms.clock), options(encoding: "jsonParsed")])
        let answers = try await bothOrEach(RPCCall("getGenesisHash"), clock)
        guard let hash = try Self.value(of: answers[0]).text else {
            throw ChainError(.upstreamInvalid, "The provider's genesis hash is not a string.")
        }
        var identity = ProviderIdentity(chain: try SolanaNetwork.chain(ofGenesisHash: hash))
        let time = (try? answers[1].get())?["value"]?["data"]?["parsed"]?["info"]
        identity.head = time?["slot"]?.whole.flatMap(UInt64.init(exactly:))
        identity.headTime = time?["unixTimestamp"]?.whole.map { Date(timeIntervalSince1970: Double($0)) }
        return identity
    }

    /// Asks two calls in one request, or in one each where the provider takes no batches.
    private func bothOrEach(_ first: RPCCall, _ second: RPCCall) async throws(ChainError) -> [RPCAnswer] {
        do throws(ChainError) { return try await provider.batch([first, second]) } catch {
            guard error.code.blame == .outside, error.code != .upstreamTimeout else { throw error }
            return [try await provider.call(first), try await provider.call(second)]
        }
    }

    /// Asks all calls, in as few HTTP requests as providers let pass.
    /// - Throws: the first refusal as an error that blames the outside, or what the provider throws.
    func ask(_ calls: [RPCCall]) async throws(ChainError) -> [JSONValue] {
        try await answers(calls).map { (answer) throws(ChainError) in try Self.value(of: answer) }
    }

    /// As ``ask(_:)``, with each refusal in its place.
    func answers(_ calls: [RPCCall]) async throws(ChainError) -> [RPCAnswer] {
        if calls.count == 1 { return [try await provider.call(calls[0])] }
        var answers: [RPCAnswer] = []
        for start in stride(from: 0, to: calls.count, by: Self.batchLimit) {
            answers += try await provider.batch(Array(calls[start..<min(start + Self.batchLimit, calls.count)]))
        }
        return answers
    }

    /// Hosted nodes refuse long batches; the strictest common limits are above this.
    private static let batchLimit = 10

    /// - Throws: the node's refusal as an error that blames the outside.
    static func value(of answer: RPCAnswer) throws(ChainError) -> JSONValue {
        switch answer {
        case .success(let value): return value
        case .failure(let refusal): throw error(refusal)
        }
    }

    /// What a refusal means (JSON-RPC 2.0 §5.1; the negative codes above -32100 are Solana's own).
    static func error(_ refusal: RPCFailure) -> ChainError {
        // The node's words are left out: some repeat the key of the URL.
        let cause = "JSON-RPC error \(refusal.code)"
        switch refusal.code {
        case -32601:
            return ChainError(
                .upstreamInvalid,
                "The provider does not know the method asked for; if it serves no Digital Asset Standard API, set das: false.",
                cause: cause)
        case -32602, -32600:
            return ChainError(.upstreamInvalid, "The provider refused the question as malformed.", cause: cause)
        case 429, -32429:
            return ChainError(.upstreamRateLimited, "The provider asked to be left alone for a while.", cause: cause)
        default:
            return ChainError(.upstreamUnavailable, "The provider could not answer; ask again later.", cause: cause)
        }
    }

    /// Reads an answer that says at which slot it was true.
    /// - Throws: `upstream_invalid`.
    static func sighting(_ json: JSONValue) throws(ChainError) -> Sighting<JSONValue> {
        guard let slot = json["context"]?["slot"]?.whole.flatMap(UInt64.init(exactly:)), let value = json["value"] else {
            throw ChainError(.upstreamInvalid, "The node's answer lacks its slot or its value.")
        }
        return Sighting(value: value, slot: slot)
    }

    /// The second parameter of a reading call.
    func options(encoding: String, _ more: [String: JSONValue] = [:]) -> JSONValue {
        let common: [String: JSONValue] = ["encoding": .string(encoding), "commitment": .string(commitment.rawValue)]
        return .object(common.merging(more) { _, given in given })
    }
}
