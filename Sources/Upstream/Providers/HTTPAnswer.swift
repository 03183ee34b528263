import ChainKit
import Foundation

/// What an HTTP response says about a JSON-RPC request: the answers, or why there are none.
struct HTTPAnswer {
    private let response: OutgoingResponse
    private let provider: String
    private let retryAfterSeconds: Double?

    init(_ response: OutgoingResponse, provider: String, now: Date) {
        self.response = response
        self.provider = provider
        retryAfterSeconds = response.headers["retry-after"].flatMap { RetryAfter.seconds($0, now: now) }
    }

    func read(_ decode: ([UInt8]) throws(ChainError) -> [RPCAnswer]) throws(Refusal) -> [RPCAnswer] {
        switch response.status {
        case 200: return try answers(decode)
        case 401, 403:
            throw refusal(
                .upstreamUnavailable, "refused the credentials (HTTP \(response.status)); check its key in the configuration",
                mayPass: false)
        case 429: throw refusal(.upstreamRateLimited, "has had too many requests (HTTP 429)", mayPass: true)
        case 300..<400:
            throw refusal(
                .upstreamUnavailable,
                "sent the request elsewhere (HTTP \(response.status)), which is not followed; write its final url", mayPass: false
            )
        case 400..<500:
            // Some nodes wrap the error object of a call in a 4xx.
            do throws(ChainError) { _ = try decode(response.body) } catch {
                throw refusal(.upstreamUnavailable, "refused the request (HTTP \(response.status))", mayPass: false)
            }
            return try answers(decode)
        default: throw refusal(.upstreamUnavailable, "answered with HTTP \(response.status)", mayPass: true)
        }
    }

    private func answers(_ decode: ([UInt8]) throws(ChainError) -> [RPCAnswer]) throws(Refusal) -> [RPCAnswer] {
        let answers: [RPCAnswer]
        do throws(ChainError) {
            answers = try decode(response.body)
        } catch {
            if let failure = wholesaleFailure() { try refuse(on: failure) }
            throw Refusal(error, mayPass: false)
        }
        for case .failure(let failure) in answers { try refuse(on: failure) }
        return answers
    }

    /// The error of an answer to the request as a whole: one object, with no id, even to a batch (JSON-RPC 2.0 §6).
    private func wholesaleFailure() -> RPCFailure? {
        guard let body = try? JSONValue(parsing: response.body), body["id"] ?? .null == .null,
            let error = body["error"], let code = error["code"]?.whole
        else { return nil }
        return RPCFailure(code: code, message: error["message"]?.text ?? "", data: error["data"])
    }

    /// Turns the errors that speak of the node and not of the call into errors that blame the outside.
    private func refuse(on failure: RPCFailure) throws(Refusal) {
        switch failure.code {
        // EIP-1474 calls -32005 "limit exceeded"; Solana nodes say with it that they are behind.
        case -32005 where failure.data?["numSlotsBehind"] != nil || failure.message.hasPrefix("Node is"):
            throw refusal(.upstreamUnavailable, "is behind the chain", mayPass: true)
        case -32005, 429, -32429:
            throw refusal(.upstreamRateLimited, "has had too many requests (JSON-RPC \(failure.code))", mayPass: true)
        default: break
        }
    }

    private func refusal(_ code: ChainError.Code, _ what: String, mayPass: Bool) -> Refusal {
        Refusal(
            ChainError(code, "The provider \"\(provider)\" \(what).", retryAfterSeconds: retryAfterSeconds), mayPass: mayPass)
    }
}
