import ChainKit

extension SolanaClient {
    /// Which of an owner's token accounts are meant; nodes want one or the other.
    enum TokenFilter: Sendable, Hashable {
        case program(String)
        case mint(String)

        fileprivate var json: JSONValue {
            switch self {
            case .program(let address): ["programId": .string(address)]
            case .mint(let address): ["mint": .string(address)]
            }
        }
    }

    func tokenAccountsCall(of owner: String, _ filter: TokenFilter) -> RPCCall {
        RPCCall("getTokenAccountsByOwner", [.string(owner), filter.json, options(encoding: "jsonParsed")])
    }

    /// - Throws: `upstream_invalid`.
    static func tokenAccounts(_ json: JSONValue) throws(ChainError) -> Sighting<[SolanaTokenAccount]> {
        let answer = try sighting(json)
        guard let elements = answer.value.elements else {
            throw ChainError(.upstreamInvalid, "The node's answer holds no list of token accounts.")
        }
        let accounts = try elements.map { (element) throws(ChainError) in try SolanaTokenAccount(element) }
        let keys = elements.compactMap { $0["pubkey"]?.text }
        guard Set(keys).count == elements.count else {
            throw ChainError(.upstreamInvalid, "The node's answer lists a token account twice, or one without its key.")
        }
        return Sighting(value: accounts, slot: answer.slot)
    }
}
