import ChainKit
import Foundation
import SolanaAdapter
import Testing

/// The decoders of on-chain accounts, on bytes that no program wrote.
struct SolanaAccountDecodingTests {
    private let mint = Sample.address(10)

    private func decode(_ name: String, program: String, _ data: [UInt8]) async throws -> VectorAnswer {
        let op = try #require(AdapterKind.solana.vectorOps.first { $0.name == name })
        return try await op.run([
            "account_owner": .string(program), "data": .string(Data(data).base64EncodedString()), "expect_mint": .string(mint),
            "wallet": .string(mint), "collection": .string(Sample.collection),
        ])
    }

    private func data(_ account: JSONValue) throws -> [UInt8] {
        [UInt8](try #require(account["data"]?[0]?.text.flatMap { Data(base64Encoded: $0) }))
    }

    @Test func findsNoMemberInMetadataCutOffAnywhere() async throws {
        let whole = try data(Answered.metadata(mint: mint, collection: Sample.collection))
        // The last byte is the absent field behind the collection.
        for length in 0..<(whole.count - 1) {
            let answer = try await decode(
                "metaplex.metadata.decode", program: Answered.metadataProgram, Array(whole.prefix(length)))
            #expect(answer.fields["member"] == false)
        }
        let answer = try await decode("metaplex.metadata.decode", program: Answered.metadataProgram, whole)
        #expect(answer.fields["member"] == true)
    }

    @Test func findsNoMemberInACoreAssetCutOffAnywhere() async throws {
        let whole = try data(Answered.coreAsset(owner: mint, collection: Sample.collection))
        for length in 0..<whole.count {
            let answer = try await decode("mplcore.asset.decode", program: Answered.core, Array(whole.prefix(length)))
            #expect(answer == .reject(["member": false]))
        }
        let answer = try await decode("mplcore.asset.decode", program: Answered.core, whole)
        #expect(answer.fields["member"] == true)
    }

    @Test(arguments: [65, 71, 77])
    func survivesLengthsFarPastTheEnd(_ offset: Int) async throws {
        var spoilt = try data(Answered.metadata(mint: mint, collection: Sample.collection))
        for index in offset..<(offset + 4) { spoilt[index] = 255 }
        let answer = try await decode("metaplex.metadata.decode", program: Answered.metadataProgram, spoilt)
        #expect(answer == .reject(["member": false]))
    }

    @Test func takesATailOfGarbageForNoCollection() async throws {
        var garbled = try data(Answered.metadata(mint: mint, collection: Sample.collection))
        // The tag of the edition nonce, right behind is_mutable.
        garbled[65 + 18 + 5] = 9
        let answer = try await decode("metaplex.metadata.decode", program: Answered.metadataProgram, garbled)
        #expect(answer.verdict == "accept")
        #expect(answer.fields["member"] == false)
    }
}
