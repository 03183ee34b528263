import ChainKit
import Testing

@testable import ChainConformance

struct ListedSignatureTests {
    @Test(arguments: [(1, 8), (65, 520), (525, 4200), (1024, 8192), (1025, 8193), (1232, 8400)])
    func turnsEveryBitOfAllButTheLongest(length: Int, bits: Int) throws {
        let signature = try signature(Array(repeating: 7, count: length))
        #expect(signature.bits.count == bits)
        #expect(Set(signature.bits).count == bits)
        #expect(Set(signature.bits.map { $0 / 8 }) == Set(0..<length))
    }

    private func signature(_ bytes: [UInt8]) throws -> ListedSignature {
        let one: JSONValue = [
            "name": "one", "expected": ["accept": "toy1"],
            "proof": [
                "challenge": [
                    "chain": "toy:one", "domain": "rewards.example", "uri": "https://rewards.example", "nonce": "12345678",
                    "issued_at": "2026-05-28T20:26:40Z", "expires_at": "2026-05-28T20:36:40Z",
                ],
                "proof": ["signature": .string(Hex.encode(bytes))], "now": "2026-05-28T20:27:40Z",
                "signatures": [["at": "/signature", "as": "hex"]],
            ],
        ]
        let file: JSONValue = ["adapter": "toy", "format_version": 1, "configuration": [:], "cases": [one]]
        let read = try ExchangeFile(parsing: file.jsonBytes, path: "toy/one.json")
        guard case .proof(let question)? = read.cases.first?.question, let listed = question.signatures.first else {
            throw NoProof()
        }
        return try #require(ListedSignature(listed, in: question))
    }

    private struct NoProof: Error {}
}
