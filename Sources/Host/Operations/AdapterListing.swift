import ChainKit

/// What `GET /adapters` shows: every chain with its adapter and health, and every method.
enum AdapterListing {
    static func json(_ platform: ServedPlatform) async -> JSONValue {
        let chains = await withTaskGroup(of: (String, JSONValue).self) { group in
            for name in platform.adapters.names {
                guard let adapter = platform.adapters.find(name) else { continue }
                group.addTask { (name, await describe(name, adapter)) }
            }
            return await group.reduce(into: [String: JSONValue]()) { $0[$1.0] = $1.1 }
        }
        return [
            "adapters": .array(platform.adapters.names.compactMap { chains[$0] }),
            "methods": .array(platform.methods.ids.map { .string($0.rawValue) }),
        ]
    }

    private static func describe(_ name: String, _ adapter: any ChainAdapter) async -> JSONValue {
        let manifest = adapter.manifest
        let health = await adapter.health()
        return [
            "name": .string(name), "adapter": .string(manifest.id), "version": .string(manifest.version),
            "contract_versions": [
                .integer(Int64(manifest.contractVersions.lowerBound)), .integer(Int64(manifest.contractVersions.upperBound)),
            ],
            "chain": .string(adapter.chain.description), "roles": .array(manifest.roles.map { .string($0.rawValue) }),
            "asset_kinds": .array(manifest.assetKinds.map(JSONValue.string)), "status": .string(health.status.rawValue),
            "providers": .array(
                health.providers.map {
                    [
                        "name": .string($0.name), "status": .string($0.status.rawValue),
                        "latency_ms": $0.latencyMilliseconds.map(JSONValue.number) ?? .null, "detail": .text($0.detail),
                    ]
                }),
        ]
    }

    static let status: JSONValue = ["type": "string", "enum": ["ok", "degraded", "down"]]

    static let schema = Schemas.object([
        "adapters": [
            "type": "array",
            "items": Schemas.object([
                "name": Schemas.text, "adapter": Schemas.text, "version": Schemas.text,
                "contract_versions": [
                    "type": "array", "items": Schemas.whole, "minItems": 2, "maxItems": 2,
                    "description": "The lowest and the highest contract version the adapter works with.",
                ],
                "chain": ["type": "string", "description": "CAIP-2."], "roles": ["type": "array", "items": Schemas.text],
                "asset_kinds": ["type": "array", "items": Schemas.text], "status": status,
                "providers": [
                    "type": "array",
                    "items": Schemas.object([
                        "name": Schemas.text, "status": status, "latency_ms": Schemas.optionalNumber,
                        "detail": Schemas.optionalText,
                    ]),
                ],
            ]),
        ],
        "methods": ["type": "array", "items": Schemas.text],
    ])
}
