import ChainKit
import Eligibility
import Foundation
import Synchronization
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

    @Test(arguments: [("", "", [11, 16]), (share, "", [17]), ("", share, [11]), (share, share, [])])
    func eachProgramOfOneNamespaceNeedsTheWordWhicheverComesFirst(first: String, second: String, lines: [Int]) async throws {
        let visitor = AdapterKind(id: "visitor", namespace: nil, accounts: nil, vectorOps: [], testWallets: nil) {
            setup throws(ChainError) in try await PaperChain.kind.make(setup)
        }
        let fixture = try ConfigurationFixture()
            .replacing("adapter: paper", "adapter: visitor")
            .replacing("network: main", "network: main\(first)").replacing("network: bera", "network: bera\(second)")
        let complaints = await fixture.complaints(kinds: [visitor])
        #expect(complaints.count == lines.count)
        for (complaint, line) in zip(complaints, lines) {
            #expect(complaint.hasPrefix("config/gatehouse.yaml:\(line):14: Wallets that this program proves would count"))
        }
    }

    private static let share = "\n    shares_namespace: true"

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

    @Test(.timeLimit(.minutes(1))) func chainsAreMadeAtTheSameTimeAndKeepTheirOrder() async throws {
        let both = Gathering(of: 2)
        let kind = AdapterKind(
            id: "paper", namespace: "paper", accounts: { PaperChain(chain: $0) }, vectorOps: [], testWallets: nil
        ) { setup throws(ChainError) in
            // The first chain goes on after the second one is done.
            if setup.name == "sol" { await both.arrive() }
            defer { if setup.name != "sol" { Task { await both.arrive() } } }
            return try await PaperChain.kind.make(setup)
        }
        let configuration = try await ConfigurationFixture().load(kinds: [kind])
        #expect(configuration.chains.map(\.name) == ["sol", "berachain"])
        let wrong = try ConfigurationFixture().replacing("network: main", "network: moon")
            .replacing("network: bera", "network: moon")
        let complaints = await wrong.complaints(kinds: [kind])
        #expect(complaints.map { $0.prefix(29) } == ["config/gatehouse.yaml:12:14: ", "config/gatehouse.yaml:17:14: "])
    }

    @Test func noMoreAreMadeAtOnceThanAllowed() async {
        let atWork = Mutex((now: 0, most: 0))
        let answers = await Array(1...20).concurrentMap(atMost: 3) { number in
            atWork.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
            for _ in 0..<number { await Task.yield() }
            atWork.withLock { $0.now -= 1 }
            return number * number
        }
        #expect(answers == (1...20).map { $0 * $0 })
        #expect(atWork.withLock { $0.most } == 3)
    }

    @Test func aPoolThatIsOnlyCheckedAsksNobody() async {
        await #expect(throws: ChainError.self) {
            try await UnconnectedPool().ask { _ throws(ChainError) in true }
        }
        #expect(await UnconnectedPool().health().isEmpty)
    }
}

/// Lets nobody go on before that many have come; it serves again afterwards.
private actor Gathering {
    private let count: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(of count: Int) { self.count = count }

    func arrive() async {
        guard waiting.count + 1 < count else {
            for one in waiting { one.resume() }
            waiting = []
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }
}
