import ChainConformance
import ChainKit
import Testing

@Suite struct OwnershipTrialsTests {
    static let requirements: [RequirementID] = [.signatureBits, .binding, .time, .shape, .concurrency, .declaredAccount]

    @Test(arguments: requirements)
    func passAnHonestProver(_ requirement: RequirementID) async throws {
        let outcome = try await SignInFile.try(requirement)
        #expect(outcome?.status == .passed, "\(outcome?.finding?.problems ?? [])")
        #expect(outcome?.note?.hasSuffix("of 2 proofs") ?? false)
    }

    @Test(arguments: requirements)
    func failAProverOfWhomNoCaseAcceptsAProof(_ requirement: RequirementID) async throws {
        let outcome = try await SignInFile.try(requirement, cases: [])
        #expect(outcome?.finding?.problems == ["cases with \"accept\": expected at least one, got none"])
    }

    @Test(arguments: requirements)
    func failAProofThatIsNotAcceptedUnchanged(_ requirement: RequirementID) async throws {
        let one = try SignInFile.case("one").with("proof", "challenge", "nonce", value: "another0")
        let problem = try #require(await SignInFile.try(requirement, cases: [one])?.finding?.problems.first)
        #expect(problem.hasPrefix("sign-in/one: unchanged: expected"))
    }

    @Test func takeTheCompactFormOfASignatureForOne() async throws {
        let outcome = try await SignInFile.try(.shape, cases: [SignInFile.case("cut by v", isParityZero: true)])
        #expect(outcome?.status == .passed, "\(outcome?.finding?.problems ?? [])")
    }

    @Test func wantTheSignaturesOfEveryShapeOfProof() async throws {
        let one = try SignInFile.case("one").with("proof", "signatures", value: nil)
        let two = try SignInFile.case("two", wallet: 2)
        #expect(try await SignInFile.try(.signatureBits, cases: [one])?.status == .failed)
        #expect(try await SignInFile.try(.signatureBits, cases: [one, two])?.status == .passed)
    }

    @Test func wantASignatureInTheFormThatTheCaseSays() async throws {
        let base58: JSONValue = [["at": "/signature", "as": "base58"]]
        let one = try SignInFile.case("one").with("proof", "signatures", value: base58)
        #expect(try await SignInFile.try(.shape, cases: [one])?.status == .failed)
    }

    @Test func letAServicesProofSayThatItHasNoPlaceForADomain() async throws {
        let one = try SignInFile.case("one").with("proof", "unbound", value: ["domain"])
        let outcome = try await SignInFile.try(.binding, cases: [one])
        #expect(outcome?.note?.hasSuffix("of 1 proof; 1 without a place for a domain") ?? false)
    }

    @Test func keepAReportShort() async throws {
        let mutants = Mutant.all.filter { Self.requirements.contains($0.breaks) }
        for mutant in mutants {
            let outcome = try await SignInFile.try(mutant.breaks) { mutant.of($0) }
            let finding = try #require(outcome?.finding, "\(mutant.summary)")
            #expect(finding.problems.count <= 6)
            #expect(finding.inputs.json.utf8.count + finding.problems.joined().utf8.count < 20_000)
        }
    }

    @Test(arguments: requirements)
    func sayTheSameTwice(_ requirement: RequirementID) async throws {
        let mutant = try #require(Mutant.all.first { $0.breaks == requirement })
        let first = try await SignInFile.try(requirement) { mutant.of($0) }
        #expect(try await SignInFile.try(requirement) { mutant.of($0) } == first)
    }
}
