import ChainKit
import Foundation

/// Has a proof judged with the help of several providers and gives only the verdict that enough of them come to.
///
/// A proof that no provider is needed for is judged the same by all.
public struct QuorumOwnershipProver: OwnershipProver {
    private let main: any OwnershipProver
    private let provers: [(name: String, prover: any OwnershipProver)]
    private let quorum: Int
    private let observe: ReadingObserver

    /// - Parameters:
    ///   - main: writes the messages.
    ///   - provers: one a provider, in the order they are asked.
    ///   - quorum: how many have to agree, from 2 to the number of provers.
    public init(
        _ main: any OwnershipProver, provers: [(name: String, prover: any OwnershipProver)], quorum: Int,
        observe: @escaping ReadingObserver = { _ in }
    ) {
        self.main = main
        self.provers = provers
        self.quorum = quorum
        self.observe = observe
    }

    public func message(for challenge: Challenge) async throws(ChainError) -> String { try await main.message(for: challenge) }

    public func verify(
        _ proof: Proof, answering challenge: Challenge, now: Date
    ) async throws(ChainError) -> ProofVerdict {
        var tally = Tally<ProofVerdict, ProofVerdict>(quorum: quorum) { $0 }
        let first = Array(provers.prefix(quorum))
        let results = await withTaskGroup(of: (Int, Result<ProofVerdict, ChainError>).self) { group in
            for (index, (_, prover)) in first.enumerated() {
                group.addTask { (index, await Self.judge(prover, proof, challenge, now)) }
            }
            return await group.reduce(into: [Int: Result<ProofVerdict, ChainError>]()) { $0[$1.0] = $1.1 }
        }
        for (index, (name, _)) in first.enumerated() {
            if let result = results[index] { tally.add(try Self.faultless(result), from: name) }
        }
        for (name, prover) in provers.dropFirst(quorum) where tally.agreed == nil {
            tally.add(try Self.faultless(await Self.judge(prover, proof, challenge, now)), from: name)
        }
        if let verdict = tally.agreed?.first {
            observe(.quorum(.agreed, count: 1, detail: nil))
            return verdict
        }
        observe(
            tally.isShort
                ? .quorum(.short, count: 1, detail: nil)
                : .quorum(.disagreed, count: 1, detail: "proof: \(tally.summary(Self.word))"))
        throw tally.error(of: provers.count, Self.word)
    }

    private static func judge(
        _ prover: any OwnershipProver, _ proof: Proof, _ challenge: Challenge, _ now: Date
    ) async -> Result<ProofVerdict, ChainError> {
        do throws(ChainError) { return .success(try await prover.verify(proof, answering: challenge, now: now)) } catch {
            return .failure(error)
        }
    }

    /// - Throws: an error that is not the provider's, which another one would not change.
    private static func faultless(
        _ result: Result<ProofVerdict, ChainError>
    ) throws(ChainError) -> Result<ProofVerdict, ChainError> {
        if case .failure(let error) = result, error.code.blame != .outside { throw error }
        return result
    }

    private static func word(_ verdict: ProofVerdict) -> String {
        switch verdict {
        case .accepted: "accepted"
        case .rejected(let rejection): rejection.rawValue
        }
    }
}
