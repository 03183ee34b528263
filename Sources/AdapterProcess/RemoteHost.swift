import AdapterProtocol
import ChainKit

/// The host at the other end of the pipe.
struct RemoteHost: Sendable {
    /// Longer than any pool takes: the host ends what it was asked for itself.
    private static let patience: Duration = .seconds(600)

    let peer: Peer

    /// - Parameter unwanted: what becomes of an answer that comes after the asking task was cancelled.
    /// - Throws: the host's error; `upstream_unavailable` when the connection ends; `cancelled`.
    func ask(
        _ method: String, _ params: JSONValue = [:], unwanted: @escaping Peer.Unwanted = { _ in }
    ) async throws(ChainError) -> MessageReader {
        do throws(CallFailure) {
            let result = try await peer.call(method, params, within: Self.patience, unwanted: unwanted)
            do throws(ChainError) { return try MessageReader(result, "the answer to \(method)") } catch {
                throw .refused(RPCFailure(error))
            }
        } catch {
            switch error {
            case .late: throw ChainError(.upstreamTimeout, "The host did not answer \(method).")
            case .withdrawn: throw ChainError(.cancelled, "The question was withdrawn before it was answered.")
            case .tooLarge: throw ChainError(.upstreamTooLarge, "The question is larger than a message may be.")
            case .tooDeep:
                throw ChainError(.upstreamTooLarge, "The question nests deeper than the \(PeerLimits.depth) levels of a message.")
            case .ended: throw ChainError(.upstreamUnavailable, "The host ended the connection.")
            case .refused(let refusal):
                throw try refusal.chainError()
                    ?? ChainError(.upstreamUnavailable, "The host refused \(method): \(refusal.message)")
            }
        }
    }
}
