import ChainConformance
import ChainKit
import Testing

@Suite struct SafetyTrialsTests {
    private static let requirements: [RequirementID] = [.secrets, .hosts, .manifest]

    @Test func passAnHonestAdapter() async throws {
        for (id, outcome) in try await LedgerFile.try(Self.requirements) {
            #expect(outcome.status == .passed, "\(id.rawValue): \(outcome.finding?.problems ?? [])")
        }
    }

    @Test(arguments: Mutant.all.filter { requirements.contains($0.breaks) })
    func catchAMutantByItsOwnRequirementAlone(_ mutant: Mutant) async throws {
        let outcomes = try await LedgerFile.try(Self.requirements + HoldingTrialsTests.requirements) { mutant.of($0) }
        let failed = outcomes.filter { $0.value.status != .passed }.map(\.key)
        #expect(failed == [mutant.breaks])
    }

    @Test func doNotRepeatTheSecretThatTheyFound() async throws {
        let mutant = try #require(Mutant.all.first { $0.breaks == .secrets })
        let outcome = try await LedgerFile.try(.secrets) { mutant.of($0) }
        let got = try #require(outcome?.finding?.got)
        #expect(got.contains("{{secret}}"))
        let words = "\(outcome?.finding as Any)"
        #expect(!words.contains("conformance-secret"))
    }

    @Test func nameTheClaimThatNoCaseExercises() async throws {
        let cases = LedgerFile.cases.filter { $0["query"]?["asset"]?["album"] == nil }
        let outcome = try await LedgerFile.try(.manifest, ["cases": .array(cases)])
        let problems = try #require(outcome?.finding?.problems)
        #expect(problems.contains { $0.hasPrefix("asset kind album") })
    }

    @Test func nameTheRoleThatNoCaseExercises() async throws {
        let outcome = try await LedgerFile.try(.manifest, ["accounts": []])
        let problems = try #require(outcome?.finding?.problems)
        #expect(problems.contains { $0.hasPrefix("role accounts") })
    }
}
