import ChainKit

extension AdapterManifest: WireValue {
    public init(wire reader: MessageReader) throws(ChainError) {
        try reader.allow(
            "id", "version", "contract_versions", "roles", "asset_kinds", "configuration_schema", "hosts", "budget", "reads_pages"
        )
        self.init(
            id: try reader.printable("id"), version: try reader.printable("version"), contractVersions: try Self.versions(reader),
            roles: try Self.roles(reader), assetKinds: try reader.printables("asset_kinds", count: 64),
            configurationSchema: try reader.object("configuration_schema").value,
            hosts: try reader.printables("hosts", limit: 256, count: 64),
            budget: try UpstreamBudget(wire: reader.object("budget")),
            readsPages: reader.has("reads_pages") ? try reader.flag("reads_pages") : false)
    }

    private static func versions(_ reader: MessageReader) throws(ChainError) -> ClosedRange<Int> {
        let versions = try reader.list("contract_versions")
        guard versions.count == 2, let lowest = versions[0].whole, let highest = versions[1].whole,
            lowest > 0, lowest <= highest, highest < 1_000_000
        else { throw reader.wrong("must be the lowest and the highest version, such as [1, 1]", at: "contract_versions") }
        return Int(lowest)...Int(highest)
    }

    private static func roles(_ reader: MessageReader) throws(ChainError) -> [Role] {
        var roles: [Role] = []
        for name in try reader.texts("roles", limit: 64) {
            guard let role = Role(rawValue: name), !roles.contains(role) else {
                throw reader.wrong("may have each once: \(Role.allCases.map(\.rawValue).joined(separator: ", "))", at: "roles")
            }
            roles.append(role)
        }
        guard roles.contains(.accounts) else { throw reader.wrong("must have accounts", at: "roles") }
        return roles
    }

    public var wire: JSONValue {
        [
            "id": .string(id), "version": .string(version),
            "contract_versions": [.integer(Int64(contractVersions.lowerBound)), .integer(Int64(contractVersions.upperBound))],
            "roles": .texts(roles.map(\.rawValue)), "asset_kinds": .texts(assetKinds),
            "configuration_schema": configurationSchema, "hosts": .texts(hosts), "budget": budget.wire,
            "reads_pages": .bool(readsPages),
        ]
    }
}

extension UpstreamBudget: WireValue {
    public init(wire reader: MessageReader) throws(ChainError) {
        try reader.allow("fixed", "per_account", "per_batch", "batch")
        func count(_ name: String, least: Int64, _ otherwise: Int) throws(ChainError) -> Int {
            reader.has(name) ? Int(try reader.whole(name, in: least...1_000_000)) : otherwise
        }
        self.init(
            fixed: try count("fixed", least: 0, 0), perAccount: try count("per_account", least: 0, 0),
            perBatch: try count("per_batch", least: 0, 0), batch: try count("batch", least: 1, 1))
    }

    public var wire: JSONValue {
        [
            "fixed": .integer(Int64(fixed)), "per_account": .integer(Int64(perAccount)),
            "per_batch": .integer(Int64(perBatch)), "batch": .integer(Int64(batch)),
        ]
    }
}
