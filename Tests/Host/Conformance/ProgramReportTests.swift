import ChainConformance
import ChainKit
import Foundation
import Synchronization
import Testing

@testable import Host

@Suite struct ProgramReportTests {
    /// A chain of paper that is said to be another program.
    /// - Parameter run: is told the name of a chain whose program runs.
    private func program(_ digest: String?, run: @escaping @Sendable (String) -> Void = { _ in }) -> AdapterKind {
        AdapterKind(id: "paper", namespace: nil, accounts: nil, vectorOps: [], testWallets: nil) { setup throws(ChainError) in
            try setup.admit?(digest)
            run(setup.name)
            return Altered(try await PaperChain.kind.make(setup)) { $0.program = digest }
        }
    }

    /// Both chains are programs of one namespace; `sol` requires a report.
    private func fixture(_ report: JSONValue?) throws -> ConfigurationFixture {
        let shares = "    shares_namespace: true\n"
        return try ReportFixture.fixture(report, members: shares).replacing("network: bera\n", "network: bera\n\(shares)")
    }

    @Test(
        arguments: [
            (nil, nil, "whose digest is not known"), (nil, ReportFixture.digest, "whose digest is not known"),
            (ReportFixture.digest, nil, "is about the adapter of a build, this chain's is a program"),
            (ReportFixture.digest, "sha256:" + String(repeating: "00", count: 32), "this chain runs \(ReportFixture.digest)"),
            (ReportFixture.digest, ReportFixture.digest, nil),
        ] as [(String?, String?, String?)]) func aProgramIsKnownByItsDigest(running: String?, tried: String?, complaint: String?)
        async throws
    {
        // Of another release, which does not matter for a program.
        let report = ReportSample.report(program: tried).changing { $0.release = "0.0.1" }
        let fixture = try fixture(ReportSample.signed(report))
        let found = await ReportFixture.complaints(fixture, kind: program(running))
        #expect(found.isEmpty == (complaint == nil), "\(found)")
        if let complaint {
            #expect(found.first?.contains(complaint) == true && found.first?.contains("--external") == true, "\(found)")
        }
    }

    /// A report that proves nothing of the program, before it has said a word.
    struct Unproven: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let report: JSONValue?

        init(_ description: String, _ report: JSONValue?) {
            testDescription = description
            self.report = report
        }
    }

    private static let right = ReportSample.report(program: ReportFixture.digest)

    static let unproven = [
        Unproven("none", nil), Unproven("unsigned", JSONReport(right).value),
        Unproven("of a built-in adapter", ReportSample.signed(ReportSample.report())),
        Unproven("by another key", ReportSample.signed(right, seed: [UInt8](repeating: 9, count: 32))),
        Unproven("of a run that failed", ReportSample.signed(right.setting(.batch, .failed))),
        Unproven("of another contract", ReportSample.signed(right.changing { $0.contractVersion = 2 })),
        Unproven("yet to come", ReportSample.signed(right.changing { $0.date += 90_001 })),
        Unproven(
            "of another program",
            ReportSample.signed(ReportSample.report(program: "sha256:" + String(repeating: "00", count: 32)))),
    ]

    @Test(arguments: unproven) func aProgramThatIsNotProvenDoesNotRun(one: Unproven) async throws {
        let chains = Mutex<Set<String>>([])
        let fixture = try fixture(one.report)
        let found = await ReportFixture.complaints(
            fixture, kind: program(ReportFixture.digest) { name in chains.withLock { _ = $0.insert(name) } })
        #expect(found.count == 1 && found.first?.contains("The conformance report config/reports/sol.json ") == true, "\(found)")
        #expect(chains.withLock { $0 } == ["berachain"])
    }

    @Test func whatOnlyARunningProgramTellsIsLookedAtAfterwards() async throws {
        let report = ReportSample.signed(ReportSample.report(version: "1.0.1", program: ReportFixture.digest))
        let fixture = try fixture(report)
        let found = await ReportFixture.complaints(fixture, kind: program(ReportFixture.digest))
        #expect(found.count == 1 && found.first?.contains("this chain's adapter is version 1.0.0") == true, "\(found)")
    }
}

/// An adapter that says something else of itself.
private struct Altered: ChainAdapter {
    let manifest: AdapterManifest
    private let base: any ChainAdapter

    init(_ base: any ChainAdapter, _ alter: (inout AdapterManifest) -> Void) {
        var manifest = base.manifest
        alter(&manifest)
        self.manifest = manifest
        self.base = base
    }

    var chain: ChainID { base.chain }
    var accounts: any AccountFormat { base.accounts }
    var ownership: (any OwnershipProver)? { base.ownership }
    var holdings: (any HoldingReader)? { base.holdings }
    func health() async -> AdapterHealth { await base.health() }
}
