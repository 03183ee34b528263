import ChainConformance
import ChainKit
import Foundation

@testable import Host

/// A TON in which accounts have NFT items, as TON Center and TonAPI tell it, joined to a test server as the chain `ton`.
final class ScriptedTON: Sendable {
    typealias Entry = ScriptedUpstream.Entry

    enum API: String, CaseIterable, Sendable { case toncenter, tonapi }

    /// An item that an index lists for an owner.
    struct Item: Sendable {
        let address: String
        let number: UInt8
        let owner: String
        /// The collection gives the item's number to this item, not to another.
        var isGenuine = true
    }

    static let collection = address(0xC0)
    static let path = "/campaigns/ton-holders/check-eligible"

    let toncenter: ScriptedUpstream
    let tonapi: ScriptedUpstream

    init() throws(ChainError) {
        toncenter = try ScriptedUpstream(script: Self.script(.toncenter, []))
        tonapi = try ScriptedUpstream(script: Self.script(.tonapi, []))
        toncenter.start()
        tonapi.start()
    }

    func stop() {
        toncenter.stop()
        tonapi.stop()
    }

    func upstream(_ api: API) -> ScriptedUpstream { api == .toncenter ? toncenter : tonapi }

    /// Lets these interfaces tell of these items and no others, and of owners who have none.
    func tell(_ items: [Item], strangers: [String] = [], by apis: [API] = API.allCases) {
        for api in apis { upstream(api).replace(script: Self.script(api, items, strangers: strangers)) }
    }

    /// Lets every request to the interface go wrong.
    func spoil(_ api: API, _ fault: OutsideFault, of items: [Item] = []) {
        upstream(api).replace(script: [Entry(.init(), fault.response)] + Self.script(api, items))
    }

    /// An address of the basechain, one for each byte.
    static func address(_ byte: UInt8) -> String { "0:" + Hex.encode([UInt8](repeating: byte, count: 32)) }

    /// The raw form of a wallet's address, in which this world knows it.
    static func owner(_ wallet: TestWallet) throws -> String {
        try wallet.answer([:])["data"]?["wallet_address_hex"]?.text ?? ""
    }

    static func item(_ number: UInt8, of wallet: TestWallet, isGenuine: Bool = true) throws -> Item {
        Item(address: address(0xB0 + number), number: number, owner: try owner(wallet), isGenuine: isGenuine)
    }

    /// Runs a test server that has the chain, with a provider for each of the interfaces, and a campaign for its collection.
    /// - Parameter prepare: what the world is like before the server looks at it first.
    static func run(
        _ apis: [API] = API.allCases, _ change: @Sendable (inout GatehouseConfiguration) -> Void = { _ in },
        prepare: (ScriptedTON) throws -> Void = { _ in },
        _ body: @Sendable (ScriptedTON, TestServer) async throws -> Void
    ) async throws {
        let ton = try ScriptedTON()
        defer { ton.stop() }
        try prepare(ton)
        try await TestServer.run({ configuration in
            ton.join(&configuration, apis)
            change(&configuration)
        }) { server in try await body(ton, server) }
    }

    private func join(_ configuration: inout GatehouseConfiguration, _ apis: [API]) {
        var chain = TestConfiguration.chain("ton", "ton", "", options: ["network": "mainnet"])
        chain.providers = apis.map { api in
            ProviderConfiguration(
                name: api.rawValue, url: Secret(upstream(api).url), host: "127.0.0.1",
                options: ["api": .string(api.rawValue)])
        }
        configuration.chains.append(chain)
        configuration.campaigns.append(TestConfiguration.campaign("ton-holders", ["ton"], Self.holds))
    }

    static let holds: JSONValue = ["holds": ["chain": "ton", "collection": .string(collection)]]
}

extension TestServer {
    /// What the campaign for the collection says about a wallet, without signing in.
    func tonDryRun(_ wallet: TestWallet) async throws -> TestReply { try await get(tonDryRunPath(wallet)) }

    func tonDryRunPath(_ wallet: TestWallet) -> String {
        "\(ScriptedTON.path)-dryrun?chain=ton&wallet=\(wallet.address)"
    }

    func tonCheck(_ token: String) async throws -> TestReply { try await get(ScriptedTON.path, token: token) }
}
