import ChainKit
import Testing

struct SolanaAssetTests {
    private let holdings: any HoldingReader

    init() async throws { holdings = try #require(await Sample.adapter().holdings) }

    @Test func readsACollection() async throws {
        let asset = try await holdings.asset(["collection": .string(Sample.collection), "chain": "sol", "at_least": 2])
        #expect(asset.description == "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp/collection:\(Sample.collection)")
        #expect(asset.decimals == 0)
    }

    @Test func readsAMintWithItsDecimals() async throws {
        let asset = try await holdings.asset(["mint": .string(Sample.address(3)), "decimals": 6])
        #expect(asset.namespace == "token")
        #expect(asset.decimals == 6)
    }

    @Test(
        arguments: [
            ([:], ""), ("text", nil), (["collection": "0x00"], "/collection"), (["collection": 5], "/collection"),
            (["mint": .string(Sample.address(3))], "/decimals"),
            (["mint": .string(Sample.address(3)), "decimals": 256], "/decimals"),
            (["mint": .string(Sample.address(3)), "decimals": "6"], "/decimals"), (["mint": "x", "decimals": 6], "/mint"),
            (["collection": .string(Sample.collection), "decimals": 0], "/decimals"), (["erc721": "0x00"], "/erc721"),
            (["collection": .string(Sample.collection), "mint": .string(Sample.address(3))], ""),
        ] as [(JSONValue, String?)])
    func refusesAnythingElsePointingAtIt(_ description: JSONValue, _ pointer: String?) async {
        let error = await #expect(throws: ChainError.self) { try await holdings.asset(description) }
        #expect(error?.code == .assetInvalid)
        #expect(error?.pointer == pointer)
    }
}
