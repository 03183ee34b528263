import ChainConformance
import ChainKit
import Testing

struct ReportFormatTests {
    @Test(arguments: ReportFormat.allCases) func equalRunsDifferInTimesAlone(format: ReportFormat) throws {
        let (once, again) = (format.write(.sample()), format.write(.sample(pace: 3)))
        #expect(once != again)
        #expect(try timeless(once, format) == timeless(again, format))
        #expect(once == format.write(.sample()))
    }

    @Test(arguments: ReportFormat.allCases) func everyFormatTellsWhatWasTriedAndEndsItsLastLine(format: ReportFormat) {
        let report = ConformanceReport.sample()
        let text = format.write(report)
        for part in [report.digest, "evm", "1.0.0", "OWN-5", "HLD-4"] { #expect(text.contains(part), "\(part)") }
        #expect(text.hasSuffix("\n"))
    }

    @Test(arguments: [ReportFormat.text, .tap, .html]) func nothingThatAReaderWouldObeyIsHandedOn(format: ReportFormat) {
        let text = format.write(.sample())
        for character in ["\u{1B}", "\u{0}", "\u{202E}", "\u{2028}"] { #expect(!text.contains(character), "\(format)") }
    }

    @Test(arguments: ReportFormat.allCases) func aNarrowedRunSaysSo(format: ReportFormat) {
        var report = ConformanceReport.sample()
        #expect(!format.write(report).contains("base5?/*"))
        report.narrowing.filter = "base5?/*"
        report.narrowing.stopsAtFirstFailure = true
        report.narrowing.without = ["vectors"]
        #expect(format.write(report).contains("base5?/*"))
        #expect(format.write(report).contains("vectors"))
    }

    /// The report without the places where times belong.
    private func timeless(_ text: String, _ format: ReportFormat) throws -> String {
        switch format {
        case .text: text.replacing(/begun .*|\([0-9.]+ m?s\)/, with: "")
        case .tap: text.replacing(/# begun .*/, with: "")
        case .junit: text.replacing(/\s(time|timestamp)="[^"]*"/, with: "")
        case .html: text.replacing(/class="time">[^<]*</, with: "")
        case .json:
            JSONValue.object(try #require(JSONValue(parsing: text.utf8).members).filter { $0.key != "timings" }).json
        }
    }
}
