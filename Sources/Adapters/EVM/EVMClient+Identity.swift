import ChainKit
import Foundation

extension EVMClient {
    /// The chain a provider says it serves (`eth_chainId`), and its newest block if it tells, in one HTTP request where the
    /// provider takes batches.
    /// - Throws: an error that blames the outside, or `cancelled`.
    static func identify(_ provider: any Provider) async throws(ChainError) -> ProviderIdentity {
        let question = RPCCall("eth_chainId")
        var answers: [RPCAnswer]
        do throws(ChainError) {
            answers = try await provider.batch([question, RPCCall(headMethod, ["latest", false])])
        } catch {
            // Some nodes take no batches.
            guard error.code.blame == .outside, error.code != .upstreamTimeout else { throw error }
            answers = [
                try await provider.call(question), try await provider.call(RPCCall(headMethod, ["latest", false])),
            ]
        }
        guard let first = answers.first else {
            throw ChainError(.upstreamInvalid, "The provider answered nothing to a batch of two.")
        }
        let number = try EVMQuantity.read(first.result(of: question.method), from: question.method)
        var identity = ProviderIdentity(chain: try ChainID(namespace: "eip155", reference: String(number)))
        if answers.count == 2, case .success(let block) = answers[1], let height = try? EVMQuantity.block(block) {
            identity.head = height
            let seconds = try? EVMQuantity.read(block["timestamp"], from: headMethod)
            identity.headTime = seconds.map { Date(timeIntervalSince1970: Double($0)) }
        }
        return identity
    }

    private static let headMethod = "eth_getBlockByNumber"
}
