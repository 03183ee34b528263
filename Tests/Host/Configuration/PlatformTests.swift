import ChainKit
import Eligibility
import Foundation
import Testing

@testable import Host

@Suite struct PlatformTests {
    private func build(
        _ fixture: ConfigurationFixture = ConfigurationFixture(),
        connect: @escaping Platform.Connect = { _, _, _ in UnconnectedPool() }
    ) async throws -> Platform {
        try await Platform.build(
            try fixture.load(), kinds: [PaperChain.kind], files: fixture.source, now: { Date(timeIntervalSince1970: 0) },
            connect: connect)
    }

    private func decide(_ platform: Platform, _ answers: [String: UInt64]) throws -> Decision {
        let requirement = try #require(platform.campaigns.first).requirement
        let subject = Subject(accounts: [try Account(caip10: "paper:main:anna")])
        var facts: Facts = [:]
        for query in requirement.plan(for: subject) {
            guard case .holding(let holding) = query, let amount = answers[holding.asset.reference] else { continue }
            facts[query] = .success(
                .holding(Holding(amount: Amount(amount), at: nil, source: "paper", observedAt: Date(timeIntervalSince1970: 0))))
        }
        return requirement.decide(for: subject, given: facts, now: Date(timeIntervalSince1970: 0))
    }

    @Test func joinsChainsMethodsAndCampaigns() async throws {
        let platform = try await build()
        #expect(platform.adapters.names == ["sol", "berachain"])
        #expect(platform.methods.ids == ["sol", "berachain", "bypass", "snapshot"])
        #expect(platform.campaigns.map(\.configuration.name) == ["genesis"])
        #expect(try decide(platform, ["frog": 2, "bear": 0]).method == "sol")
        #expect(try decide(platform, ["frog": 1, "bear": 0]).outcome == .no, "bypass is off for the campaign")
    }

    @Test func aChainThatIsOffIsOffForEveryCampaign() async throws {
        let platform = try await build(try ConfigurationFixture().replacing("network: main", "network: main\n    enabled: false"))
        #expect(platform.adapters.names == ["berachain"])
        let decision = try decide(platform, ["frog": 2, "bear": 0])
        #expect(decision.outcome == .no)
        #expect(decision.reasons.map(\.code) == ["method_off", "holds_too_little", "method_off"])
    }

    @Test func snapshotsStandBesideTheirCampaign() async throws {
        var fixture = try ConfigurationFixture()
            .replacing(
                "method: bypass", "{method: snapshot, list: founders.csv, chain: sol}", in: "config/campaigns/genesis.yaml"
            )
            .replacing("methods: [sol, berachain]", "methods: [snapshot]", in: "config/campaigns/genesis.yaml")
        fixture.files["config/campaigns/founders.csv"] = "address\nanna\n"
        #expect(try await decide(build(fixture), [:]).method == "snapshot")
    }

    @Test func aRefusedConnectionIsAMistakeOfItsChain() async throws {
        let mistakes = try await #require(throws: ConfigurationMistakes.self) {
            try await build { chain, _, _ throws(ChainError) in
                guard chain.name == "sol" else { return UnconnectedPool() }
                throw ChainError(.configurationInvalid, "The provider is refused.", pointer: "/providers/0/url")
            }
        }
        #expect(mistakes.description == "config/gatehouse.yaml:14:16: The provider is refused.")
    }

    @Test func aProgramSpeaksForAnothersNamespaceOnlyWhereTheOperatorSaysSo() async throws {
        let visitor = AdapterKind(id: "visitor", namespace: nil, accounts: nil, vectorOps: [], testWallets: nil) {
            setup throws(ChainError) in try await PaperChain.kind.make(setup)
        }
        let fixture = try ConfigurationFixture()
            .replacing("    adapter: paper\n    network: bera", "    adapter: visitor\n    network: bera")
        let complaints = await fixture.complaints(kinds: [PaperChain.kind, visitor])
        #expect(complaints.count == 1)
        #expect(
            complaints.first?.hasPrefix(
                "config/gatehouse.yaml:16:14: Wallets that this program proves would count on every chain of paper") == true)
        let trusted = try fixture.replacing("network: bera", "network: bera\n    shares_namespace: true")
        #expect(await trusted.complaints(kinds: [PaperChain.kind, visitor]) == [])
    }

    @Test func refusesAnAdapterOfAnotherContract() async throws {
        struct Newer: ChainAdapter {
            let old: PaperChain
            var chain: ChainID { old.chain }
            var manifest: AdapterManifest {
                var manifest = old.manifest
                manifest.contractVersions = 2...3
                return manifest
            }
            var accounts: any AccountFormat { old }
            var ownership: (any OwnershipProver)? { nil }
            var holdings: (any HoldingReader)? { old }
            func health() async -> AdapterHealth { await old.health() }
        }
        let kind = AdapterKind(
            id: "paper", namespace: "paper", accounts: { chain in PaperChain(chain: chain) }, vectorOps: [], testWallets: nil
        ) { setup throws(ChainError) in
            Newer(old: PaperChain(chain: try ChainID(namespace: "paper", reference: setup.options["network"]?.text ?? "")))
        }
        let mistakes = try await #require(throws: ConfigurationMistakes.self) {
            try await ConfigurationLoader.load(
                file: "config/gatehouse.yaml", environment: ConfigurationFixture().environment, kinds: [kind],
                files: ConfigurationFixture().source)
        }
        #expect(mistakes.mistakes.map(\.line) == [10, 15])
        #expect(mistakes.description.contains("speaks contract versions 2 to 3, Gatehouse speaks 1; upgrade Gatehouse."))
    }

    @Test func aPoolThatIsOnlyCheckedAsksNobody() async {
        await #expect(throws: ChainError.self) {
            try await UnconnectedPool().ask { _ throws(ChainError) in true }
        }
        #expect(await UnconnectedPool().health().isEmpty)
    }
}
