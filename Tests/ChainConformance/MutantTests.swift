import ChainConformance
import ChainKit
import Testing

@Suite struct MutantTests {
    @Test(arguments: Mutant.all)
    func everyMutantIsCaughtByItsOwnRequirement(_ mutant: Mutant) async throws {
        var words: [String] = []
        for id in BuiltIn.ids {
            let outcome = try await BuiltIn.with(id) { adapter in
                await RequirementSuite(mutant.of(adapter), id: id).checks.first { $0.requirement == mutant.breaks }?.run()
            }
            if outcome?.status == .failed { return }
            words.append("\(id): \(outcome?.status.rawValue ?? "no check") \(outcome?.finding?.got ?? outcome?.note ?? "")")
        }
        Issue.record("\(mutant.breaks.rawValue) lets pass what \(mutant.summary): \(words.joined(separator: "; "))")
    }

    @Test(arguments: RequirementID.allCases)
    func everyRequirementHasAMutant(_ requirement: RequirementID) {
        #expect(Mutant.all.contains { $0.breaks == requirement })
    }

    @Test(arguments: BuiltIn.ids)
    func noBuiltInBreaksARequirement(_ id: String) async throws {
        try await BuiltIn.with(id) { adapter in
            let run = await CheckRunner().run(RequirementSuite(adapter, id: id).checks)
            for result in run.results where ![.passed, .notOffered].contains(result.status) {
                Issue.record("\(result.id): \(result.finding?.problems.joined(separator: "; ") ?? result.status.rawValue)")
            }
        }
    }
}

extension Mutant: CustomTestStringConvertible {
    public var testDescription: String { "\(breaks.rawValue): \(summary)" }
}
