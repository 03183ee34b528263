import ChainKit
import Foundation
import Testing
import Upstream

@Suite(.timeLimit(.minutes(1)))
struct QuorumOwnershipProverTests {
    private struct Fake: OwnershipProver {
        let verdict: Result<ProofVerdict, ChainError>

        func message(for challenge: Challenge) throws(ChainError) -> String { "sign in" }

        func verify(
            _ proof: Proof, answering challenge: Challenge, now: Date
        ) async throws(ChainError) -> ProofVerdict { try verdict.get() }
    }

    private let log = ReadingLog()
    private let no = Result<ProofVerdict, ChainError>.success(.rejected(.signatureInvalid))
    private let fails = Result<ProofVerdict, ChainError>.failure(ChainError(.upstreamTimeout, "late"))

    private func yes(by control: Control = .key) throws -> Result<ProofVerdict, ChainError> {
        .success(.accepted(try HoldingQuery.number(1).account, by: control))
    }

    private func verdict(_ verdicts: [Result<ProofVerdict, ChainError>]) async throws -> ProofVerdict {
        let provers = verdicts.enumerated().map { (name: "p\($0)", prover: Fake(verdict: $1) as any OwnershipProver) }
        let moment = Date(timeIntervalSince1970: 0)
        let challenge = Challenge(
            chain: try ChainID("eip155:1"), domain: "d", uri: "https://d", statement: nil, nonce: "00000000", issuedAt: moment,
            expiresAt: moment, account: nil)
        return try await QuorumOwnershipProver(provers[0].prover, provers: provers, quorum: 2, observe: log.add)
            .verify(Proof([:]), answering: challenge, now: moment)
    }

    @Test func givesTheVerdictThatEnoughComeTo() async throws {
        #expect(try await verdict([yes(), yes(), no]) == yes().get())
        #expect(try await verdict([no, fails, no]) == no.get())
        #expect(try await verdict([yes(), no, yes()]) == yes().get())
    }

    @Test func acceptsNobodyOnTheWordOfOne() async throws {
        #expect(await code { try await verdict([yes(), no]) } == .upstreamDisagreed)
        #expect(log.all == [.quorum(.disagreed, count: 1, detail: "proof: p0: accepted, p1: signature_invalid")])
        #expect(await code { try await verdict([yes(), fails, fails]) } == .upstreamTimeout)
        #expect(await code { try await verdict([yes(by: .key), yes(by: .contract)]) } == .upstreamDisagreed)
    }

    @Test func aMalformedProofIsTheCallersMistake() async throws {
        let malformed = Result<ProofVerdict, ChainError>.failure(ChainError(.proofMalformed, "no signature", pointer: "/sig"))
        #expect(await code { try await verdict([malformed, malformed]) } == .proofMalformed)
        #expect(log.all.isEmpty)
    }
}
