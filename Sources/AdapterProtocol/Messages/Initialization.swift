import ChainKit
import Foundation

/// The params of `initialize`: what the program is made from.
public struct Initialization: WireValue, Sendable, Hashable {
    /// Contract versions the host speaks.
    public var contractVersions: [Int]
    public var now: Date
    /// The chain's name in the configuration.
    public var name: String
    public var options: JSONValue
    public var providers: [AdapterSetup.ProviderDescription]

    public init(
        contractVersions: [Int], now: Date, name: String, options: JSONValue,
        providers: [AdapterSetup.ProviderDescription]
    ) {
        self.contractVersions = contractVersions
        self.now = now
        self.name = name
        self.options = options
        self.providers = providers
    }

    public init(wire reader: MessageReader) throws(ChainError) {
        let chain = try reader.object("chain")
        var providers: [AdapterSetup.ProviderDescription] = []
        for provider in try chain.objects("providers") {
            providers.append(
                .init(name: try provider.text("name"), host: try provider.text("host"), options: try provider.require("options")))
        }
        self.init(
            contractVersions: try reader.list("contract_versions").compactMap { $0.whole.flatMap(Int.init(exactly:)) },
            now: try reader.time("now"), name: try chain.text("name"),
            options: try chain.object("options").value, providers: providers)
    }

    public var wire: JSONValue {
        [
            "contract_versions": .array(contractVersions.map { .integer(Int64($0)) }), "now": .time(now),
            "chain": [
                "name": .string(name), "options": options,
                "providers": .array(
                    providers.map { ["name": .string($0.name), "host": .string($0.host), "options": $0.options] }),
            ],
        ]
    }
}

/// The result of `initialize`: what the program is.
public struct Introduction: WireValue, Sendable, Hashable {
    /// The version both sides will speak.
    public var contractVersion: Int
    public var chain: ChainID
    public var manifest: AdapterManifest

    public init(contractVersion: Int, chain: ChainID, manifest: AdapterManifest) {
        self.contractVersion = contractVersion
        self.chain = chain
        self.manifest = manifest
    }

    public init(wire reader: MessageReader) throws(ChainError) {
        try reader.allow("contract_version", "chain", "manifest")
        self.init(
            contractVersion: Int(try reader.whole("contract_version", in: 1...1_000_000)), chain: try reader.chain("chain"),
            manifest: try AdapterManifest(wire: reader.object("manifest")))
    }

    public var wire: JSONValue {
        [
            "contract_version": .integer(Int64(contractVersion)), "chain": .string(chain.description),
            "manifest": manifest.wire,
        ]
    }
}
