import ChainConformance
import ChainKit
import Testing

@testable import TONAdapter

@Suite(.timeLimit(.minutes(1)))
struct TONHoldingsTests {
    private typealias World = TONWorld

    @Test(arguments: TONProviderAPI.allCases)
    func countsTheItemsThatTheirCollectionConfirms(api: TONProviderAPI) async throws {
        let world = World(items: [World.Item(0xB2).with { $0.index = "18446744073709551616" }, World.Item(0xB1)])
        try await TONStage.with([api], world.script(api)) { stage async throws in
            let holding = try await stage.holding(stage.query(wanted: 2))
            #expect(holding.amount == Amount(2 as UInt64))
            #expect(holding.items == [TONAddress(tag: 0xB1).raw, TONAddress(tag: 0xB2).raw])
            #expect(holding.basis == .index)
            #expect(holding.source == api.rawValue)
            #expect(holding.observedAt == TONStage.moment)
            #expect(stage.node.unmatched.isEmpty)
        }
    }

    @Test(arguments: TONProviderAPI.allCases)
    func countsNoItemItsCollectionDoesNotKnow(api: TONProviderAPI) async throws {
        let world = World(items: [
            World.Item(0xB1).with { $0.confirmed = TONAddress(tag: 0xB9) },
            World.Item(0xB2).with {
                $0.index = "8"
                $0.confirmed = nil
            },
            World.Item(0xB3).with { $0.index = "-9" },
        ])
        try await TONStage.with([api], world.script(api)) { stage async throws in
            #expect(try await stage.amount() == "0")
            #expect(stage.node.unmatched.isEmpty)
        }
    }

    @Test(
        arguments: TONProviderAPI.allCases,
        [("0x0", "1"), ("0x65", "0"), ("-0x1", "0")] as [(String, String)])
    func countsNoRevokedItem(api: TONProviderAPI, _ case: (revokedAt: String, amount: String)) async throws {
        let world = World(items: [World.Item(0xB1).with { $0.revokedAt = `case`.revokedAt }])
        try await TONStage.with([api], world.script(api)) { stage async throws in
            #expect(try await stage.amount() == `case`.amount)
        }
    }

    @Test(arguments: TONProviderAPI.allCases, [false, true])
    func countsItemsOnSaleWhereTheOperatorSaysSo(api: TONProviderAPI, counts: Bool) async throws {
        let onSale = World.Item(0xB1).with {
            $0.owner = TONAddress(tag: 0x5A)
            $0.seller = World.owner
        }
        let world = World(items: [onSale], countsOnSale: counts)
        try await TONStage.with([api], world.script(api), options: ["count_on_sale": .bool(counts)]) { stage async throws in
            #expect(try await stage.amount() == (counts ? "1" : "0"))
            #expect(stage.node.unmatched.isEmpty)
        }
    }

    @Test(arguments: TONProviderAPI.allCases)
    func believesTheItemRatherThanTheIndexAboutItsOwner(api: TONProviderAPI) async throws {
        let world = World(items: [World.Item(0xB1).with { $0.ownerOnChain = World.stranger }])
        try await TONStage.with([api], world.script(api)) { stage async throws in
            #expect(try await stage.amount() == "0")
        }
    }

    @Test(
        arguments: TONProviderAPI.allCases,
        [
            World.Item(0xB1).with { $0.owner = World.stranger }, World.Item(0xB2).with { $0.collection = World.otherCollection },
        ])
    func anIndexThatListsSomethingElseIsNotBelieved(api: TONProviderAPI, other: TONWorld.Item) async throws {
        var script = World(items: [World.Item(0xB3)]).script(api)
        let listed: JSONValue = ["nft_items": .array([World.Item(0xB3).listed(api), other.listed(api)])]
        script.insert(.init(.init(path: TONStage.listPath(api)), .init(body: .json(listed))), at: 0)
        try await TONStage.with([api], script) { stage async throws in
            #expect(try await stage.code(stage.query()) == .upstreamInvalid)
        }
    }

    @Test func anItemThatTheIndexGivesAnotherNumberIsInDoubt() async throws {
        let item = World.Item(0xB1)
        var script = World(items: [item]).script(.toncenter)
        let listed: JSONValue = ["nft_items": .array([item.with { $0.index = "8" }.listed(.toncenter)])]
        script.insert(.init(.init(path: TONStage.listPath(.toncenter)), .init(body: .json(listed))), at: 0)
        try await TONStage.with([.toncenter], script) { stage async throws in
            #expect(try await stage.code(stage.query()) == .upstreamInvalid)
        }
    }

    @Test(arguments: TONProviderAPI.allCases)
    func narrowsTheCollectionToTheItemsNamed(api: TONProviderAPI) async throws {
        let world = World(items: [World.Item(0xB1), World.Item(0xB2).with { $0.index = "8" }])
        try await TONStage.with([api], world.script(api)) { stage async throws in
            let held = try await stage.holding(stage.query(items: [TONAddress(tag: 0xB2), TONAddress(tag: 0xB7)], wanted: 2))
            #expect(held.items == [TONAddress(tag: 0xB2).raw])
            #expect(try await stage.holding(stage.query(items: [TONAddress(tag: 0xB7)])).amount == .zero)
        }
    }

    @Test(arguments: TONProviderAPI.allCases)
    func answersEachOfABatchInItsPlace(api: TONProviderAPI) async throws {
        let world = World(items: [World.Item(0xB1), World.Item(0xB2).with { $0.collection = World.otherCollection }])
        try await TONStage.with([api], world.script(api)) { stage async throws in
            let queries = try await [
                stage.query(collection: World.otherCollection, wanted: 5), stage.query(collection: World.otherCollection),
                stage.query(), HoldingQuery(account: stage.query().account, asset: stage.foreignAsset),
            ]
            let answers = try await #require(stage.adapter.holdings).holdings(queries)
            #expect(
                try answers[..<3].map { try $0.get().items }
                    == [[0xB2], [0xB2], [0xB1]].map { $0.map { TONAddress(tag: $0).raw } })
            #expect(throws: ChainError.self) { try answers[3].get() }
        }
    }
}
