import ChainKit
import Eligibility
import Foundation
import Testing

/// What wallets hold together, tokens and delegations among it.
@Suite struct HoldingTallyTests {
    let sol: MemoryChain
    let method: HoldingMethod

    init() throws {
        sol = try MemoryChain("solana:main")
        method = HoldingMethod(chainName: "sol", adapter: sol)
    }

    private func share(_ holder: String, _ amount: UInt64, _ items: [String] = []) throws -> Holding.Share {
        Holding.Share(holder: try sol.account(holder), amount: Amount(amount), items: items)
    }

    private func holding(_ amount: UInt64, _ items: [String] = [], _ shares: [Holding.Share] = []) -> Holding {
        Holding(amount: Amount(amount), items: items, delegated: shares, at: .block(7), source: "memory", observedAt: noon)
    }

    private func decide(_ parameters: JSONValue, _ holdings: [(String, Holding)]) async throws -> Verdict {
        let rule = try await method.rule(parameters)
        let subject = Subject(accounts: try holdings.map { try sol.account($0.0) })
        let facts = Dictionary(
            uniqueKeysWithValues: zip(rule.plan(for: subject), holdings.map { Result<Fact, ChainError>.success(.holding($0.1)) }))
        return rule.decide(for: subject, given: facts, now: noon)
    }

    private func nft(_ wanted: Int64) -> JSONValue { ["token": "t", "unique": true, "at_least": .integer(wanted)] }
    private func coin(_ wanted: Int64) -> JSONValue { ["token": "t", "at_least": .integer(wanted)] }

    @Test func theQuerySaysHowMuchIsWanted() async throws {
        let rule = try await method.rule(["token": "usd", "decimals": 2, "at_least": "1.5"])
        let plan = rule.plan(for: Subject(accounts: [try sol.account("anna")]))
        guard case .holding(let query)? = plan.first else { throw ChainError(.internalError, "no query") }
        #expect(query.wanted == Amount(150 as UInt64) && !query.namesItems)
    }

    @Test func twoDelegatesOfOneVaultCountItOnce() async throws {
        for (parameters, wanted) in [(nft(3), Ternary.no), (nft(2), .yes), (coin(3), .no), (coin(2), .yes)] {
            let vault = try share("vault", 2)
            let verdict = try await decide(parameters, [("anna", holding(2, [], [vault])), ("bert", holding(2, [], [vault]))])
            #expect(verdict.outcome == wanted, "\(parameters)")
        }
    }

    @Test func aVaultThatIsItselfAWalletOfTheSubjectCountsOnce() async throws {
        for parameters in [nft(5), coin(5)] {
            let verdict = try await decide(
                parameters, [("anna", holding(3, [], [try share("vault", 2)])), ("vault", holding(2))])
            #expect(verdict.outcome == .no)
            #expect(verdict.reasons.first?.detail.hasPrefix("Holds 3 ") == true)
        }
    }

    @Test func partsOfOneVaultThatAreNamedAreJoined() async throws {
        let verdict = try await decide(
            nft(3),
            [
                ("anna", holding(2, ["a", "b"], [try share("vault", 2, ["a", "b"])])),
                ("bert", holding(2, ["b", "c"], [try share("vault", 2, ["b", "c"])])),
            ])
        #expect(verdict.outcome == .yes)
        #expect(verdict.evidence.map(\.items) == [["a", "b"], ["c"]])
        #expect(try verdict.evidence.map(\.holders) == [[sol.account("vault")], [sol.account("vault")]])
    }

    @Test func ofAHolderSeenWithAndWithoutNamesTheLargerNumberCounts() async throws {
        let named = try share("vault", 1, ["a"])
        for (unnamed, total) in [(3, 3), (1, 1)] as [(UInt64, Int64)] {
            let holdings = [("anna", holding(1, ["a"], [named])), ("bert", holding(unnamed, [], [try share("vault", unnamed)]))]
            #expect(try await decide(nft(total), holdings).outcome == .yes)
            #expect(try await decide(nft(total + 1), holdings).outcome == .no)
        }
    }

    @Test func aTokenThatMovedBetweenTwoReadingsIsOneToken() async throws {
        let holdings = [("anna", holding(1, ["a"])), ("bert", holding(1, ["a"]))]
        #expect(try await decide(nft(2), holdings).outcome == .no)
        #expect(try await decide(coin(2), holdings).outcome == .yes, "what has no ids of its own adds up")
    }

    @Test func aYesNamesTheFirstTokensOfAllAndNoMore() async throws {
        let holdings = [("anna", holding(2, ["b", "d"])), ("bert", holding(2, ["a", "c"]))]
        #expect(try await decide(nft(1), holdings).evidence.map(\.items) == [[], ["a"]])
        #expect(try await decide(nft(3), holdings).evidence.map(\.items) == [["b"], ["a", "c"]])
        #expect(try await decide(nft(5), holdings).evidence.map(\.items) == [[], []])
        #expect(try await decide(coin(1), holdings).evidence.map(\.items) == [["b", "d"], ["a", "c"]])
    }

    @Test func moreDelegatedThanThereIsIsNoAnswer() async throws {
        let verdict = try await decide(coin(1), [("anna", holding(1, [], [try share("vault", 2)]))])
        #expect(verdict.outcome == .unknown)
        #expect(verdict.reasons.map(\.code) == ["upstream_invalid"])
    }

    @Test func aSecondWalletNeverTakesAnythingAway() async throws {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<2000 {
            var holdings: [(String, Holding)] = []
            var before = Ternary.no
            let wanted = Int64.random(in: 1...6, using: &generator)
            for name in ["anna", "bert", "cora"] {
                let own = (0..<6).map(String.init).filter { _ in Int.random(in: 0..<4, using: &generator) == 0 }
                let vault = (6..<9).map(String.init).filter { _ in Bool.random(using: &generator) }
                let names = Bool.random(using: &generator)
                let shared = names ? try share("vault", UInt64(vault.count), vault) : try share("vault", UInt64(vault.count))
                holdings.append((name, holding(UInt64(own.count + vault.count), names ? own + vault : [], [shared])))
                let after = try await decide(nft(wanted), holdings).outcome
                #expect(after == .yes || before == .no)
                before = after
            }
        }
    }
}
