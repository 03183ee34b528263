import ChainConformance
import Foundation
import FoundationXML
import Testing

struct JUnitReportTests {
    private let document: XMLDocument

    init() throws { document = try XMLDocument(xmlString: ReportFormat.junit.write(.sample())) }

    @Test func makesASuiteOfEachTopicAndCountsIt() throws {
        let suites = try document.nodes(forXPath: "/testsuites/testsuite").compactMap { $0 as? XMLElement }
        #expect(suites.count == 3)
        #expect(attributes(suites[0]) == ["base58", "2", "0", "0", "1"])
        #expect(attributes(suites[1]) == ["requirements/evm", "3", "1", "0", "1"])
        #expect(attributes(try #require(document.rootElement())) == ["gatehouse conformance", "6", "1", "1", "2"])
    }

    @Test func tellsFailuresErrorsAndSkippedApart() throws {
        #expect(try document.nodes(forXPath: "//testcase[@name='HLD-4']/failure").count == 1)
        #expect(try document.nodes(forXPath: "//testcase/error").count == 1)
        #expect(try document.nodes(forXPath: "//testcase/skipped").count == 2)
        #expect(try document.nodes(forXPath: "//testcase[@name='OWN-5'][@time='1.500']/*").isEmpty)
    }

    @Test func leavesOutWhatXMLCannotHaveAndKeepsTheRest() throws {
        let text = try #require(document.nodes(forXPath: "//failure/@message").first?.stringValue)
        #expect(text.contains("</script><b onclick='x'>[31m"))
        #expect(text.contains("\"q\" & ]]>"))
        #expect(text.contains("\nnext"))
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0.value == 0xFFFE })
    }

    private func attributes(_ element: XMLElement) -> [String] {
        ["name", "tests", "failures", "errors", "skipped"].compactMap { element.attribute(forName: $0)?.stringValue }
    }
}
