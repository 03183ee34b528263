import ChainConformance
import ChainKit
import Testing

@testable import TONAdapter

@Suite(.timeLimit(.minutes(1)))
struct TONPagingTests {
    private typealias World = TONWorld

    /// A wallet with a full page of items and one more.
    private static let crowded = World(
        items: (0...TONItemQuestion.pageSize).compactMap { number in
            let hash = [UInt8](repeating: 0xAA, count: 30) + [UInt8(number >> 8), UInt8(number & 0xff)]
            return TONAddress(workchain: 0, hash: hash).map { World.Item($0, index: number) }
        })

    @Test(arguments: TONProviderAPI.allCases)
    func readsEveryPage(api: TONProviderAPI) async throws {
        let last = try #require(Self.crowded.items.last).address
        try await TONStage.with([api], Self.crowded.script(api)) { stage async throws in
            #expect(try await stage.holding(stage.query(items: [last])).items == [last.raw])
            #expect(stage.node.unmatched.isEmpty)
        }
    }

    @Test(arguments: TONProviderAPI.allCases)
    func pastTheCapNothingIsKnown(api: TONProviderAPI) async throws {
        try await TONStage.with([api], Self.crowded.script(api), options: ["max_pages": 1]) { stage async throws in
            #expect(try await stage.code(stage.query()) == .upstreamTooLarge)
        }
    }

    @Test func aPageWithMoreThanWasAskedForIsNoAnswer() async throws {
        let page: JSONValue = ["nft_items": .array(Self.crowded.items.map { $0.listed(.toncenter) })]
        let entry = TONStage.Entry(.init(path: TONStage.listPath(.toncenter)), .init(body: .json(page)))
        try await TONStage.with([.toncenter], [entry] + World().script(.toncenter)) { stage async throws in
            #expect(try await stage.code(stage.query()) == .upstreamInvalid)
        }
    }

    @Test(arguments: TONProviderAPI.allCases)
    func confirmsNoMoreThanIsWanted(api: TONProviderAPI) async throws {
        try await TONStage.with([api], Self.crowded.script(api), options: ["max_pages": 5]) { stage async throws in
            let held = try await stage.holding(stage.query(wanted: 6))
            #expect(held.amount == Amount(6 as UInt64))
            #expect(stage.node.requestCount == 1 + 2 + 6 * 3)
        }
    }

    @Test(arguments: TONProviderAPI.allCases, [false, true])
    func confirmsTheSameItemsInWhateverOrderTheyAreListed(api: TONProviderAPI, isReversed: Bool) async throws {
        let items = Array(Self.crowded.items[..<9])
        let world = World(items: isReversed ? items.reversed() : items)
        try await TONStage.with([api], world.script(api)) { stage async throws in
            #expect(try await stage.holding(stage.query(wanted: 2)).items == items[..<2].map(\.address.raw))
        }
    }

    @Test(arguments: TONProviderAPI.allCases)
    func confirmsEveryItemThatHasToBeNamed(api: TONProviderAPI) async throws {
        let world = World(items: Array(Self.crowded.items[..<7]))
        try await TONStage.with([api], world.script(api)) { stage async throws in
            #expect(try await stage.holding(stage.query(namesItems: true)).items.count == 7)
        }
        try await TONStage.with([api], world.script(api), options: ["max_confirmations": 6]) { stage async throws in
            #expect(try await stage.code(stage.query(namesItems: true)) == .upstreamTooLarge)
            #expect(try await stage.holding(stage.query(wanted: 6)).amount == Amount(6 as UInt64))
            #expect(try await stage.code(stage.query(wanted: 7)) == .upstreamTooLarge)
        }
    }

    @Test(arguments: TONProviderAPI.allCases)
    func severalCollectionsShareOneList(api: TONProviderAPI) async throws {
        let world = World(items: [World.Item(0xB1), World.Item(0xB2).with { $0.collection = World.otherCollection }])
        try await TONStage.with([api], world.script(api)) { stage async throws in
            var queries: [HoldingQuery] = []
            for collection in [World.collection, World.otherCollection, World.collection] {
                queries.append(try await stage.query(collection: collection))
            }
            let answers = try await #require(stage.adapter.holdings).holdings(queries)
            #expect(try answers.map { try $0.get().amount.description } == ["1", "1", "1"])
            let budget = stage.adapter.manifest.budget
            // The question which network the provider serves is not counted.
            let requests = stage.node.requestCount - 1
            #expect(requests == 1 + 2 * 3)
            #expect(requests <= budget.limit(queries: 2, accounts: 1))
        }
    }

    @Test(arguments: TONProviderAPI.allCases)
    func aWalletTooFullToListIsAskedByCollection(api: TONProviderAPI) async throws {
        var world = World(items: Self.crowded.items.map { item in item.with { $0.collection = TONAddress(tag: 0xCC) } })
        world.items.append(World.Item(0xB1))
        try await TONStage.with([api], world.script(api), options: ["max_pages": 1]) { stage async throws in
            var queries: [HoldingQuery] = []
            for collection in [World.collection, World.otherCollection] {
                queries.append(try await stage.query(collection: collection))
            }
            let answers = try await #require(stage.adapter.holdings).holdings(queries)
            #expect(try answers.map { try $0.get().amount.description } == ["1", "0"])
        }
    }

    @Test(arguments: TONProviderAPI.allCases)
    func staysWithinItsBudgetForManyAccounts(api: TONProviderAPI) async throws {
        let world = World(items: [World.Item(0xB1)])
        try await TONStage.with([api], world.script(api) + TONStage.emptyLists(api)) { stage async throws in
            var queries: [HoldingQuery] = []
            for tag in 1...20 { queries.append(try await stage.query(TONAddress(tag: UInt8(tag)))) }
            _ = try await #require(stage.adapter.holdings).holdings(queries)
            #expect(stage.node.requestCount - 1 <= stage.adapter.manifest.budget.limit(queries: 20, accounts: 20))
        }
    }
}
