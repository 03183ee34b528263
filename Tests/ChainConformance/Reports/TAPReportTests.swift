import ChainConformance
import ChainKit
import Testing

struct TAPReportTests {
    private let lines = ReportFormat.tap.write(.sample()).split(separator: "\n").map(String.init)

    @Test func plansAndNumbersEveryCheck() {
        #expect(lines.prefix(2) == ["TAP version 14", "1..6"])
        let points = lines.filter { $0.hasPrefix("ok ") || $0.hasPrefix("not ok ") }
        #expect(points.count == 6)
        for (index, point) in points.enumerated() { #expect(point.contains("ok \(index + 1) - ")) }
    }

    @Test func skipsWhatWasNotRunAndWhatIsNotOffered() {
        #expect(lines.contains("ok 2 - base58/base58.decode/left out # SKIP not run"))
        #expect(
            lines.contains(
                "ok 4 - requirements/evm/HLD-5 # SKIP not offered: The manifest does not claim to read pages."))
    }

    @Test func explainsAFailureInYAMLBelowIt() throws {
        let start = try #require(lines.firstIndex(of: "not ok 5 - requirements/evm/HLD-4"))
        #expect(lines[start + 1] == "  ---")
        let end = try #require(lines[start...].firstIndex(of: "  ..."))
        #expect(lines[start..<end].contains("  severity: \"fail\""))
        #expect(lines[start..<end].contains(#"  expected: {"verdict":"accept"}"#))
    }

    @Test func keepsNumberSignsFromBecomingDirectives() throws {
        let point = try #require(lines.first { $0.hasPrefix("not ok 6 ") })
        #expect(point.contains(##" \# \\ "##))
        #expect(!point.contains(" # "))
    }
}
