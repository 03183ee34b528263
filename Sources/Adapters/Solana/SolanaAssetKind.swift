import ChainKit

/// The kinds of assets a campaign can ask for; the raw value is the CAIP-19 namespace.
enum SolanaAssetKind: String, Sendable {
    /// Members of a verified collection: Token Metadata, compressed, or MPL Core.
    case collection
    /// Base units of one SPL Token or Token-2022 mint.
    case token

    /// Reads `{"collection": "<address>"}` or `{"mint": "<address>", "decimals": 6}`.
    /// - Throws: `asset_invalid` with a pointer.
    static func asset(_ description: JSONValue, on chain: ChainID) throws(ChainError) -> Asset {
        guard case .object(let members) = description else {
            throw ChainError(.assetInvalid, "An asset is an object with a collection or a mint, not \(description.kind).")
        }
        switch (members["collection"], members["mint"]) {
        case (let key?, nil):
            try refuseUnknown(in: members, allowed: ["collection"])
            return Asset(
                chain: chain, namespace: collection.rawValue, reference: try address(key, at: "/collection"), isUnique: true)
        case (nil, let key?):
            try refuseUnknown(in: members, allowed: ["mint", "decimals"])
            let mint = try address(key, at: "/mint")
            guard let decimals = members["decimals"]?.whole, (0...255).contains(decimals) else {
                throw ChainError(
                    .assetInvalid, "Say how many decimals the mint has, a whole number from 0 to 255.", pointer: "/decimals")
            }
            return Asset(chain: chain, namespace: token.rawValue, reference: mint, decimals: Int(decimals))
        default:
            try refuseUnknown(in: members, allowed: ["collection", "mint", "decimals"])
            throw ChainError(.assetInvalid, "Name either a collection, or a mint and its decimals.", pointer: "")
        }
    }

    /// `chain` and `at_least` belong to the requirement around the asset.
    private static func refuseUnknown(in members: [String: JSONValue], allowed: [String]) throws(ChainError) {
        let known = allowed + ["chain", "at_least"]
        guard let unknown = members.keys.sorted().first(where: { !known.contains($0) }) else { return }
        throw ChainError(
            .assetInvalid, "\"\(unknown.prefix(64))\" is not allowed here; allowed are \(allowed.joined(separator: ", ")).",
            pointer: "/\(unknown)")
    }

    private static func address(_ value: JSONValue, at pointer: String) throws(ChainError) -> String {
        guard let text = value.text, SolanaKey.parse(text) != nil else {
            throw ChainError(.assetInvalid, "Write a Solana address: 32 bytes in base 58.", pointer: pointer)
        }
        return text
    }
}
