import ChainKit
import Eligibility
import Foundation
import Testing

/// What a requirement comes to when some tokens do not count any more.
@Suite struct TokenClaimRulesTests {
    private let sol: MemoryChain
    private let subject: Subject

    init() throws {
        sol = try MemoryChain("solana:main")
        subject = Subject(accounts: [try sol.account("anna")])
    }

    private func read(_ json: String, claimsTokens: Bool = true) async throws -> (
        requirement: Requirement?, mistakes: [ChainError]
    ) {
        await Requirement.read(
            try JSONValue(parsing: json.utf8),
            methods: try MethodRegistry([HoldingMethod(chainName: "sol", adapter: sol), BypassMethod()]),
            enabled: ["sol", "bypass"], claimsTokens: claimsTokens)
    }

    private func decide(
        _ json: String, _ held: [String: [String]], counting: (UniqueToken) -> Bool = { _ in true }, areNamed: Bool = true
    ) async throws -> Decision {
        let requirement = try #require(try await read(json).requirement)
        var facts: Facts = [:]
        for case .holding(let query) in requirement.plan(for: subject) {
            let items = held[query.asset.reference] ?? []
            facts[.holding(query)] = .success(
                .holding(
                    Holding(
                        amount: Amount(UInt64(items.count)), items: areNamed ? items : [], at: nil, source: "memory",
                        observedAt: noon)))
        }
        return requirement.decide(for: subject, given: facts, counting: facts.counting(counting), now: noon)
    }

    private func holds(_ token: String, _ wanted: Int = 1) -> String {
        #"{"holds": {"chain": "sol", "token": "\#(token)", "unique": true, "at_least": \#(wanted)}}"#
    }

    @Test func whatIsClaimedDoesNotCount() async throws {
        let decision = try await decide(holds("t", 2), ["t": ["a", "b"]]) { $0.item != "a" }
        #expect(decision.outcome == .no)
        #expect(try await decide(holds("t"), ["t": ["a", "b"]]) { $0.item != "a" }.evidence.tokens.map(\.item) == ["b"])
    }

    @Test func tokensWithoutNamesAreUnknown() async throws {
        let decision = try await decide(holds("t"), ["t": ["a"]], areNamed: false)
        #expect(decision.outcome == .unknown)
        #expect(decision.reasons.map(\.code) == ["items_unknown"])
        #expect(try await decide(holds("t"), [:], areNamed: false).outcome == .no, "nothing needs no names")
    }

    @Test func delegatedTokensThatAreClaimedDoNotCountEither() throws {
        let vault = try sol.account("vault")
        let share = Holding.Share(holder: vault, amount: Amount(2 as UInt64), items: ["a", "b"])
        let asset = try sol.asset(["token": "t", "unique": true])
        let query = FactQuery.holding(HoldingQuery(account: try sol.account("anna"), asset: asset))
        let facts: Facts = [
            query: .success(
                .holding(
                    Holding(
                        amount: Amount(3 as UInt64), items: ["a", "b", "c"], delegated: [share], at: nil, source: "m",
                        observedAt: noon)))
        ]
        guard case .success(.holding(let left))? = facts.counting({ $0.item != "a" && $0.item != "c" })[query] else {
            throw ChainError(.internalError, "no holding")
        }
        #expect(left.amount == Amount(1 as UInt64) && left.items == ["b"])
        #expect(left.delegated == [Holding.Share(holder: vault, amount: Amount(1 as UInt64), items: ["b"])])
        guard case .success(.holding(let none))? = facts.counting({ _ in false })[query] else { return }
        #expect(none.amount == .zero && none.delegated.isEmpty)
    }

    @Test func aClaimNeverHelpsBelowANot() async throws {
        let not = #"{"not": \#(holds("t"))}"#
        #expect(try await decide(not, ["t": ["a"]]) { _ in false }.outcome == .no)
        #expect(try await decide(#"{"not": \#(not)}"#, ["t": ["a"]]) { _ in false }.outcome == .no)
        #expect(try await decide(#"{"not": \#(not)}"#, ["t": ["a"]]).evidence.tokens.map(\.item) == ["a"])
    }

    @Test(arguments: [
        (#"{"any": [A, B]}"#, ["a"]), (#"{"any": [{"method": "bypass"}, A]}"#, []), (#"{"all": [A, B]}"#, ["a", "b"]),
        (#"{"at_least": {"count": 2, "of": [A, B, C]}}"#, ["a", "b"]), (#"{"not": {"all": [{"not": A}, {"not": B}]}}"#, ["a"]),
        (#"{"any": [{"all": [A, Z]}, C]}"#, ["c"]), (#"{"all": [A, {"not": Z}]}"#, ["a"]), (#"{"all": [A, A2]}"#, ["a", "aa"]),
    ])
    func aYesRestsOnNoMoreTokensThanItNeeds(shape: String, items: [String]) async throws {
        var json = shape.replacing("A2", with: holds("a", 2))
        for (letter, token) in [("A", "a"), ("B", "b"), ("C", "c"), ("Z", "z")] {
            json = json.replacing(letter, with: holds(token).replacing("A", with: "a"))
        }
        let decision = try await decide(json, ["a": ["a", "aa"], "b": ["b"], "c": ["c"]])
        #expect(decision.outcome == .yes)
        #expect(decision.evidence.tokens.map(\.item).sorted() == items)
    }

    @Test func aTokenIsTheSameHoweverTheAssetIsNarrowed() throws {
        let account = try sol.account("anna")
        for ids in [[], ["1", "7"]] {
            let asset = Asset(chain: sol.chain, namespace: "erc721", reference: "0xabc", tokenIDs: ids, isUnique: true)
            let query = HoldingQuery(account: account, asset: asset)
            let holding = Holding(amount: Amount(1 as UInt64), items: ["7"], at: nil, source: "m", observedAt: noon)
            let expected = UniqueToken(asset: "solana:main/erc721:0xabc", item: "7")
            #expect([Evidence(holding, answering: query, items: ["7"])].tokens == [expected])
            #expect(([FactQuery.holding(query): .success(.holding(holding))] as Facts).tokens == [expected])
        }
    }

    @Test func anAssetWhoseTokensAreAlikeCannotBeClaimed() async throws {
        let json = #"{"any": [\#(holds("nft")), {"all": [{"method": "bypass"}, {"holds": {"chain": "sol", "token": "usd"}}]}]}"#
        let mistake = try #require(try await read(json).mistakes.first)
        #expect(mistake.pointer == "/any/1/all/1/holds")
        #expect(mistake.message.hasPrefix("Found token:usd, whose tokens are not each one of a kind"))
        #expect(try await read(json, claimsTokens: false).mistakes.isEmpty)
    }
}
