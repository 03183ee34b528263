import ChainConformance
import Testing

struct RequirementsPageTests {
    @Test(arguments: RequirementID.allCases) func everyRequirementSaysWhatItDemandsAndWhy(id: RequirementID) {
        let section = "\n## \(id.rawValue)\n\n**\(id.demand)**\n\n\(id.why)\n\n*Tried:* \(id.attempt)\n"
        #expect(RequirementsPage.markdown.contains(section))
        for text in [id.demand, id.why, id.attempt] { #expect(text.hasSuffix(".") && text.count > 20) }
    }

    @Test func everyMutantIsBelowTheRequirementThatCatchesIt() {
        for mutant in Mutant.all {
            let section = RequirementsPage.markdown.split(separator: "\n## ").first { $0.hasPrefix(mutant.breaks.rawValue) }
            #expect(section?.contains("\n- \(mutant.summary)") == true)
        }
    }
}
