import ChainKit

/// TonAPI's interface, version 2.
struct TonapiClient: TONClient {
    let provider: any Provider

    func identity() async throws(ChainError) -> ProviderIdentity {
        try Self.readIdentity(
            try await provider.send(WebRequest(.get, "/v2/blockchain/masterchain-head")).requireJSON())
    }

    func page(_ question: TONItemQuestion, offset: Int) async throws(ChainError) -> [TONListedItem] {
        var query: [WebField] = []
        if let collection = question.collection { query.append(WebField("collection", collection.raw)) }
        query += [
            WebField("limit", String(TONItemQuestion.pageSize)), WebField("offset", String(offset)),
            WebField("indirect_ownership", question.includesOnSale ? "true" : "false"),
        ]
        let request = WebRequest(.get, "/v2/accounts/\(question.owner.raw)/nfts", query: query)
        return try Self.readItems(try await provider.send(request).requireJSON(), TONListedItem.init(tonapi:))
    }

    func run(_ method: String, of contract: TONAddress, _ arguments: [TVMInteger]) async throws(ChainError) -> TVMOutcome {
        let answer = try await provider.send(
            WebRequest(
                .get, "/v2/blockchain/accounts/\(contract.raw)/methods/\(method)",
                query: arguments.map { WebField("args", $0.hex) }))
        // Said of an address nothing was ever deployed at; a proxy's own 404 says something else.
        if answer.status == 404, (try? JSONValue(parsing: answer.body))?["error"] == "entity not found" {
            return .notRun(exitCode: TVMOutcome.noContract)
        }
        return try TVMOutcome(tonapi: try answer.requireJSON())
    }
}
