import ChainConformance
import ChainKit
import Testing

@testable import TONAdapter

@Suite(.timeLimit(.minutes(1)))
struct TONUpstreamFaultTests {
    private typealias World = TONWorld

    private static let world = World(items: [World.Item(0xB1)])

    private static let faults: [(ScriptedUpstream.Response, ChainError.Code)] = [
        (.init(fault: .hang), .upstreamTimeout), (.init(fault: .reset), .upstreamUnavailable),
        (.init(fault: .truncate), .upstreamInvalid), (.init(fault: .oversize(bytes: 2 << 20)), .upstreamTooLarge),
        (.init(status: 429), .upstreamRateLimited), (.init(status: 500), .upstreamUnavailable),
        (.init(status: 401), .upstreamUnavailable), (.init(status: 404), .upstreamUnavailable),
        (.init(body: .raw(Array("<html>".utf8))), .upstreamInvalid), (.init(body: .json([:])), .upstreamInvalid),
        (.init(body: .json(["exit_code": 0, "nft_items": nil])), .upstreamInvalid),
        (
            .init(
                body: .json([
                    "exit_code": 0, "stack": [["type": "slice", "value": "te6c", "slice": "te6c"]],
                    "nft_items": [["address": "0:12"]],
                ])),
            .upstreamInvalid
        ),
    ]

    @Test(arguments: TONProviderAPI.allCases, faults)
    func aListThatFailsIsNoZero(api: TONProviderAPI, _ fault: (response: ScriptedUpstream.Response, code: ChainError.Code))
        async throws
    {
        let entry = TONStage.Entry(.init(path: TONStage.listPath(api)), fault.response)
        try await TONStage.with([api], [entry] + Self.world.script(api)) { stage async throws in
            #expect(try await stage.code(stage.query()) == fault.code)
            stage.node.replace(script: Self.world.script(api))
            // A provider that asked to be left alone still is.
            if fault.code != .upstreamRateLimited { #expect(try await stage.amount(wanted: 1) == "1") }
        }
    }

    @Test(arguments: TONProviderAPI.allCases, faults)
    func aConfirmationThatFailsIsNoZero(
        api: TONProviderAPI, _ fault: (response: ScriptedUpstream.Response, code: ChainError.Code)
    ) async throws {
        let entry = Self.world.run(api, "get_nft_address_by_index", of: World.collection, ["7"], answering: fault.response)
        try await TONStage.with([api], [entry] + Self.world.script(api)) { stage async throws in
            #expect(try await stage.code(stage.query()) == fault.code)
            stage.node.replace(script: Self.world.script(api))
            // A provider that asked to be left alone still is.
            if fault.code != .upstreamRateLimited { #expect(try await stage.amount(wanted: 1) == "1") }
        }
    }

    @Test(arguments: TONProviderAPI.allCases, [-13, -14, 13, -256] as [Int64])
    func aContractThatCannotBeRunBlamesNoProvider(api: TONProviderAPI, exitCode: Int64) async throws {
        let world = World(items: [
            World.Item(0xB1),
            World.Item(0xB2).with {
                $0.index = "8"
                $0.collection = World.otherCollection
            },
        ])
        let broken = ["get_nft_address_by_index": "7"].map { world.run(api, $0, of: World.collection, [$1], exitCode: exitCode) }
        try await TONStage.with([api], broken + world.script(api)) { stage async throws in
            for _ in 0..<10 { #expect(try await stage.code(stage.query()) == .upstreamInvalid) }
            #expect(try await stage.holding(stage.query(collection: World.otherCollection)).amount == Amount(1 as UInt64))
            #expect(await stage.adapter.health().status == .ok)
        }
    }

    @Test(arguments: TONProviderAPI.allCases)
    func anItemThatCannotBeRunDoesNotHideTheOthers(api: TONProviderAPI) async throws {
        let world = World(items: [World.Item(0xB1), World.Item(0xB2).with { $0.index = "8" }])
        let broken = world.run(api, "get_nft_data", of: TONAddress(tag: 0xB1), exitCode: -14)
        try await TONStage.with([api], [broken] + world.script(api)) { stage async throws in
            #expect(try await stage.holding(stage.query()).items == [TONAddress(tag: 0xB2).raw])
            #expect(try await stage.code(stage.query(wanted: 2)) == .upstreamInvalid)
            #expect(try await stage.code(stage.query(namesItems: true)) == .upstreamInvalid)
        }
    }

    @Test(arguments: TONProviderAPI.allCases)
    func nobodyKnowsWhetherAnItemIsRevokedThatCannotBeRun(api: TONProviderAPI) async throws {
        let broken = Self.world.run(api, "get_revoked_time", of: TONAddress(tag: 0xB1), exitCode: -14)
        try await TONStage.with([api], [broken] + Self.world.script(api)) { stage async throws in
            #expect(try await stage.code(stage.query()) == .upstreamInvalid)
        }
    }

    @Test(arguments: TONProviderAPI.allCases)
    func aProviderOfAnotherNetworkIsNotAsked(api: TONProviderAPI) async throws {
        var world = Self.world
        world.globalID = -3
        try await TONStage.with([api], world.script(api)) { stage async throws in
            #expect(try await stage.code(stage.query()) == .upstreamWrongChain)
            #expect(stage.node.requestCount == 1)
        }
        try await TONStage.with([api], world.script(api), options: ["network": "testnet"]) { stage async throws in
            #expect(try await stage.amount() == "1")
        }
    }

    @Test(arguments: [TONProviderAPI.allCases, TONProviderAPI.allCases.reversed()])
    func theOtherInterfaceAnswersWhenOneFails(apis: [TONProviderAPI]) async throws {
        let (first, second) = (apis[0], apis[1])
        let places = [
            TONStage.Entry(.init(path: TONStage.listPath(first)), .init(status: 500)),
            Self.world.run(first, "get_nft_address_by_index", of: World.collection, ["7"], answering: .init(fault: .reset)),
        ]
        for place in places {
            try await TONStage.with(apis, [place] + Self.world.script(first) + Self.world.script(second)) { stage async throws in
                let held = try await stage.holding(stage.query())
                #expect(held.amount == Amount(1 as UInt64))
                #expect(held.source == second.rawValue)
            }
        }
    }
}
