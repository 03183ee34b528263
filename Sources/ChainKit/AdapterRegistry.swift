/// The configured chains by name. Immutable; a changed configuration builds a new one.
public struct AdapterRegistry: Sendable {
    /// In the order of the configuration.
    public let names: [String]
    private let adapters: [String: any ChainAdapter]

    /// - Throws: `configuration_invalid` for a name or a CAIP-2 id twice, or an adapter whose contract versions leave out ours.
    public init(_ entries: [(name: String, adapter: any ChainAdapter)]) throws(ChainError) {
        var adapters: [String: any ChainAdapter] = [:]
        for (name, adapter) in entries {
            guard adapters.updateValue(adapter, forKey: name) == nil else {
                throw ChainError(.configurationInvalid, "The chain \"\(name)\" is configured twice; give one another name.")
            }
            if let twin = adapters.first(where: { $0.key != name && $0.value.chain == adapter.chain }) {
                throw ChainError(
                    .configurationInvalid,
                    "The chains \"\(twin.key)\" and \"\(name)\" are both \(adapter.chain); join their providers in one.")
            }
            let versions = adapter.manifest.contractVersions
            guard versions.contains(AdapterManifest.contractVersion) else {
                let upgrade = versions.upperBound < AdapterManifest.contractVersion ? "the adapter" : "Gatehouse"
                throw ChainError(
                    .configurationInvalid,
                    "The adapter \"\(adapter.manifest.id)\" speaks contract versions \(versions.lowerBound) to \(versions.upperBound), Gatehouse speaks \(AdapterManifest.contractVersion); upgrade \(upgrade)."
                )
            }
        }
        names = entries.map(\.name)
        self.adapters = adapters
    }

    public func find(_ name: String) -> (any ChainAdapter)? { adapters[name] }

    /// - Throws: `parameters_invalid` naming the chains there are.
    public func require(_ name: String) throws(ChainError) -> any ChainAdapter {
        guard let adapter = adapters[name] else {
            throw ChainError(
                .parametersInvalid, "There is no chain \"\(name.prefix(64))\"; the chains are \(names.joined(separator: ", ")).")
        }
        return adapter
    }

    /// The adapter of a chain named by CAIP-2.
    public func find(_ chain: ChainID) -> (any ChainAdapter)? {
        adapters.values.first { $0.chain == chain }
    }
}
