import ChainConformance
import ChainKit
import Testing

/// Each requirement sees something that no other does: for each there is a mutant which it alone catches, when all of them are
/// tried on a built-in with enough of its files.
@Suite struct ExactMutantTests {
    struct Exact: Sendable, CustomTestStringConvertible {
        let requirement: RequirementID
        let summary: String
        var adapter = "discord"
        var files = ["membership", "membership-unknown", "sign-in-command", "sign-in-oauth", "deliveries"]

        var testDescription: String { "\(requirement.rawValue): \(summary)" }
    }

    static let exact = [
        Exact(requirement: .canonicalForm, summary: "writes an address anew where people sign in with a slash command"),
        Exact(requirement: .spellings, summary: "does not read the first three characters"),
        Exact(requirement: .malformedAddress, summary: "reads up to the first NUL"),
        Exact(requirement: .signatureBits, summary: "does not look at a signature's end"),
        Exact(requirement: .binding, summary: "gives another text to sign each time"),
        Exact(requirement: .time, summary: "takes a proof that is a minute late"),
        Exact(requirement: .shape, summary: "does not see what follows a signature"),
        Exact(requirement: .concurrency, summary: "names the signer of the latest proof"),
        onSolana(.declaredAccount, "does not compare the declared account with the key"),
        Exact(requirement: .batch, summary: "answers equal queries once"),
        Exact(requirement: .faults, summary: "answers from memory when nobody else does"),
        Exact(requirement: .wrongAnswers, summary: "asks nobody which chain a provider serves"),
        Exact(requirement: .lookAlikes, summary: "counts a look-alike"),
        onSolana(.pages, "calls a provider down whose list is too long"),
        Exact(requirement: .budget, summary: "asks for a batch twice"),
        Exact(requirement: .secrets, summary: "writes a provider's key to the log"),
        Exact(requirement: .hosts, summary: "names a host that no provider has"),
        Exact(requirement: .manifest, summary: "claims a kind of asset that it does not read"),
    ]

    /// For what Discord does not have: accounts that a proof declares, and lists in pages.
    private static func onSolana(_ requirement: RequirementID, _ summary: String) -> Exact {
        Exact(
            requirement: requirement, summary: summary, adapter: "solana", files: ["sign-in", "payments", "das-pages", "tokens"])
    }

    @Test(arguments: exact) func aMutantBreaksOneRequirementAlone(_ exact: Exact) async throws {
        let mutant = try #require(Mutant.all.first { $0.breaks == exact.requirement && $0.summary == exact.summary })
        let run = try await BuiltIn.with(exact.adapter, pared: exact.files) { adapter in
            await CheckRunner().run(RequirementSuite(mutant.of(adapter), id: exact.adapter).checks)
        }
        let broken = run.results.filter { ![.passed, .notOffered].contains($0.status) }
        #expect(broken.map(\.requirement) == [exact.requirement], "\(broken.map { ($0.id, $0.finding?.problems.first ?? "") })")
        #expect(broken.map(\.status) == [.failed])
    }

    @Test func everyRequirementHasOne() {
        #expect(Self.exact.map(\.requirement) == RequirementID.allCases)
    }

    /// So that it is the mutant that breaks it.
    @Test(arguments: Set(exact.map(\.adapter)).sorted().compactMap { id in exact.first { $0.adapter == id } })
    func theFilesAreEnoughWithoutAMutant(_ exact: Exact) async throws {
        let run = try await BuiltIn.with(exact.adapter, pared: exact.files) { adapter in
            await CheckRunner().run(RequirementSuite(adapter, id: exact.adapter).checks)
        }
        for result in run.results where ![.passed, .notOffered].contains(result.status) {
            Issue.record("\(result.id): \(result.finding?.problems.joined(separator: "; ") ?? result.status.rawValue)")
        }
    }
}
