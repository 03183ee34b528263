import ChainKit

/// TON Center's interface, version 3.
struct ToncenterClient: TONClient {
    let provider: any Provider

    func identity() async throws(ChainError) -> ProviderIdentity {
        let answer = try await provider.send(WebRequest(.get, "/api/v3/masterchainInfo")).requireJSON()
        return try Self.readIdentity(answer["last"])
    }

    func page(_ question: TONItemQuestion, offset: Int) async throws(ChainError) -> [TONListedItem] {
        var query = [WebField("owner_address", question.owner.raw)]
        if let collection = question.collection { query.append(WebField("collection_address", collection.raw)) }
        // With it, items are found by their real owner: the seller, for one that lies with a sale's contract.
        if question.includesOnSale { query.append(WebField("include_on_sale", "true")) }
        query += [WebField("limit", String(TONItemQuestion.pageSize)), WebField("offset", String(offset))]
        let answer = try await provider.send(WebRequest(.get, "/api/v3/nft/items", query: query)).requireJSON()
        return try Self.readItems(answer, TONListedItem.init(toncenter:))
    }

    func run(_ method: String, of contract: TONAddress, _ arguments: [TVMInteger]) async throws(ChainError) -> TVMOutcome {
        let stack = arguments.map { ["type": "num", "value": .string($0.hex)] as JSONValue }
        let body: JSONValue = ["address": .string(contract.raw), "method": .string(method), "stack": .array(stack)]
        return try TVMOutcome(
            toncenter: try await provider.send(WebRequest(.post, "/api/v3/runGetMethod", body: .json(body))).requireJSON())
    }
}
