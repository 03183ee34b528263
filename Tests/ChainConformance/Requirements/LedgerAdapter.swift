import ChainConformance
import ChainKit
import Foundation

/// The smallest adapter that has everything the requirements ask of a reader: a chain to be identified, coins that are read in
/// one batch, items that come in pages, and look-alikes among them.
struct LedgerAdapter: ChainAdapter, HoldingReader {
    let chain: ChainID
    let pool: any ProviderPool
    let hosts: [String]
    let maxPages: Int

    static let kind = AdapterKind(id: "ledger", namespace: "ledger", accounts: nil, vectorOps: [], testWallets: nil) {
        setup throws(ChainError) in
        let chain = try ChainID(namespace: "ledger", reference: "1")
        let pool = setup.connect(chain) { provider throws(ChainError) in
            guard let number = try await provider.call(RPCCall("ledger")).value().text else { throw invalid("number") }
            return ProviderIdentity(chain: try ChainID(namespace: "ledger", reference: number))
        }
        return LedgerAdapter(
            chain: chain, pool: pool, hosts: setup.providers.map(\.host), maxPages: Int(setup.options["max_pages"]?.whole ?? 2))
    }

    var manifest: AdapterManifest {
        AdapterManifest(
            id: "ledger", version: "1.0.0", roles: [.accounts, .holdings], assetKinds: ["coin", "album"],
            configurationSchema: ["type": "object"], hosts: hosts, budget: UpstreamBudget(fixed: 1, perAccount: 1),
            readsPages: true)
    }
    var accounts: any AccountFormat { Format(chain: chain) }
    var ownership: (any OwnershipProver)? { nil }
    var holdings: (any HoldingReader)? { self }

    func health() async -> AdapterHealth { AdapterHealth(providers: await pool.health()) }

    struct Format: AccountFormat {
        let chain: ChainID

        func account(_ text: String) throws(ChainError) -> Account {
            guard text.allSatisfy({ $0.isLetter && $0.isASCII }) else {
                throw ChainError(.accountInvalid, "A name on the ledger has letters from a to z alone.")
            }
            return try Account(chain: chain, address: text.lowercased())
        }
    }

    func asset(_ description: JSONValue) throws(ChainError) -> Asset {
        for kind in manifest.assetKinds where description.members?.count == 1 {
            if let name = description[kind]?.text { return Asset(chain: chain, namespace: kind, reference: name) }
        }
        throw ChainError(.assetInvalid, "An asset is a coin or an album.")
    }

    func holdings(_ queries: [HoldingQuery]) async -> [Result<Holding, ChainError>] {
        let coins = queries.filter { $0.asset.namespace == "coin" }
        var pages: [Account: Result<[JSONValue], ChainError>] = [:]
        for query in queries where query.asset.namespace == "album" && pages[query.account] == nil {
            pages[query.account] = await result { () throws(ChainError) in try await items(of: query.account) }
        }
        let balances = coins.isEmpty ? .success([]) : await result { () throws(ChainError) in try await self.balances(coins) }
        var next = 0
        return queries.map { query in
            guard query.asset.namespace == "coin" else {
                let items = pages[query.account] ?? .success([])
                return items.flatMap { items in Result { () throws(ChainError) in try count(items, for: query) } }
            }
            defer { next += 1 }
            return balances.map { holding($0[next]) }
        }
    }

    private func result<Value: Sendable>(
        _ work: () async throws(ChainError) -> Value
    ) async -> Result<Value, ChainError> {
        do throws(ChainError) { return .success(try await work()) } catch { return .failure(error) }
    }

    private func balances(_ queries: [HoldingQuery]) async throws(ChainError) -> [Amount] {
        let keys = queries.map { JSONValue.string("\($0.account.address)/\($0.asset.reference)") }
        let answer = try await pool.ask { (provider) async throws(ChainError) -> JSONValue in
            try await provider.call(RPCCall("balances", [.array(keys)])).value()
        }
        guard let entries = answer.elements, entries.count == queries.count else { throw invalid("balances") }
        return try zip(queries, entries).map { (query, entry) throws(ChainError) in
            guard entry["account"]?.text == query.account.address, let amount = entry["amount"]?.text.flatMap({ Amount($0) })
            else { throw invalid("balance") }
            return amount
        }
    }

    private func items(of account: Account) async throws(ChainError) -> [JSONValue] {
        try await pool.ask { (provider) async throws(ChainError) -> [JSONValue] in
            var items: [JSONValue] = []
            for number in 1...maxPages {
                let call = RPCCall("items", [.string(account.address), .integer(Int64(number))])
                let page = try await provider.call(call).value()
                guard let listed = page["items"]?.elements, let isLast = page["last"]?.flag, page["owner"] == call.params[0]
                else { throw invalid("page") }
                items += listed
                guard Set(items.map { $0["id"] }).count == items.count else { throw invalid("page of its own") }
                if isLast { return items }
            }
            throw ChainError(.upstreamTooLarge, "There are more pages than max_pages.")
        }
    }

    private func count(_ items: [JSONValue], for query: HoldingQuery) throws(ChainError) -> Holding {
        var held: [JSONValue] = []
        for item in items {
            guard let album = item["album"]?.text, item["id"]?.text != nil, item["owner"]?.text == query.account.address,
                let isGenuine = item["genuine"]?.flag, let isBurnt = item["burnt"]?.flag
            else { throw invalid("item") }
            if isGenuine, !isBurnt, album == query.asset.reference { held.append(item) }
        }
        var holding = holding(Amount(UInt64(held.count)))
        holding.items = held.compactMap { $0["id"]?.text }.sorted()
        return holding
    }

    private func holding(_ amount: Amount) -> Holding {
        Holding(amount: amount, at: nil, source: "ledger", observedAt: Date(timeIntervalSince1970: 0))
    }
}

extension RPCAnswer {
    fileprivate func value() throws(ChainError) -> JSONValue {
        do throws(RPCFailure) { return try get() } catch { throw ChainError(.upstreamUnavailable, "The ledger refused.") }
    }
}

private func invalid(_ what: String) -> ChainError { ChainError(.upstreamInvalid, "The ledger's answer has no \(what).") }
