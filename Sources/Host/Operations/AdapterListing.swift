import ChainKit

/// What `GET /adapters` shows: every chain with its adapter, its safeguards and its health, and every method.
enum AdapterListing {
    static func json(_ platform: ServedPlatform) async -> JSONValue {
        let chains = await withTaskGroup(of: (String, JSONValue).self) { group in
            for name in platform.adapters.names {
                guard let adapter = platform.adapters.find(name), let chain = platform.chains[name] else { continue }
                group.addTask { (name, await describe(chain, adapter)) }
            }
            return await group.reduce(into: [String: JSONValue]()) { $0[$1.0] = $1.1 }
        }
        return [
            "adapters": .array(platform.adapters.names.compactMap { chains[$0] }),
            "methods": .array(platform.methods.ids.map { .string($0.rawValue) }),
        ]
    }

    private static func describe(_ chain: ChainConfiguration, _ adapter: any ChainAdapter) async -> JSONValue {
        let manifest = adapter.manifest
        let health = await adapter.health()
        let budget = manifest.budget
        return [
            "name": .string(chain.name), "adapter": .string(manifest.id), "version": .string(manifest.version),
            "contract_versions": [
                .integer(Int64(manifest.contractVersions.lowerBound)), .integer(Int64(manifest.contractVersions.upperBound)),
            ],
            "chain": .string(adapter.chain.description), "roles": .array(manifest.roles.map { .string($0.rawValue) }),
            "asset_kinds": .array(manifest.assetKinds.map(JSONValue.string)),
            "budget": [
                "fixed": .integer(Int64(budget.fixed)), "per_account": .integer(Int64(budget.perAccount)),
                "per_batch": .integer(Int64(budget.perBatch)), "batch": .integer(Int64(budget.batch)),
            ],
            "quorum": .integer(Int64(chain.quorum)), "confirm_empty": .bool(chain.confirmsEmpty),
            "cache": [
                "positive_seconds": .number(chain.cache.positiveSeconds),
                "negative_seconds": .number(chain.cache.negativeSeconds),
            ],
            "max_lag_blocks": .whole(chain.pool.maxLagBlocks),
            "max_lag_seconds": chain.pool.maxLagSeconds.map(JSONValue.number) ?? .null,
            "status": .string(health.status.rawValue), "providers": .array(health.providers.map(describe)),
        ]
    }

    private static func describe(_ provider: ProviderHealth) -> JSONValue {
        [
            "name": .string(provider.name), "status": .string(provider.status.rawValue),
            "latency_ms": provider.latencyMilliseconds.map(JSONValue.number) ?? .null, "detail": .text(provider.detail),
            "head": .whole(provider.head.flatMap(Int.init(exactly:))),
            "lag_blocks": .whole(provider.lagBlocks.flatMap(Int.init(exactly:))),
            "lag_seconds": provider.lagSeconds.map(JSONValue.number) ?? .null,
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
                "asset_kinds": ["type": "array", "items": Schemas.text], "budget": budgetSchema,
                "quorum": described(Schemas.whole, "How many providers have to answer alike."),
                "confirm_empty": described(Schemas.flag, "Whether too little of an index is confirmed by a second source."),
                "cache": Schemas.object(
                    ["positive_seconds": number, "negative_seconds": number],
                    description: "How long an answer is given again; 0 is not at all."),
                "max_lag_blocks": Schemas.optionalWhole, "max_lag_seconds": Schemas.optionalNumber,
                "status": status, "providers": ["type": "array", "items": providerSchema],
            ]),
        ],
        "methods": ["type": "array", "items": Schemas.text],
    ])

    private static let number: JSONValue = ["type": "number"]

    private static let budgetSchema = Schemas.object(
        ["fixed": Schemas.whole, "per_account": Schemas.whole, "per_batch": Schemas.whole, "batch": Schemas.whole],
        description:
            "HTTP requests that holding queries about ordinary wallets take at most: fixed + per_account · accounts + per_batch · ⌈queries / batch⌉, for each provider of the quorum."
    )

    private static let providerSchema = Schemas.object([
        "name": Schemas.text, "status": status, "latency_ms": Schemas.optionalNumber, "detail": Schemas.optionalText,
        "head": described(Schemas.optionalWhole, "The newest block, slot or seqno it told of in the last minute."),
        "lag_blocks": described(Schemas.optionalWhole, "How far that is behind the highest of the chain's providers."),
        "lag_seconds": described(Schemas.optionalNumber, "How old that block was when the provider told of it."),
    ])

    private static func described(_ schema: JSONValue, _ description: String) -> JSONValue {
        .object((schema.members ?? [:]).merging(["description": .string(description)]) { _, new in new })
    }
}
