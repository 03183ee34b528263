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

    /// What HLD-3 says when another case stands in the place of the one with another ledger.
    private func wrongAnswers(_ instead: JSONValue?) async throws -> CheckOutcome {
        let cases = LedgerFile.cases.dropLast() + [instead].compactMap { $0 }
        return try #require(await LedgerFile.try(.wrongAnswers, ["cases": .array(Array(cases))]))
    }

    @Test func wantACaseOfAnotherChainWhereTheSuiteCannotMakeOne() async throws {
        let problem = try #require(await wrongAnswers(nil).finding?.problems.first)
        #expect(problem.contains("a query to a provider of another chain"))
    }

    @Test func wantTheCaseOfAnotherChainToPass() async throws {
        let same = LedgerFile.another("the same ledger", answers: "1", ["undetermined": "upstream_wrong_chain"])
        #expect(try await wrongAnswers(same).status == .failed)
    }

    @Test func takeAMarkedCaseOfAProviderThatIsNone() async throws {
        let none = LedgerFile.another("no ledger", answers: 5, ["undetermined": "upstream_invalid"], "HLD-3")
        let outcome = try await wrongAnswers(none)
        #expect(outcome.status == .passed, "\(outcome.finding?.problems ?? [])")
    }

    @Test func wantAMarkedCaseToSpoilWhatTellsTheChain() async throws {
        let coins = LedgerFile.another("no coins", answers: 5, of: "balances", ["undetermined": "upstream_invalid"], "HLD-3")
        let problem = try #require(await wrongAnswers(coins).finding?.problems.first)
        #expect(problem.contains("one that nobody asks it of"))
    }

    @Test func letAFileSayWhatTheChainLeavesOut() async throws {
        let mutant = try #require(Mutant.all.first { $0.summary == "takes an item for unburnt of which nobody says so" })
        let strict = try await LedgerFile.try(.wrongAnswers) { mutant.of($0) }
        #expect(strict?.finding?.problems.first?.contains("without items") == true)
        let told = try await LedgerFile.try(.wrongAnswers, ["optional": ["burnt"]]) { mutant.of($0) }
        #expect(told?.note?.hasSuffix("; burnt may be missing") == true, "\(told?.finding?.problems ?? [])")
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
