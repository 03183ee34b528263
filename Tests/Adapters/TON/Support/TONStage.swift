import ChainConformance
import ChainKit
import Foundation
import Testing
import Upstream

@testable import TONAdapter

/// A configured TON chain whose providers are paths of one scripted node, for the length of a test.
struct TONStage {
    typealias Entry = ScriptedUpstream.Entry

    let node: ScriptedUpstream
    let adapter: any ChainAdapter
    let providers: [any Provider]

    static let moment = Date(timeIntervalSince1970: 1_800_000_000)

    /// - Parameter apis: a provider each, named like its interface and served below a path of that name.
    static func with(
        _ apis: [TONProviderAPI], _ script: [Entry], options: [String: JSONValue] = [:],
        _ play: (TONStage) async throws -> Void
    ) async throws {
        var settings = CurlTransport.Settings()
        settings.totalDeadline = .milliseconds(500)
        settings.responseLimit = 1 << 20
        let node = try ScriptedUpstream(script: script)
        let transport = try CurlTransport(settings)
        node.start()
        var outcome: Result<Void, any Error> = .success(())
        do {
            let providers = try apis.map { api in
                try HTTPProvider(
                    name: api.rawValue, url: "\(node.url)/\(api.rawValue)", options: ["api": .string(api.rawValue)],
                    transport: transport, retry: .never)
            }
            let adapter = try await adapter(providers, options: options)
            try await play(TONStage(node: node, adapter: adapter, providers: providers))
        } catch {
            outcome = .failure(error)
        }
        await transport.shutdown()
        node.stop()
        try outcome.get()
    }

    private static func adapter(
        _ providers: [HTTPProvider], options: [String: JSONValue]
    ) async throws(ChainError) -> any ChainAdapter {
        let options = ["network": "mainnet"].merging(options) { _, given in given }
        let descriptions = providers.map {
            AdapterSetup.ProviderDescription(name: $0.name, host: "127.0.0.1", options: $0.options)
        }
        return try await AdapterKind.ton.make(
            AdapterSetup(name: "ton", options: .object(options), providers: descriptions, now: { moment }) { chain, identify in
                FailoverPool(chain: chain, providers: providers, identify: identify)
            })
    }

    func query(
        _ owner: TONAddress = TONWorld.owner, collection: TONAddress = TONWorld.collection, items: [TONAddress] = [],
        wanted: UInt64 = 1, namesItems: Bool = false
    ) async throws -> HoldingQuery {
        var asset: [String: JSONValue] = ["collection": .string(collection.friendly(bounceable: true))]
        if !items.isEmpty { asset["items"] = .array(items.map { .string($0.raw) }) }
        return HoldingQuery(
            account: try await adapter.accounts.account(owner.friendly(bounceable: false)),
            asset: try await #require(adapter.holdings).asset(.object(asset)), wanted: Amount(wanted), namesItems: namesItems)
    }

    func holding(_ query: HoldingQuery) async throws -> Holding {
        try #require(await adapter.holdings?.holdings([query]).first).get()
    }

    func amount(wanted: UInt64 = 10) async throws -> String {
        try await holding(query(wanted: wanted)).amount.description
    }

    /// The code of the error that a question ends in.
    func code(_ query: HoldingQuery) async throws -> ChainError.Code? {
        guard case .failure(let error)? = await adapter.holdings?.holdings([query]).first else { return nil }
        return error.code
    }

    /// An asset of another chain.
    var foreignAsset: Asset {
        get throws {
            Asset(chain: try ChainID("tvm:-3"), namespace: "nft", reference: TONWorld.collection.caip10Address)
        }
    }

    /// Where the owner's items are listed, whatever the query.
    static func listPath(_ api: TONProviderAPI, of owner: TONAddress = TONWorld.owner) -> String {
        switch api {
        case .toncenter: "/toncenter/api/v3/nft/items"
        case .tonapi: "/tonapi/v2/accounts/\(owner.raw)/nfts"
        }
    }

    /// Lists without an item, for twenty accounts.
    static func emptyLists(_ api: TONProviderAPI) -> [Entry] {
        (1...20).map { Entry(.init(path: listPath(api, of: TONAddress(tag: $0))), .init(body: .json(["nft_items": []]))) }
    }
}
