import ChainKit
import Foundation
import Testing
import Upstream

@testable import ExternalAdapter

/// What nests deep is an error of its own call, and ends no program.
struct DepthTests {
    private static func nested(_ depth: Int) -> JSONValue { (0..<depth).reduce(.null) { value, _ in .array([value]) } }

    /// A node whose answer to `deep 510` is so many lists, one in the other.
    private struct DeepProvider: Provider {
        let name = "deep"
        let options: JSONValue = [:]

        func call(_ call: RPCCall) async throws(ChainError) -> RPCAnswer {
            let depth = call.method.split(separator: " ").last.flatMap { Int($0) }
            return .success(depth.map(DepthTests.nested) ?? "deep")
        }
        func batch(_ calls: [RPCCall]) async throws(ChainError) -> [RPCAnswer] { [] }
        func send(_ request: WebRequest) async throws(ChainError) -> WebAnswer { WebAnswer(status: 404) }
    }

    @Test(arguments: [(JSONValue.depthLimit - 1, ChainError.Code.accountInvalid), (600, .upstreamTooLarge)])
    func aNodesDeepAnswerConcernsItsQuestionAlone(_ depth: Int, _ expected: ChainError.Code) async throws {
        let lines = Lines()
        let setup = AdapterSetup(name: "asking", options: [:], providers: [], now: { Date() }, log: lines.add) {
            chain, identify in
            FailoverPool(chain: chain, providers: [DeepProvider()], identify: identify)
        }
        let adapter = try await AskingAdapter.kind.linked(limits: .tight).make(setup)
        #expect(await adapter.failure("deep \(depth)")?.code == expected)
        #expect(try await adapter.accounts.account("x").address == "deep")
        #expect(lines.all.isEmpty)
        await adapter.close()
    }

    @Test func aProofThatNestsDeeperThanReadersTakeIsMalformed() async throws {
        let program = try TestProgram(other: "fail(request, 'proof_malformed', str(len(str(request['params']['proof']))))")
        try await program.run { adapter in
            let moment = Date(timeIntervalSince1970: 1_800_000_000)
            let challenge = Challenge(
                chain: adapter.chain, domain: "a.example", uri: "https://a.example", nonce: "abcdefgh", issuedAt: moment,
                expiresAt: moment.addingTimeInterval(600))
            let ownership = try #require(adapter.ownership)
            for (depth, says) in [(510, "nests deeper than 60"), (61, "nests deeper than 60"), (60, "124")] {
                let error = await #expect(throws: ChainError.self) {
                    try await ownership.verify(Proof(Self.nested(depth)), answering: challenge, now: moment)
                }
                #expect(error?.code == .proofMalformed)
                #expect(error?.message.contains(says) ?? false, "\(String(describing: error))")
            }
        }
    }
}
