import ChainConformance
import ChainKit
import Testing

@Suite struct HoldingTrialsTests {
    static let requirements: [RequirementID] = [.batch, .faults, .wrongAnswers, .lookAlikes, .pages, .budget]

    @Test func passAnHonestReader() async throws {
        for (id, outcome) in try await LedgerFile.try(Self.requirements) {
            #expect(outcome.status == .passed, "\(id.rawValue): \(outcome.finding?.problems ?? [])")
        }
    }

    @Test func giveTheSameNotesTwice() async throws {
        let first = try await LedgerFile.try(Self.requirements)
        #expect(try await LedgerFile.try(Self.requirements) == first)
    }

    @Test(arguments: Mutant.all.filter { requirements.contains($0.breaks) })
    func catchAMutantByItsOwnRequirementAlone(_ mutant: Mutant) async throws {
        let outcomes = try await LedgerFile.try(Self.requirements) { mutant.of($0) }
        let failed = outcomes.filter { $0.value.status != .passed }.map(\.key)
        #expect(failed == [mutant.breaks])
    }

    @Test(arguments: requirements)
    func failAReaderThatNoCaseAccepts(_ requirement: RequirementID) async throws {
        let outcome = try await LedgerFile.try(requirement, ["cases": []])
        #expect(outcome?.status == .failed)
    }

    @Test func wantTwoAnswersThatDiffer() async throws {
        let outcome = try await LedgerFile.try(.batch, ["cases": .array(Array(LedgerFile.cases.prefix(1)))])
        let problem = try #require(outcome?.finding?.problems.first)
        #expect(problem.contains("differ in their answers"))
    }

    @Test func wantALookAlikeThatHoldsNothing() async throws {
        let cases = LedgerFile.cases.filter { $0["requirement"] != "HLD-4" }
        let outcome = try await LedgerFile.try(.lookAlikes, ["cases": .array(cases)])
        let problem = try #require(outcome?.finding?.problems.first)
        #expect(problem.contains("holds 0"))
    }

    @Test(arguments: [4, 5])
    func wantPagesReadAndPagesPastTheCap(_ missing: Int) async throws {
        var cases = LedgerFile.cases
        cases.remove(at: missing)
        #expect(try await LedgerFile.try(.pages, ["cases": .array(cases)])?.status == .failed)
    }

    @Test func showNoSecretAndNoPortInAFinding() async throws {
        let mutants = Mutant.all.filter { [.batch, .wrongAnswers, .budget].contains($0.breaks) }
        for mutant in mutants {
            let outcome = try await LedgerFile.try(mutant.breaks) { mutant.of($0) }
            let words = "\(outcome?.finding as Any)"
            #expect(!words.contains("127.0.0.1"))
            #expect(!words.contains("conformance-secret"))
        }
    }
}
