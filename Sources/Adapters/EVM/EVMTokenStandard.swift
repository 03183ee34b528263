import ChainKit

/// The token standards whose balances can be asked for; the raw value is the CAIP-19 namespace and the word in campaigns.
enum EVMTokenStandard: String, Sendable, CaseIterable {
    case erc20, erc721, erc1155

    /// The members an asset of the standard has besides its address.
    private var members: [String] {
        switch self {
        case .erc20: ["decimals"]
        case .erc721: []
        case .erc1155: ["ids"]
        }
    }

    /// Reads `{"erc20": address, "decimals": n}`, `{"erc721": address}` or `{"erc1155": address, "ids": [id, …]}`.
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
        return Asset(
            chain: chain, namespace: standard.rawValue,
            reference: try address(given[standard.rawValue], pointer: "/\(standard.rawValue)"),
            tokenIDs: standard == .erc1155 ? try ids(given["ids"]) : [],
            decimals: standard == .erc20 ? try decimals(given["decimals"]) : 0)
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

    private static func ids(_ value: JSONValue?) throws(ChainError) -> [String] {
        guard let elements = value?.elements, (1...100).contains(elements.count) else {
            throw invalid("/ids", "An erc1155 asset needs \"ids\", a list of 1 to 100 token ids.")
        }
        var ids: Set<String> = []
        for (index, element) in elements.enumerated() {
            let text = element.whole.map { String($0) } ?? element.text ?? ""
            guard let id = Amount(text), id.description == text, id.bigEndianBytes(count: 32) != nil else {
                throw invalid(
                    "/ids/\(index)",
                    "A token id is a whole number below 2^256 in plain decimal digits; write large ones as strings.")
            }
            guard ids.insert(text).inserted else { throw invalid("/ids/\(index)", "The token id \(text) is named twice.") }
        }
        return ids.sorted()
    }

    private static func invalid(_ pointer: String, _ message: String) -> ChainError {
        ChainError(.assetInvalid, message, pointer: pointer)
    }
}
