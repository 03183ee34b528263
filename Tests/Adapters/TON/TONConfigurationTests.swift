import ChainKit
import Foundation
import TONAdapter
import Testing

@Suite struct TONConfigurationTests {
    private func adapter(
        _ options: JSONValue, providers: [JSONValue] = [["api": "toncenter"], ["api": "tonapi"]]
    ) async throws -> any ChainAdapter {
        let descriptions = providers.enumerated().map {
            AdapterSetup.ProviderDescription(name: "p\($0)", host: "p\($0).example", options: $1)
        }
        return try await AdapterKind.ton.make(
            AdapterSetup(name: "ton", options: options, providers: descriptions, now: { .distantPast }) { _, _ in NoPool() })
    }

    @Test(arguments: [("mainnet", "tvm:-239"), ("testnet", "tvm:-3")])
    func namesTheNetworkByItsGlobalID(_ network: String, _ chain: String) async throws {
        let adapter = try await adapter([
            "network": .string(network), "count_on_sale": true, "max_pages": 1, "max_confirmations": 10_000,
        ])
        #expect(adapter.chain.description == chain)
        #expect(adapter.manifest.hosts == ["p0.example", "p1.example"])
        #expect(adapter.manifest.roles == [.accounts, .ownership, .holdings])
    }

    @Test(
        arguments: [
            ([:], "/network"), (["network": -239], "/network"), (["network": "tvm:-239"], "/network"),
            (["network": "mainnet", "count_on_sale": 1], "/count_on_sale"),
            (["network": "mainnet", "max_pages": 0], "/max_pages"), (["network": "mainnet", "max_pages": 1001], "/max_pages"),
            (["network": "mainnet", "max_confirmations": "9"], "/max_confirmations"),
            (["network": "mainnet", "max/pages": 1], "/max~1pages"),
        ] as [(JSONValue, String)])
    func saysWhichMemberIsWrong(_ options: JSONValue, _ pointer: String) async throws {
        let error = await #expect(throws: ChainError.self) { try await adapter(options) }
        #expect(error?.code == .configurationInvalid)
        #expect(error?.pointer == pointer)
        #expect(error?.adapter == "ton")
    }

    @Test(
        arguments: [
            ([], "/providers"), ([["api": "toncenter"], [:]], "/providers/1"), ([["api": "v4"]], "/providers/0"),
            ([["api": "tonapi", "das": true]], "/providers/0/das"),
        ] as [([JSONValue], String)])
    func refusesAProviderOfNoKnownInterface(_ providers: [JSONValue], _ pointer: String) async throws {
        let error = await #expect(throws: ChainError.self) { try await adapter(["network": "mainnet"], providers: providers) }
        #expect(error?.code == .configurationInvalid)
        #expect(error?.pointer == pointer)
    }

    private static let friendly = "EQATt5S2qYccv4EJVTvNFyROqps_-UYz8m-DLlTHqEMegEvr"
    private static let hash = "13b794b6a9871cbf8109553bcd17244eaa9b3ff94633f26f832e54c7a8431e80"

    @Test(arguments: [
        friendly, "0:\(hash)", "0:\(hash.uppercased())", "0%3A\(hash)", "UQATt5S2qYccv4EJVTvNFyROqps_-UYz8m-DLlTHqEMegBYu",
    ])
    func readsACollectionInEverySpelling(_ text: String) async throws {
        let holdings = try #require(try await adapter(["network": "mainnet"]).holdings)
        let asset = try await holdings.asset(["collection": .string(text), "items": [.string("0:\(Self.hash)")], "chain": "ton"])
        #expect(asset.description == "tvm:-239/nft:0%3A\(Self.hash)/0:\(Self.hash)")
        #expect(asset.isUnique)
    }

    @Test(
        arguments: [
            ("EQ", ""), ([:], "/collection"), (["collection": "EQ"], "/collection"), (["collection": 5], "/collection"),
            (["collection": .string("k" + friendly.dropFirst())], "/collection"),
            (["collection": .string(friendly), "colection": 1], "/colection"),
            (["collection": .string(friendly), "items": []], "/items"),
            (["collection": .string(friendly), "items": ["x"]], "/items/0"),
            (["collection": .string(friendly), "items": [.string(friendly), .string("0:\(hash)")]], "/items/1"),
        ] as [(JSONValue, String)])
    func refusesWhatIsNoCollection(_ description: JSONValue, _ pointer: String) async throws {
        let holdings = try #require(try await adapter(["network": "mainnet"]).holdings)
        let error = await #expect(throws: ChainError.self) { try await holdings.asset(description) }
        #expect(error?.code == .assetInvalid)
        #expect(error?.pointer == pointer)
    }
}

/// A pool that nobody is meant to ask.
private struct NoPool: ProviderPool {
    func ask<Answer: Sendable>(
        _ work: @Sendable (any Provider) async throws(ChainError) -> Answer
    ) async throws(ChainError) -> Answer {
        throw ChainError(.internalError, "a configuration asked a provider")
    }

    func health() async -> [ProviderHealth] { [] }
}
