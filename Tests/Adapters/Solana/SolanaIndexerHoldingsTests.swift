import ChainKit
import Foundation
import Testing

/// Collections read from an indexer.
struct SolanaIndexerHoldingsTests {
    private let owner = Sample.address(1)
    private let stranger = Sample.address(2)

    /// An indexer that has `items` for everyone, in pages of `limit`.
    private func indexer(_ items: [JSONValue], limit: Int = 1000) -> ReplayProvider {
        ReplayProvider(das: true) { call throws(ChainError) in
            guard call.method == "getAssetsByOwner", let number = call.params["page"]?.whole else {
                throw ChainError(.upstreamUnavailable, "Only the index is there.")
            }
            let page = items.dropFirst((Int(number) - 1) * limit).prefix(limit)
            return .success(Answered.page(Array(page), number: number, limit: Int64(limit)))
        }
    }

    private func adapter(_ provider: ReplayProvider, _ options: [String: JSONValue] = [:]) async throws -> any ChainAdapter {
        try await Sample.adapter([provider], options: ["confirm_empty": false].merging(options) { _, given in given })
    }

    @Test func countsTheMembersOverAllPages() async throws {
        let items = (0..<5).map { Answered.asset(Sample.address(10 + $0), owner: owner) }
        let provider = indexer(items, limit: 2)
        let holding = try await Sample.members(adapter(provider), of: owner)
        #expect(holding.amount == Sample.amount(5))
        #expect(holding.items == (0..<5).map { Sample.address(10 + $0) }.sorted())
        #expect(holding.at == .slot(900))
        #expect(holding.source == "replay")
        #expect(holding.observedAt == Sample.now)
        #expect(provider.asked.count == 3)
        #expect(provider.asked[0][0].params["limit"] == 1000)
        #expect(provider.asked[0][0].params["options"]?["showUnverifiedCollections"] == false)
    }

    @Test func readsOnPastAFullLastPage() async throws {
        let items = (0..<4).map { Answered.asset(Sample.address(10 + $0), owner: owner) }
        let provider = indexer(items, limit: 2)
        #expect(try await Sample.members(adapter(provider), of: owner).amount == Sample.amount(4))
        #expect(provider.asked.count == 3)
    }

    private static let lookAlikes: [(String, [String: JSONValue])] = [
        ("burnt", ["burnt": true]), ("burnt unknown", ["burnt": nil]), ("fungible", ["interface": "FungibleToken"]),
        ("fungible asset", ["interface": "FungibleAsset"]), ("the collection itself", ["interface": "MplCoreCollection"]),
        ("no grouping", ["grouping": nil]), ("of another collection", ["grouping": group(Sample.otherCollection)]),
        ("unverified", ["grouping": group(Sample.collection, ["verified": false])]),
        ("a core group", ["grouping": group(Sample.collection, ["group_key": "group"])]),
        ("a stranger's", ["ownership": ["owner": .string(Sample.address(2)), "delegate": .string(Sample.address(1))]]),
        ("nobody's", ["ownership": nil]), ("empty", ["token_info": ["balance": 0, "supply": 1]]),
    ]

    private static func group(_ collection: String, _ change: [String: JSONValue] = [:]) -> JSONValue {
        let group: [String: JSONValue] = ["group_key": "collection", "group_value": .string(collection)]
        return [.object(group.merging(change) { _, given in given })]
    }

    @Test(arguments: lookAlikes.indices)
    func countsNoLookAlike(_ index: Int) async throws {
        let (_, change) = Self.lookAlikes[index]
        let items = [
            Answered.asset(Sample.address(10), owner: owner), Answered.asset(Sample.address(11), owner: owner, change),
            Answered.asset(Sample.address(10), owner: owner),
        ]
        let holding = try await Sample.members(adapter(indexer(items)), of: owner)
        #expect(holding.items == [Sample.address(10)], "\(Self.lookAlikes[index].0)")
    }

    @Test(arguments: [["supply": 1], ["supply": .number(0x1p64)], ["balance": nil], [:]] as [JSONValue])
    func countsWhatIsNotEmpty(_ token: JSONValue) async throws {
        let provider = indexer([Answered.asset(Sample.address(10), owner: owner, ["token_info": token])])
        #expect(try await Sample.members(adapter(provider), of: owner).amount == Sample.amount(1))
    }

    @Test func fetchesAnOwnersPagesOnceForAllCollections() async throws {
        let provider = indexer([
            Answered.asset(Sample.address(10), owner: owner),
            Answered.asset(Sample.address(11), owner: owner, collection: Sample.otherCollection),
            Answered.asset(Sample.address(12), owner: owner, collection: Sample.otherCollection),
        ])
        let adapter = try await adapter(provider)
        let wanted = [Sample.otherCollection, Sample.collection, Sample.address(9), Sample.collection]
        var queries: [HoldingQuery] = []
        for collection in wanted {
            queries.append(try await Sample.query(adapter, owner, ["collection": .string(collection)]))
        }
        let answers = await Sample.ask(adapter, queries)
        #expect(try answers.map { try $0.get().amount } == [Sample.amount(2), Sample.amount(1), .zero, Sample.amount(1)])
        #expect(provider.asked.count == 1)
    }

    @Test func answersABatchAsOneByOne() async throws {
        let owners = (1...20).map { Sample.address($0) }
        let provider = ReplayProvider(das: true) { call throws(ChainError) in
            guard let owner = call.params["ownerAddress"]?.text, owner != Sample.address(7) else {
                throw ChainError(.upstreamTimeout, "Too late.")
            }
            let count = Base58.decode(owner)?.first ?? 0
            return .success(Answered.page((0..<count).map { Answered.asset(Sample.address(100 + $0), owner: owner) }))
        }
        let adapter = try await adapter(provider)
        var queries: [HoldingQuery] = []
        for owner in owners {
            queries.append(try await Sample.query(adapter, owner, ["collection": .string(Sample.collection)]))
        }
        let together = await Sample.ask(adapter, queries)
        var singly: [Result<Holding, ChainError>] = []
        for query in queries { singly += await Sample.ask(adapter, [query]) }
        #expect(together == singly)
        for (index, answer) in together.enumerated() where index != 6 {
            #expect(try answer.get().amount == Amount(UInt64(index + 1)))
        }
        #expect(throws: ChainError(.upstreamTimeout, "Too late.", adapter: "sol")) { try together[6].get() }
    }

    @Test func stopsAtThePageCapWithoutAnAnswer() async throws {
        let items = (0..<9).map { Answered.asset(Sample.address(10 + $0), owner: owner) }
        let provider = indexer(items, limit: 2)
        let error = await #expect(throws: ChainError.self) {
            try await Sample.members(adapter(provider, ["max_pages": 3]), of: owner)
        }
        #expect(error?.code == .upstreamTooLarge)
        #expect(provider.asked.count == 3)
    }

    private static let malformed: [JSONValue] = [
        nil, [], "text", [:], ["items": nil], ["items": [:]], ["items": "none"], ["items": [5]], ["items": [[:]]],
        ["items": [], "limit": 0], ["items": [], "limit": "1000"], ["items": [], "limit": 1001], ["items": [], "page": 2],
        ["items": [], "total": "3"], ["items": [], "total": -1], ["items": [], "cursor": 5],
        page(["id": 5]), page(["interface": nil]), page(["burnt": "false"]), page(["ownership": []]),
        page(["token_info": ["balance": "0"]]), page(["token_info": ["supply": -1]]),
        page(["token_info": ["balance": .number(0.5)]]),
        page(["ownership": ["owner": 5]]), page(["grouping": [:]]), page(["grouping": ["collection"]]),
        page(["grouping": [["group_key": "collection", "group_value": 5]]]),
        page(["grouping": [["group_key": "collection", "group_value": "a", "verified": "true"]]]),
        Answered.page([Answered.asset(Sample.address(10), owner: Sample.address(2))]),
    ]

    private static func page(_ change: [String: JSONValue]) -> JSONValue {
        Answered.page([Answered.asset(Sample.address(10), owner: Sample.address(1), change)])
    }

    @Test(arguments: malformed)
    func takesNoMalformedAnswerForNothing(_ answer: JSONValue) async throws {
        let provider = ReplayProvider(das: true) { _ in .success(answer) }
        let error = await #expect(throws: ChainError.self) { try await Sample.members(adapter(provider), of: owner) }
        #expect(error?.code == .upstreamInvalid)
    }

    @Test(
        arguments: [
            (-32601, .upstreamInvalid), (-32602, .upstreamInvalid), (-32005, .upstreamUnavailable),
            (-32000, .upstreamUnavailable), (429, .upstreamRateLimited),
        ] as [(Int64, ChainError.Code)])
    func takesNoRefusalForNothing(_ code: Int64, _ expected: ChainError.Code) async throws {
        let provider = ReplayProvider(das: true) { _ in .failure(RPCFailure(code: code, message: "no")) }
        let error = await #expect(throws: ChainError.self) { try await Sample.members(adapter(provider), of: owner) }
        #expect(error?.code == expected)
        if code == -32601 { #expect(error?.message.contains("das: false") == true) }
    }

    @Test(arguments: [["total": 3], ["cursor": "next"]] as [[String: JSONValue]])
    func readsOnPastAShortPageThatSaysThereIsMore(sign: [String: JSONValue]) async throws {
        let items = (0..<3).map { Answered.asset(Sample.address(10 + $0), owner: owner) }
        let provider = ReplayProvider(das: true) { call in
            let number = call.params["page"]?.whole ?? 1
            let page = Array(items.dropFirst((Int(number) - 1) * 2).prefix(2))
            let answer = Answered.page(page, number: number).members ?? [:]
            return .success(.object(number == 1 ? answer.merging(sign) { $1 } : answer))
        }
        #expect(try await Sample.members(adapter(provider), of: owner).amount == Sample.amount(3))
    }

    @Test func asksTheNextProviderWhenOneFails() async throws {
        let broken = ReplayProvider(name: "broken", das: true) { _ in .success([:]) }
        let adapter = try await Sample.adapter([broken, indexer([Answered.asset(Sample.address(10), owner: owner)])])
        let holding = try await Sample.members(adapter, of: owner)
        #expect(holding.amount == Sample.amount(1))
        #expect(holding.source == "replay")
    }

    @Test func aNodeThatStandsInForAnIndexerCannotDenyWhatItDoesNotSee() async throws {
        let broken = ReplayProvider(name: "broken", das: true) { _ in .success([:]) }
        let node = ReplayProvider(name: "node") { call in
            let collection: JSONValue = [Answered.account(program: Answered.token, [1])]
            return .success(Answered.at(slot: 1, call.method == "getMultipleAccounts" ? collection : []))
        }
        let adapter = try await Sample.adapter([broken, node])
        let error = await #expect(throws: ChainError.self) { try await Sample.members(adapter, of: owner) }
        #expect(error?.code == .upstreamUnconfirmed)
        let alone = try await Sample.adapter([node])
        #expect(try await Sample.members(alone, of: owner).amount == .zero)
    }
}
