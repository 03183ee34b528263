import ChainConformance
import ChainKit
import Testing

@Suite struct AccountTrialsTests {
    @Test(arguments: [RequirementID.canonicalForm, .spellings, .malformedAddress])
    func passAnHonestFormat(_ requirement: RequirementID) async throws {
        let outcome = try await SignInFile.try(requirement)
        #expect(outcome?.status == .passed, "\(outcome?.finding?.problems ?? [])")
    }

    @Test func wantTheAccountsOfProofsInTheirOwnForm() async throws {
        let lower: JSONValue = "0x1a642f0e3c3af545e7acbd38b07251b3990914f1"
        let one = try SignInFile.case("one").with("proof", "challenge", "account", value: lower)
        let problem = try #require(await SignInFile.try(.canonicalForm, cases: [one])?.finding?.problems.first)
        #expect(problem.contains("expected the account 0x1a642f0e3c"))
    }

    @Test func wantTwoAccounts() async throws {
        let one: JSONValue = ["canonical": "0x5050A4F4b3f9338C3472dcC01A87C76A144b3c9c"]
        let problem = try #require(await SignInFile.try(.spellings, ["accounts": [one]])?.finding?.problems.first)
        #expect(problem == "accounts: expected at least two in the files, got 1")
    }

    @Test func doNotTakeASpellingForAnotherAccount() async throws {
        let mixed: JSONValue = [
            "canonical": "0x5050A4F4b3f9338C3472dcC01A87C76A144b3c9c",
            "spellings": ["0x1a642f0e3c3af545e7acbd38b07251b3990914f1"],
        ]
        #expect(try await SignInFile.try(.spellings, ["accounts": [mixed, mixed]])?.status == .failed)
    }

    @Test func wantARefusalThatSaysWhatTheFileSays() async throws {
        let malformed: JSONValue = [["text": "0x12", "says": "base 58"]]
        let problem = try #require(await SignInFile.try(.malformedAddress, ["malformed": malformed])?.finding?.problems.first)
        #expect(problem.contains("a refusal that says \"base 58\""))
    }

    @Test func wantAMalformedText() async throws {
        #expect(try await SignInFile.try(.malformedAddress, ["malformed": []])?.status == .failed)
    }
}
