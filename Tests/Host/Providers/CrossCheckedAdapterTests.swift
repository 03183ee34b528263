import ChainKit
import Foundation
import Synchronization
import Testing
import Upstream

@testable import Host

@Suite struct CrossCheckedAdapterTests {
    private func configuration(_ change: (inout ChainConfiguration) -> Void) async throws -> GatehouseConfiguration {
        var configuration = try await ConfigurationFixture().load()
        var chain = configuration.chains[0]
        chain.providers = ["a", "b", "c"].map {
            ProviderConfiguration(name: $0, url: Secret("https://\($0).example"), host: "\($0).example")
        }
        change(&chain)
        configuration.chains = [chain]
        configuration.campaigns = []
        return configuration
    }

    /// What the chain says about one wallet.
    private func answer(
        _ amounts: IndexedChain.Amounts, _ change: (inout ChainConfiguration) -> Void = { _ in }
    ) async throws -> Result<Holding, ChainError> {
        let platform = try await Platform.build(
            configuration(change), kinds: [IndexedChain.kind(amounts)], now: { Date(timeIntervalSince1970: 0) },
            connect: IndexedChain.connect)
        let adapter = try #require(platform.adapters.find("sol"))
        let query = try await HoldingQuery(
            account: adapter.accounts.account("anna"), asset: #require(adapter.holdings).asset(["token": "frog"]))
        return await adapter.holdings?.holdings([query])[0] ?? .failure(ChainError(.internalError, "no holdings"))
    }

    @Test func tooLittleOfAnIndexIsConfirmedByAnotherProvider() async throws {
        let holding = try await answer(["a": 0, "b": 0]).get()
        #expect(holding.amount == .zero && holding.source == "a+b" && holding.basis == .chain)
        #expect(try await answer(["a": 0, "c": 1]).get().source == "c")
        #expect(try await answer(["b": 0, "c": 0]).get().source == "b+c", "whoever answered first is not asked twice")
    }

    @Test func withoutASecondSourceItIsUndetermined() async throws {
        let alone = try await answer(["a": 0]) { $0.providers.removeLast(2) }
        #expect(alone.failure?.code == .upstreamUnconfirmed)
        #expect(try await answer(["a": 0]).failure?.code == .upstreamUnconfirmed)
    }

    @Test func unlessTheChainSaysThatOneIsEnough() async throws {
        let holding = try await answer(["a": 0, "b": 1]) { $0.confirmsEmpty = false }.get()
        #expect(holding.amount == .zero && holding.basis == .index)
    }

    @Test func aQuorumHasToAgree() async throws {
        #expect(try await answer(["a": 1, "b": 0, "c": 1]) { $0.quorum = 2 }.get().source == "a+c")
        #expect(try await answer(["a": 0, "b": 0]) { $0.quorum = 2 }.get().basis == .chain)
        #expect(try await answer(["a": 1, "b": 0]) { $0.quorum = 2 }.failure?.code == .upstreamDisagreed)
        #expect(try await answer(["a": 1, "b": 1]) { $0.quorum = 3 }.failure?.code == .upstreamTimeout)
    }

    @Test func theAdapterOfOneProviderIsToldOfAll() async throws {
        let seen = Mutex<[[String]]>([])
        let kind = IndexedChain.kind([:]) { setup in seen.withLock { $0.append(setup.providers.map(\.name)) } }
        _ = try await Platform.build(
            configuration { _ in }, kinds: [kind], now: { Date(timeIntervalSince1970: 0) }, connect: IndexedChain.connect)
        #expect(seen.withLock { $0 } == Array(repeating: ["a", "b", "c"], count: 4))
    }

    @Test(arguments: [true, false])
    func anAdapterThatConfirmsByItselfIsToldToStop(_ knows: Bool) async throws {
        let seen = Mutex<[JSONValue]>([])
        let kind = IndexedChain.kind([:], knowsConfirmEmpty: knows) { setup in seen.withLock { $0.append(setup.options) } }
        for confirms in [true, false] {
            _ = try await Platform.build(
                configuration { $0.confirmsEmpty = confirms }, kinds: [kind], now: { Date(timeIntervalSince1970: 0) },
                connect: IndexedChain.connect)
        }
        let told = seen.withLock { $0 }.contains(["network": "main", "confirm_empty": false])
        #expect(told == knows)
    }
}

extension Result {
    fileprivate var failure: Failure? { if case .failure(let error) = self { error } else { nil } }
}
