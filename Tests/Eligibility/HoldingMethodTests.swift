import ChainKit
import Eligibility
import Foundation
import Testing

@Suite struct HoldingMethodTests {
    let sol: MemoryChain
    let method: HoldingMethod

    init() throws {
        sol = try MemoryChain("solana:main")
        method = HoldingMethod(chainName: "sol", adapter: sol)
    }

    private func subject(_ addresses: String...) throws -> Subject {
        Subject(accounts: try addresses.map { try sol.account($0) })
    }

    private func decide(
        _ parameters: JSONValue, _ subject: Subject, _ answers: [String: Result<UInt64, ChainError>]
    ) async throws -> Verdict {
        let rule = try await method.rule(parameters)
        return rule.decide(for: subject, given: rule.facts(for: subject, answers), now: noon)
    }

    @Test func oneIsEnoughWhenNoAmountIsGiven() async throws {
        let verdict = try await decide(["token": "t"], subject("anna"), ["anna": .success(1)])
        #expect(verdict.outcome == .yes)
        #expect(verdict.reasons == [Reason("holds_enough", "Holds 1 of token:t on sol; at least 1 is asked.")])
        #expect(verdict.evidence.map(\.account) == [try sol.account("anna")])
        #expect(verdict.evidence.map(\.amount) == [Amount(1 as UInt64)])
    }

    @Test func tooLittleIsNoWithEvidence() async throws {
        let verdict = try await decide(["token": "t", "at_least": 3], subject("anna"), ["anna": .success(2)])
        #expect(verdict.outcome == .no)
        #expect(verdict.reasons.map(\.code) == ["holds_too_little"])
        #expect(verdict.evidence.count == 1)
    }

    @Test func walletsOfOneChainAreAddedUp() async throws {
        let verdict = try await decide(
            ["token": "t", "at_least": 3], subject("anna", "bert"), ["anna": .success(2), "bert": .success(1)])
        #expect(verdict.outcome == .yes)
        #expect(verdict.evidence.count == 2)
    }

    @Test func aWalletThatCannotBeReadLeavesTooLittleUnknown() async throws {
        let verdict = try await decide(
            ["token": "t", "at_least": 3], subject("anna", "bert"), ["anna": .success(2), "bert": .down])
        #expect(verdict.outcome == .unknown)
        #expect(verdict.reasons == [Reason("upstream_timeout", "sol: The node is late.")])
        #expect(verdict.retryAfterSeconds == 3)
    }

    @Test func whatIsKnownMaySuffice() async throws {
        let verdict = try await decide(
            ["token": "t", "at_least": 2], subject("anna", "bert"), ["anna": .success(2), "bert": .down])
        #expect(verdict.outcome == .yes)
    }

    @Test func aFactThatWasNeverReadIsUnknown() async throws {
        let verdict = try await decide(["token": "t"], subject("anna"), [:])
        #expect(verdict.outcome == .unknown)
        #expect(verdict.reasons.map(\.code) == ["upstream_unavailable"])
    }

    @Test func aSubjectWithoutAWalletOfTheChainIsToldToLinkOne() async throws {
        let other = try MemoryChain("eip155:1").account("anna")
        let verdict = try await decide(["token": "t"], Subject(accounts: [other]), [:])
        #expect(verdict.outcome == .no)
        #expect(verdict.reasons == [Reason("no_account_on_chain", "No wallet for sol is linked; link one to have it counted.")])
    }

    @Test func oneWalletSpeaksForEveryChainOfItsNamespace() async throws {
        let elsewhere = try MemoryChain("solana:other").account("anna")
        let rule = try await method.rule(["token": "t"])
        let wallets = Subject(accounts: [elsewhere, try sol.account("anna")])
        #expect(rule.plan(for: wallets).count == 1)
        #expect(rule.decide(for: wallets, given: rule.facts(for: wallets, ["anna": .success(1)]), now: noon).outcome == .yes)
    }

    @Test func amountsOfCoinsAreWholeCoins() async throws {
        let parameters: JSONValue = ["token": "usd", "decimals": 6, "at_least": "12.5"]
        let enough = try await decide(parameters, subject("anna"), ["anna": .success(12_500_000)])
        #expect(enough.outcome == .yes)
        let little = try await decide(parameters, subject("anna"), ["anna": .success(12_499_999)])
        #expect(little.reasons.map(\.detail) == ["Holds 12.499999 of token:usd on sol; at least 12.5 is asked."])
    }

    @Test(arguments: [
        (#"{"token": "t", "at_least": 0}"#, "/at_least"), (#"{"token": "t", "at_least": -1}"#, "/at_least"),
        (#"{"token": "t", "at_least": "1.5"}"#, "/at_least"), (#"{"token": "t", "at_least": 0.5}"#, "/at_least"),
        (#"{"token": "t", "at_least": ["1"]}"#, "/at_least"), (#"{"token": "t", "at_least": null}"#, "/at_least"),
        (#"{"token": "t", "decimals": 2, "at_least": "0.001"}"#, "/at_least"), (#"{"at_least": 1}"#, "/token"),
    ])
    func refusesParameters(json: String, pointer: String) async throws {
        let parameters = try JSONValue(parsing: json.utf8)
        let error = try await #require(throws: ChainError.self) { try await method.rule(parameters) }
        #expect(error.pointer == pointer)
    }

    @Test func refusesAChainThatReadsNoHoldings() async throws {
        let mute = HoldingMethod(chainName: "mute", adapter: try MemoryChain("memory:1", readsHoldings: false))
        let error = try await #require(throws: ChainError.self) { try await mute.rule(["token": "t"]) }
        #expect(error.message == "The chain \"mute\" cannot tell what wallets hold; name another chain.")
    }
}
