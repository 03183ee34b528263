import ChainKit

/// The token standards whose balances can be asked for; the raw value is the CAIP-19 namespace and the word in campaigns.
enum EVMTokenStandard: String, Sendable, CaseIterable {
    case erc20, erc721, erc1155

    /// The members an asset of the standard has besides its address.
    private var members: [String] {
        switch self {
        case .erc20: ["decimals", "through"]
        case .erc721, .erc1155: ["ids", "through"]
        }
    }

    /// The interface that contracts of the standard say they have (ERC-165); ERC-20 is older than that.
    var interface: [UInt8]? {
        switch self {
        case .erc20: nil
        case .erc721: EVMInterface.erc721
        case .erc1155: EVMInterface.erc1155
        }
    }

    /// Members of `ids`, and token ids that are asked for one by one.
    static let idLimit = 1000

    /// Reads `{"erc20": address, "decimals": n}`, `{"erc721": address}` or `{"erc1155": address, "ids": [id, …]}`; an
    /// ERC-721 asset may have `ids` as well, and each may say `"through": "delegate.xyz"`.
    /// - Throws: `asset_invalid` with a pointer.
    static func asset(_ description: JSONValue, on chain: ChainID) throws(ChainError) -> Asset {
        guard let given = description.members else {
            throw invalid("", "An asset is an object such as {\"erc721\": \"0x…\"}, not \(description.kind).")
        }
        let standards = allCases.filter { given[$0.rawValue] != nil }
        guard let standard = standards.first, standards.count == 1 else {
            throw invalid("", "An asset has exactly one of erc20, erc721 and erc1155, the address of the contract.")
        }
        for name in given.keys.sorted() where !([standard.rawValue, "chain", "at_least"] + standard.members).contains(name) {
            let allowed = ([standard.rawValue] + standard.members).joined(separator: ", ")
            throw invalid(
                JSONPointer.member(name, of: ""), "An \(standard.rawValue) asset has no member \"\(name)\"; it has \(allowed).")
        }
        let reference = try address(given[standard.rawValue], pointer: "/\(standard.rawValue)")
        let tokens = try tokens(given["ids"], of: standard)
        let asset = Asset(
            chain: chain, namespace: standard.rawValue, reference: reference, tokenIDs: tokens.ids, tokenRanges: tokens.ranges,
            decimals: standard == .erc20 ? try decimals(given["decimals"]) : 0, isUnique: standard == .erc721,
            through: try registry(given["through"]))
        if standard == .erc1155, EVMTokenFilter(asset).list(atMost: idLimit) == nil {
            throw invalid("/ids", "An erc1155 asset names at most \(idLimit) token ids, those in its ranges included.")
        }
        return asset
    }

    private static func tokens(
        _ value: JSONValue?, of standard: EVMTokenStandard
    ) throws(ChainError) -> (ids: [String], ranges: [TokenRange]) {
        guard let value else {
            guard standard != .erc1155 else {
                throw invalid("/ids", "An erc1155 asset needs \"ids\", a list of token ids.")
            }
            return ([], [])
        }
        return try EVMTokenFilter.read(value, limit: idLimit)
    }

    private static func registry(_ value: JSONValue?) throws(ChainError) -> String? {
        guard let value else { return nil }
        guard value == .string(DelegateRegistry.name) else {
            throw invalid("/through", "The delegation registry there is, is \"\(DelegateRegistry.name)\".")
        }
        return DelegateRegistry.name
    }

    private static func address(_ value: JSONValue?, pointer: String) throws(ChainError) -> String {
        guard let text = value?.text else {
            throw invalid(pointer, "The address of a contract is a string of 0x and 40 hex digits.")
        }
        do { return try EVMAddress(text.utf8).text } catch { throw invalid(pointer, error.message) }
    }

    private static func decimals(_ value: JSONValue?) throws(ChainError) -> Int {
        guard let decimals = value?.whole, (0...77).contains(decimals) else {
            throw invalid(
                "/decimals",
                "An erc20 asset needs \"decimals\", a whole number from 0 to 77: what the contract's decimals() says.")
        }
        return Int(decimals)
    }

    private static func invalid(_ pointer: String, _ message: String) -> ChainError {
        ChainError(.assetInvalid, message, pointer: pointer)
    }
}
