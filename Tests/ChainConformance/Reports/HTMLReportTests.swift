import ChainConformance
import ChainKit
import Testing

struct HTMLReportTests {
    private let page = ReportFormat.html.write(.sample())

    @Test func needsNothingBesideIt() {
        #expect(!page.contains("src="))
        #expect(page.matches(of: /href=/).count == page.matches(of: /href="#/).count)
        #expect(!page.contains("url("))
        #expect(!page.contains("@import"))
        #expect(page.contains("default-src 'none'"))
    }

    @Test func letsNoCaseWriteThePage() {
        #expect(page.matches(of: /<script/).count == 1)
        #expect(page.matches(of: /<\/script/).count == 1)
        #expect(!page.contains("<b onclick"))
        #expect(page.contains("&lt;/script&gt;&lt;b onclick=&#39;x&#39;&gt;\\u{1b}[31m"))
    }

    @Test func opensWithTheVerdictInWords() {
        #expect(page.contains("</span> 1 of 4 checks could not be run, 1 failed</h1>"))
        #expect(ReportFormat.html.write(.sample(failing: false)).contains("</span> All 2 checks passed</h1>"))
    }

    @Test func showsWhatWentWrongBeforeTheRequirementsAndThoseBeforeTheTopics() throws {
        let places = try ["id=\"troubles\"", "id=\"requirements\"", "id=\"topics\""].map {
            try #require(page.firstRange(of: $0)).lowerBound
        }
        #expect(places == places.sorted())
        #expect(!ReportFormat.html.write(.sample(failing: false)).contains("id=\"troubles\""))
    }

    @Test func saysWhatARequirementDemands() {
        #expect(page.contains(RequirementID.concurrency.demand))
        #expect(page.contains("640 judgements of 20 proofs"))
    }

    @Test(arguments: [
        (#"{"holds":"2"}"#, #"<pre tabindex="0">{&quot;holds&quot;:&quot;2&quot;}</pre>"#),
        ("another text", #"<pre tabindex="0">another text</pre>"#),
    ]) func showsAnExpectationInWordsWithoutQuotes(words: String, block: String) throws {
        var report = ConformanceReport.sample()
        for index in report.run.results.indices { report.run.results[index].finding?.expected = .string(words) }
        #expect(ReportFormat.html.write(report).contains("<figcaption>Expected</figcaption>\(block)"))
    }

    @Test func foldsEveryTopic() {
        #expect(page.matches(of: /<details class="topic"><summary>/).count == 3)
        #expect(!page.contains("<details open"))
    }
}
