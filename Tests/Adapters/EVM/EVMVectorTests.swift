import ChainKit
import EVMAdapter
import Testing

@Suite struct EVMVectorTests {
    @Test(arguments: [
        "secp256k1", "keccak256", "eip55", "eip191", "eth_signature_forms", "evm_abi", "siwe_parse", "siwe_verify",
        "eip712", "eip1271", "eip6492",
    ])
    func answersEveryCaseAsExpected(topic: String) async throws {
        let file = try VectorFile(topic)
        #expect(!file.cases.isEmpty)
        let failures = await file.failures(AdapterKind.evm.vectorOps)
        #expect(failures.isEmpty, "\(failures.joined(separator: "\n"))")
    }

    @Test func decidesOpenCasesByKind() async throws {
        var choices: [String: String] = [:]
        for topic in ["siwe_parse", "evm_abi"] {
            for one in try VectorFile(topic).cases where one["expected"]?["verdict"] == "either" {
                let op = try #require(AdapterKind.evm.vectorOps.first { $0.name == one["op"]?.text })
                let name = try #require(one["name"]?.text)
                choices[name] = (try? await op.run(try #require(one["inputs"])))?.verdict ?? "reject"
            }
        }
        let accepted = choices.filter { $0.value == "accept" }.keys.sorted()
        #expect(accepted == ["gen empty statement line", "gen issuedAt leap second", "gen issuedAt lower t z"])
        #expect(choices.count == 17)
    }

    @Test func offersEachOperationOnce() {
        let names = AdapterKind.evm.vectorOps.map(\.name)
        #expect(Set(names).count == names.count)
    }
}
