import ChainKit
import Foundation
import Testing

/// Amounts of one mint.
struct SolanaTokenHoldingsTests {
    private let owner = Sample.address(1)
    private let mint = Sample.address(30)

    private func holdings(_ provider: ReplayProvider, _ mints: [String]) async throws -> [Result<Holding, ChainError>] {
        let adapter = try await Sample.adapter([provider])
        var queries: [HoldingQuery] = []
        for mint in mints {
            queries.append(try await Sample.query(adapter, owner, ["mint": .string(mint), "decimals": 6]))
        }
        return await Sample.ask(adapter, queries)
    }

    @Test func sumsTheOwnersAccountsOfEveryMintInOneRequest() async throws {
        let owner = owner
        let provider = ReplayProvider { call in
            let mint = call.params[1]?["mint"]?.text ?? ""
            let amounts = mint == Sample.address(30) ? ["18446744073709551000", "615"] : []
            return .success(
                Answered.at(.array(amounts.map { Answered.tokenAccount(mint: mint, owner: owner, amount: $0, decimals: 6) })))
        }
        let answers = try await holdings(provider, [mint, Sample.address(31)])
        #expect(try answers[0].get().amount == Amount("18446744073709551615"))
        #expect(try answers[0].get().at == .slot(1000))
        #expect(try answers[1].get().amount == .zero)
        #expect(provider.asked.count == 1)
    }

    @Test func anAccountListedTwiceOrNotInitializedIsNoAnswer() async throws {
        let account = Answered.tokenAccount(mint: mint, owner: owner, amount: "5", decimals: 6)
        let text = account.json.replacing("initialized", with: "uninitialized")
        let uninitialized = try JSONValue(parsing: Array(text.utf8))
        for accounts in [[account, account], [uninitialized]] {
            let answers = try await holdings(ReplayProvider { _ in .success(Answered.at(.array(accounts))) }, [mint])
            let error = #expect(throws: ChainError.self) { try answers[0].get() }
            #expect(error?.code == .upstreamInvalid)
        }
    }

    @Test func doesNotLetAnUnknownMintSpoilTheOthers() async throws {
        let provider = ReplayProvider { call in
            call.params[1]?["mint"]?.text == Sample.address(31)
                ? .failure(RPCFailure(code: -32602, message: "Invalid param: could not find mint")) : .success(Answered.at([]))
        }
        let answers = try await holdings(provider, [mint, Sample.address(31)])
        #expect(try answers[0].get().amount == .zero)
        #expect(throws: ChainError.self) { try answers[1].get() }
    }

    private static let spoilt: [JSONValue] = [
        nil, Answered.at(nil), Answered.at(["x"]), accounts(decimals: 9), accounts(mint: Sample.address(31)),
        accounts(owner: Sample.address(2)), accounts(program: Sample.address(3)), accounts(amount: "-5"), accounts(amount: "+5"),
        accounts(amount: ""), accounts(amount: "18446744073709551615", count: 2),
    ]

    private static func accounts(
        mint: String = Sample.address(30), owner: String = Sample.address(1), amount: String = "5", decimals: Int64 = 6,
        program: String = Answered.token, count: Int = 1
    ) -> JSONValue {
        Answered.at(
            .array(
                (0..<count).map { _ in
                    Answered.tokenAccount(mint: mint, owner: owner, amount: amount, decimals: decimals, program: program)
                }))
    }

    @Test(arguments: spoilt)
    func takesNoMalformedAnswerForAnAmount(_ answer: JSONValue) async throws {
        let answers = try await holdings(ReplayProvider { _ in .success(answer) }, [mint])
        let error = #expect(throws: ChainError.self) { try answers[0].get() }
        #expect(error?.code == .upstreamInvalid)
        #expect(error?.adapter == "sol")
    }

    @Test func refusesAQuestionAboutAnotherChain() async throws {
        let provider = ReplayProvider { _ in .success(Answered.at([])) }
        let adapter = try await Sample.adapter([provider])
        let devnet = try await Sample.adapter([provider], options: ["network": "devnet"])
        let answers = await Sample.ask(
            adapter,
            [
                try Sample.query(devnet, owner, ["collection": .string(Sample.collection)]),
                HoldingQuery(
                    account: try adapter.accounts.account(owner),
                    asset: Asset(chain: adapter.chain, namespace: "erc721", reference: Sample.collection)),
                try Sample.query(adapter, owner, ["mint": .string(mint), "decimals": 6]),
            ])
        #expect(throws: ChainError.self) { try answers[0].get() }
        #expect(throws: ChainError.self) { try answers[1].get() }
        #expect(try answers[2].get().amount == .zero)
    }
}
