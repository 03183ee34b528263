import ChainKit

/// The state of an account that exists.
struct SolanaAccount: Sendable, Hashable {
    /// The program that may change it.
    let program: String
    let data: [UInt8]

    /// Reads an account answered with `base64` encoding.
    /// - Throws: `upstream_invalid`.
    init(_ json: JSONValue) throws(ChainError) {
        guard let program = json["owner"]?.text, let text = json["data"]?[0]?.text, json["data"]?[1] == "base64",
            let data = StandardBase64.decode(text)
        else { throw ChainError(.upstreamInvalid, "The node's answer holds an account that cannot be read.") }
        self.program = program
        self.data = data
    }
}

extension SolanaClient {
    /// The most keys nodes take in one `getMultipleAccounts`.
    static let accountsLimit = 100

    func accountsCall(_ keys: [String]) -> RPCCall {
        RPCCall("getMultipleAccounts", [.array(keys.map(JSONValue.string)), options(encoding: "base64")])
    }

    /// One element a key asked for, `nil` where there is no account.
    /// - Throws: `upstream_invalid`.
    static func accounts(_ json: JSONValue, count: Int) throws(ChainError) -> Sighting<[SolanaAccount?]> {
        let answer = try sighting(json)
        guard let elements = answer.value.elements, elements.count == count else {
            throw ChainError(.upstreamInvalid, "The node's answer does not hold one account for each key.")
        }
        var accounts: [SolanaAccount?] = []
        for element in elements { accounts.append(element.isNull ? nil : try SolanaAccount(element)) }
        return Sighting(value: accounts, slot: answer.slot)
    }

    /// Asks for the MPL Core assets of an owner in one collection, which only a search of the program's accounts finds.
    func coreAssetsCall(of owner: [UInt8], in collection: [UInt8]) -> RPCCall {
        func filter(_ bytes: [UInt8], at offset: Int64) -> JSONValue {
            ["memcmp": ["offset": .integer(offset), "bytes": .string(Base58.encode(bytes))]]
        }
        let filters: JSONValue = [
            filter([MPLCoreAsset.key] + owner, at: 0),
            filter([MPLCoreAsset.collectionAuthority] + collection, at: MPLCoreAsset.authorityOffset),
        ]
        return RPCCall(
            "getProgramAccounts",
            [.string(SolanaPrograms.core), options(encoding: "base64", ["filters": filters, "withContext": true])])
    }

    /// The addresses of the assets found.
    /// - Throws: `upstream_invalid`, also when an account is not what was asked for.
    static func coreAssets(
        _ json: JSONValue, of owner: [UInt8], in collection: [UInt8]
    ) throws(ChainError) -> Sighting<[String]> {
        let answer = try sighting(json)
        guard let elements = answer.value.elements else {
            throw ChainError(.upstreamInvalid, "The node's answer holds no list of accounts.")
        }
        var found: [String] = []
        for element in elements {
            let account = try SolanaAccount(element["account"] ?? .null)
            guard let key = element["pubkey"]?.text, let asset = MPLCoreAsset(program: account.program, data: account.data),
                asset.isHeld(by: owner, in: collection)
            else { throw ChainError(.upstreamInvalid, "The node answered with an account that was not asked for.") }
            found.append(key)
        }
        return Sighting(value: found.uniqued(), slot: answer.slot)
    }
}
