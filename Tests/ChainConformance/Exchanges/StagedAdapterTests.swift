import ChainConformance
import ChainKit
import Foundation
import Testing

struct StagedAdapterTests {
    @Test func startsNoMoreAdaptersAtOnceThanTwoACore() async throws {
        let gauge = Gauge()
        let cases = (1...64).map { number -> JSONValue in
            ["name": .string("\(number)"), "query": ["account": "a", "asset": "b"], "expected": ["holds": "1"]]
        }
        let outcomes = try await Self.run(["cases": .array(cases)]) { _ throws(ChainError) in
            gauge.enter()
            for _ in 0..<50 { await Task.yield() }
            gauge.leave()
            throw ChainError(.internalError, "It did not start.")
        } checks: {
            ExchangeSuite($0).checks
        }
        #expect(outcomes.count == 64)
        #expect(outcomes.allSatisfy { $0.status == .error })
        #expect((1...(2 * ProcessInfo.processInfo.activeProcessorCount)).contains(gauge.most))
    }

    @Test(arguments: [RequirementID.faults, .hosts])
    func anAdapterThatNoLongerStartsIsAnErrorAndNoBreach(requirement: RequirementID) async throws {
        let starts = Gauge()
        let outcomes = try await Self.run([:]) { (setup) async throws(ChainError) in
            starts.enter()
            guard starts.most <= 12 else {
                throw ChainError(.internalError, "It did not start.")
            }
            return try await LedgerAdapter.kind.make(setup)
        } checks: {
            RequirementSuite($0, id: "ledger").checks.filter { $0.requirement == requirement }
        }
        #expect(outcomes.map(\.status) == [.error])
        #expect(outcomes.first?.finding?.got.contains("It did not start.") == true)
    }

    @Test func aFailedCaseTellsWhatTheAdapterWroteForTheOperatorButNoSecret() async throws {
        let one: JSONValue = [
            "name": "wrong", "query": ["account": "anna", "asset": ["coin": "gold"]], "expected": ["holds": "123456"],
        ]
        let outcomes = try await Self.run(["cases": [one]]) { (setup) async throws(ChainError) in
            for number in 1...30 { setup.log("line \(number)") }
            setup.log("KeyError: conformance-secret-6d1f0b7c93e2")
            return try await LedgerAdapter.kind.make(setup)
        } checks: {
            ExchangeSuite($0).checks
        }
        let log = try #require(outcomes.first?.finding?.log)
        #expect(log.count == 20)
        #expect(log.first == "line 12")
        #expect(log.last == "KeyError: {{secret}}")
    }

    /// Runs the checks at once, and gives what came of them.
    /// - Parameter members: members of the file that are otherwise.
    private static func run(
        _ members: [String: JSONValue],
        make: @escaping @Sendable (AdapterSetup) async throws(ChainError) -> any ChainAdapter,
        checks: (AdapterUnderTest) -> [Check]
    ) async throws -> [CheckOutcome] {
        let written = (LedgerFile.whole.members ?? [:]).merging(members) { _, new in new }
        let file = try ExchangeFile(parsing: JSONValue.object(written).jsonBytes, path: "ledger/ledger.json")
        let bench = try ExchangeBench()
        let kind = AdapterKind(id: "ledger", namespace: nil, accounts: nil, vectorOps: [], testWallets: nil, make: make)
        let adapter = AdapterUnderTest(kind, id: "ledger", files: [file], bench: bench)
        let outcomes = await withTaskGroup(of: CheckOutcome.self) { group in
            for check in checks(adapter) { group.addTask { await check.run() } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        await bench.close()
        return outcomes
    }
}
