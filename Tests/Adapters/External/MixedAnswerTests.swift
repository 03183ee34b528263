import AdapterProtocol
import ChainKit
import Foundation
import Testing

@testable import ExternalAdapter

/// An answer that may be another call's, or another query's, is nobody's.
struct MixedAnswerTests {
    private static let answering = """
        params = request["params"]
        def asset(reference): return {"chain": "test:1", "namespace": "coin", "reference": reference}
        if method == "asset.parse":
            nonce = "other" if params["description"] == {} else params["nonce"]
            answer(request, {"nonce": nonce, "asset": asset("x")})
        elif method == "holdings.query":
            answers = [{
                "id": query["id"], "account": query["account"], "asset": "test:1/coin:x",
                "holding": {"amount": str(number), "source": "alpha", "items": ["i"] if len(params["queries"]) == 1 else []}} for number, query in enumerate(params["queries"])]
            answer(request, {"answers": answers[::-1] if len(answers) == 2 else answers})
        elif method == "payment.judge":
            answer(request, {"transaction": "t", "verdict": "pending"})
        elif method == "interaction.bot_key":
            nonce = "other" if params["key"] == "mixed" else params["nonce"]
            extra = {"colour": "red"} if params["key"] == "stranger" else {}
            answer(request, {"nonce": nonce, "matches": True, **extra})
        elif method == "interaction.receive":
            answer(request, {"nonce": "other", "interaction": "refused"})
        else:
            answer(request, {"nonce": "n"})
        """

    private func run(_ body: (ExternalAdapter) async throws -> Void) async throws {
        let roles = "['accounts', 'ownership', 'holdings', 'transactions', 'interactions']"
        let program = try TestProgram(other: Self.answering, introduction: "introduction(roles=\(roles))")
        try await program.run(body)
    }

    @Test func anAssetIsThatOfItsOwnCall() async throws {
        try await run { adapter in
            let holdings = try #require(adapter.holdings)
            #expect(try await holdings.asset(["coin": "x"]).reference == "x")
            let error = await #expect(throws: ChainError.self) { try await holdings.asset([:]) }
            #expect(error?.code == .upstreamInvalid)
            #expect(error?.message.contains("another call") ?? false)
        }
    }

    @Test func queriesThatDifferInWhatTheirTextDoesNotSayAreToldApart() async throws {
        try await run { adapter in
            let holdings = try #require(adapter.holdings)
            let account = try Account(caip10: "test:1:a")
            let queries = [nil, "delegate.xyz", "other.xyz"].map { through in
                HoldingQuery(
                    account: account,
                    asset: Asset(chain: account.chain, namespace: "coin", reference: "x", through: through))
            }
            let inOrder = await holdings.holdings(queries)
            #expect(inOrder.map { try? $0.get().amount.description } == ["0", "1", "2"])
            for answer in await holdings.holdings(Array(queries.prefix(2))) {
                let error = #expect(throws: ChainError.self) { try answer.get() }
                #expect(error?.message.contains("another query") ?? false)
            }
        }
    }

    @Test func anAmountThatIsLessThanItsItemsIsNoAnswer() async throws {
        try await run { adapter in
            let account = try Account(caip10: "test:1:a")
            let query = HoldingQuery(account: account, asset: Asset(chain: account.chain, namespace: "coin", reference: "x"))
            let answer = try #require(await adapter.holdings?.holdings([query]).first)
            let error = #expect(throws: ChainError.self) { try answer.get() }
            #expect(error?.code == .upstreamInvalid)
            #expect(error?.message.contains("less than the number of items") ?? false)
        }
    }

    @Test func aPaymentOrADeliveryWithoutTheCallsNonceIsUndetermined() async throws {
        try await run { adapter in
            let account = try Account(caip10: "test:1:a")
            let payment = ExpectedPayment(
                transaction: "t", payer: account, recipient: account, amount: Amount(1 as UInt64), memo: .text("m"),
                notBefore: Date(timeIntervalSince1970: 0), notAfter: .distantFuture)
            let transactions = try #require(adapter.transactions)
            let interactions = try #require(adapter.interactions)
            let judged = await #expect(throws: ChainError.self) { try await transactions.payment(payment) }
            #expect(judged?.code == .upstreamInvalid)
            let received = await #expect(throws: ChainError.self) {
                _ = try await interactions.receive(headers: [:], body: [], now: Date(timeIntervalSince1970: 0))
            }
            #expect(received?.code == .upstreamInvalid)
            #expect(try await interactions.isBotKey("own"))
            for key in ["mixed", "stranger"] {
                let asked = await #expect(throws: ChainError.self) { try await interactions.isBotKey(key) }
                #expect(asked?.code == .upstreamInvalid)
            }
        }
    }

    @Test func aChallengeOfAnotherChainIsNotPutToTheProgram() async throws {
        try await run { adapter in
            let ownership = try #require(adapter.ownership)
            let moment = Date(timeIntervalSince1970: 1_800_000_000)
            func challenge(_ chain: String) throws -> Challenge {
                Challenge(
                    chain: try ChainID(chain), domain: "a.example", uri: "https://a.example", nonce: "abcdefgh",
                    issuedAt: moment, expiresAt: moment.addingTimeInterval(600))
            }
            let foreign = await #expect(throws: ChainError.self) { try await ownership.message(for: challenge("test:2")) }
            #expect(foreign?.code == .challengeInvalid)
            let judged = await #expect(throws: ChainError.self) {
                try await ownership.verify(Proof([:]), answering: challenge("test:2"), now: moment)
            }
            #expect(judged?.code == .challengeInvalid)
            let own = await #expect(throws: ChainError.self) { try await ownership.message(for: challenge("test:1")) }
            #expect(own?.code == .upstreamInvalid)
        }
    }

    @Test(arguments: [
        (Duration.seconds(10), "10 s"), (.milliseconds(500), "0.5 s"), (.milliseconds(9_999), "10 s"),
        (.milliseconds(1_240), "1.2 s"),
    ])
    func secondsAreShownToTheTenth(_ time: Duration, _ text: String) { #expect(time.shown == text) }
}
