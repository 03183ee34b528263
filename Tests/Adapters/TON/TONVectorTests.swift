import ChainConformance
import ChainCrypto
import ChainKit
import Foundation
import Testing

@testable import TONAdapter

@Suite struct TONVectorTests {
    private static func file(_ topic: String) throws -> VectorFile {
        let root = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
        let path = root.appending(path: "conformance/vectors/\(topic).json").path
        return try #require(try VectorFile.load([path]).first)
    }

    @Test(arguments: ["ton_address", "ton_boc", "ton_wallet", "ton_proof"])
    func answersEveryCaseAsExpected(topic: String) async throws {
        let file = try Self.file(topic)
        let run = try await VectorRunner(TONVectorOps.core).run([file])
        let failures = run.results.filter { $0.status != .passed }
        #expect(failures.isEmpty, "\(failures.map { "\($0.name): \($0.finding?.problems ?? [])" }.joined(separator: "\n"))")
        #expect(run.results.count == file.cases.count)
    }

    @Test(arguments: ["ton_address", "ton_boc", "ton_wallet", "ton_proof"])
    func refusesWhatTheSourcesLeaveOpen(topic: String) async throws {
        let ops = Dictionary(uniqueKeysWithValues: TONVectorOps.core.map { ($0.name, $0) })
        let open = try Self.file(topic).cases.filter { $0.expected["verdict"] == "either" }
        #expect(!open.isEmpty)
        for one in open {
            let op = try #require(ops[one.op])
            var verdict = "reject"
            do throws(ChainError) { verdict = try await op.run(one.inputs).verdict } catch {
                #expect(error.code.blame == .caller)
            }
            #expect(verdict == "reject", "\(one.name)")
        }
    }

    @Test func writesTheCanonicalAccountsOfTheCAIPCases() throws {
        for one in try Self.file("caip").cases where one.op == "caip10.canonical" {
            guard let chain = one.inputs["chain"]?.text, chain.hasPrefix("tvm:"), let address = one.inputs["address"]?.text else {
                continue
            }
            let account = try TONAccountFormat(on: ChainID(chain)).account(address)
            #expect(one.expected["text"]?.text == account.description)
        }
    }

    /// The twin on the masterchain is refused by policy, so only its signature shows that the workchain is signed.
    @Test func signsTheWorkchainInFourBytesBigEndian() throws {
        let twins = try Self.file("ton_proof").cases.filter { $0.name.hasSuffix("masterchain twin honestly signed") }
        #expect(!twins.isEmpty)
        for one in twins {
            let sent = try #require(one.inputs["proof"])
            let digest = TONProof.digest(
                address: try #require(TONProof.address(try one.inputs.input("address"))),
                domain: try #require(try TONProof.findDomain(sent["domain"])).value,
                timestamp: try TONProof.timestamp(sent["timestamp"]), payload: try sent.input("payload"))
            let signature = try #require(StandardBase64.decode(try sent.input("signature")))
            #expect(Ed25519.isValid(signature: signature, message: digest, publicKey: try one.inputs.hexInput("public_key")))
        }
    }
}
