import ChainKit
import Foundation
import SolanaAdapter
import Testing

/// Every case of the vector files that names an operation of this adapter.
struct SolanaVectorTests {
    private static let topics = [
        "base58", "ed25519", "solana_message", "solana_siws", "solana_pda", "solana_metadata", "solana_holdings", "caip",
        "solana_offchain", "solana_tx",
    ]

    @Test(arguments: topics)
    func answersEveryCaseOfTheTopic(_ topic: String) async throws {
        let url = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../conformance/vectors/\(topic).json")
        let file = try JSONValue(parsing: [UInt8](Data(contentsOf: url)))
        let ops = Dictionary(uniqueKeysWithValues: AdapterKind.solana.vectorOps.map { ($0.name, $0) })
        var count = 0
        for testCase in try #require(file["cases"]?.elements) {
            guard let op = testCase["op"]?.text.flatMap({ ops[$0] }) else { continue }
            count += 1
            let expected = try #require(testCase["expected"]?.members)
            let answer = await verdict(of: op, testCase["inputs"] ?? .null)
            let name = "\(op.name): \(testCase["name"]?.text ?? "")"
            #expect(expected["verdict"] == "either" || expected["verdict"]?.text == answer.verdict, "\(name)")
            for (key, value) in expected where !["verdict", "observed"].contains(key) {
                #expect(answer.fields[key] == value, "\(name): \(key)")
            }
        }
        #expect(count > 0)
    }

    @Test func offersEveryOperationOfTheSolanaTopics() {
        #expect(
            Set(AdapterKind.solana.vectorOps.map(\.name)) == [
                "solana.pubkey.parse", "solana.signature.parse", "caip2.from_solana_genesis", "ed25519.verify_strict",
                "solana.message.verify", "siws.parse", "siws.build", "siws.verify", "solana.find_pda", "solana.metadata_pda",
                "solana.ata", "solana.is_on_curve", "metaplex.metadata.decode", "mplcore.asset.decode", "das.holdings",
                "rpc.token_accounts", "solana.offchain.parse", "solana.offchain.verify", "tx_signin.verify", "payment.verify",
            ])
    }

    private func verdict(of op: VectorOp, _ inputs: JSONValue) async -> VectorAnswer {
        do { return try await op.run(inputs) } catch {
            let verdict =
                switch error.code.blame {
                case .caller: "reject"
                case .outside: "unavailable"
                default: "error"
                }
            return VectorAnswer(verdict: verdict, fields: ["error": .string(error.message)])
        }
    }
}
