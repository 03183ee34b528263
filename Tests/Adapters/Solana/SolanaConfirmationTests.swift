import ChainKit
import Foundation
import Testing

/// What becomes of an index that shows too little.
struct SolanaConfirmationTests {
    private let owner = Sample.address(1)

    /// An indexer and node: what the index says of the owner, what it finds compressed, and the mints that the chain has.
    private func node(
        indexed: [JSONValue], compressed: JSONValue = Answered.page([]),
        known: JSONValue = Answered.page([Answered.asset(Sample.address(20), owner: Sample.address(3))]),
        onChain mints: [String] = [],
        collection: JSONValue = Answered.account(program: Answered.token, [1])
    ) -> ReplayProvider {
        ReplayProvider(das: true) { [owner] call in
            switch call.method {
            case "getAssetsByOwner": .success(Answered.page(indexed))
            case "searchAssets" where call.params["compressed"] == true: .success(compressed)
            case "searchAssets": .success(known)
            case "getTokenAccountsByOwner":
                .success(
                    Answered.at(
                        call.params[1]?["programId"] == .string(Answered.token)
                            ? .array(mints.map { Answered.tokenAccount(mint: $0, owner: owner) }) : []))
            case "getMultipleAccounts" where call.params[0] == [.string(Sample.collection)]:
                .success(Answered.at([collection]))
            case "getMultipleAccounts":
                .success(
                    Answered.at(.array(mints.map { Answered.metadata(mint: $0, collection: Sample.collection) })))
            default: .failure(RPCFailure(code: -32601, message: "Method not found"))
            }
        }
    }

    private func ask(_ provider: ReplayProvider, wanted: UInt64) async throws -> Result<Holding, ChainError> {
        let adapter = try await Sample.adapter([provider])
        let one = try await Sample.query(adapter, owner, ["collection": .string(Sample.collection)])
        let query = HoldingQuery(account: one.account, asset: one.asset, wanted: Amount(wanted))
        return await Sample.ask(adapter, [query])[0]
    }

    private func compressed(_ id: String) -> JSONValue {
        Answered.asset(id, owner: owner, ["compression": ["compressed": true]])
    }

    private func plain(_ id: String) -> JSONValue {
        Answered.asset(id, owner: owner, ["compression": ["compressed": false]])
    }

    @Test func takesEnoughFromTheIndexAlone() async throws {
        let provider = node(indexed: [plain(Sample.address(10)), plain(Sample.address(11))])
        let holding = try await ask(provider, wanted: 2).get()
        #expect(holding.amount == Sample.amount(2))
        #expect(holding.basis == .index)
        #expect(provider.asked.count == 1)
    }

    @Test func putsTooFewToTheChainAndTakesItsWord() async throws {
        let stale = plain(Sample.address(10))
        let provider = node(indexed: [stale], onChain: [Sample.address(11)])
        let holding = try await ask(provider, wanted: 2).get()
        #expect(holding.items == [Sample.address(11)])
        #expect(holding.basis == .chain)
    }

    @Test func addsWhatOnlyTheIndexKnowsAndSaysSo() async throws {
        let provider = node(indexed: [compressed(Sample.address(10))], onChain: [Sample.address(11)])
        let short = try await ask(provider, wanted: 3).get()
        #expect(short.items == [Sample.address(10), Sample.address(11)].sorted())
        #expect(short.basis == .index)
        #expect(try await ask(provider, wanted: 2).get().amount == Sample.amount(2))
    }

    @Test func isSureOfNothingWhereNoMemberIsCompressed() async throws {
        let provider = node(indexed: [])
        let adapter = try await Sample.adapter([provider])
        for _ in 0..<2 {
            let nothing = try await Sample.members(adapter, of: owner)
            #expect(nothing.amount == .zero)
            #expect(nothing.basis == .chain)
        }
        let methods: [String] = provider.methods.flatMap { $0 }
        #expect(methods.count { $0 == "searchAssets" } == 2)
    }

    private static let doubtful: [JSONValue] = [
        Answered.page([Answered.asset(Sample.address(20), owner: Sample.address(3), ["compression": ["compressed": true]])]),
        // The filter was ignored.
        Answered.page([Answered.asset(Sample.address(20), owner: Sample.address(3), ["compression": ["compressed": false]])]),
        nil, [:],
    ]

    @Test(arguments: doubtful)
    func isNotSureOfNothingWhereMembersMayBeCompressed(_ search: JSONValue) async throws {
        #expect(try await ask(node(indexed: [], compressed: search), wanted: 1).get().basis == .index)
    }

    @Test func anIndexThatHasNotReadTheCollectionIsSureOfNothing() async throws {
        let empty = node(indexed: [], known: Answered.page([]))
        #expect(try await ask(empty, wanted: 1).get().basis == .index)
    }

    @Test func keepsWhatTheIndexShowsWhenTheChainCannotBeReadForTheRest() async throws {
        let held = Answered.asset(Sample.address(10), owner: owner)
        let provider = ReplayProvider(das: true) { call in
            call.method == "getAssetsByOwner"
                ? .success(Answered.page([held])) : .failure(RPCFailure(code: -32601, message: "Method not found"))
        }
        let adapter = try await Sample.adapter([provider])
        let answers = await Sample.ask(
            adapter,
            [
                try Sample.query(adapter, owner, ["collection": .string(Sample.collection)]),
                try Sample.query(adapter, owner, ["collection": .string(Sample.otherCollection)]),
            ])
        #expect(try answers[0].get().items == [Sample.address(10)])
        #expect(throws: ChainError.self) { try answers[1].get() }
    }

    @Test func takesTwoDifferentAssetsOfOneIdForNoAnswer() async throws {
        let burnt = Answered.asset(Sample.address(10), owner: owner, ["burnt": true])
        let error = await #expect(throws: ChainError.self) {
            try await ask(node(indexed: [plain(Sample.address(10)), burnt]), wanted: 1).get()
        }
        #expect(error?.code == .upstreamInvalid)
    }

    @Test func doesNotDenyMembersOfACollectionTheChainDoesNotKnow() async throws {
        let error = await #expect(throws: ChainError.self) {
            try await ask(node(indexed: [], collection: nil), wanted: 1).get()
        }
        #expect(error?.code == .upstreamInvalid)
        let known = node(indexed: [plain(Sample.address(10))], collection: nil)
        #expect(try await ask(known, wanted: 1).get().amount == Sample.amount(1))
    }
}
