import ChainKit

/// What failed or broke, in full: a card a check.
struct HTMLTroubles {
    private let troubles: [CheckResult]

    init(_ run: ConformanceRun) { troubles = run.troubles }

    var text: String { troubles.map(card).joined() }

    private func card(_ result: CheckResult) -> String {
        var out = "<article class=\"check trouble \(result.status.rawValue)\">\n"
        let name = "<span class=\"topic\">\(result.topic.html)</span> <span>\(result.name.html)</span>"
        out += "<h3>\(result.status.badge) \(name)</h3>\n"
        if let id = result.tried { out += "<p class=\"demand\"><b>\(id.demand.prose)</b> \(id.why.prose)</p>\n" }
        guard let finding = result.finding else { return out + "</article>\n" }
        out += "<ul class=\"problems\">\n" + finding.problems.map { "<li>\($0.html)</li>\n" }.joined() + "</ul>\n"
        out += "<div class=\"pair\">\n"
        out += block("Expected", finding.expected.text ?? finding.expected.laidOut(width: 60))
        out += block("Got", (try? JSONValue(parsing: finding.got.utf8))?.laidOut(width: 60) ?? finding.got)
        out += "</div>\n"
        if !finding.inputs.isNull { out += block("Inputs", finding.inputs.laidOut()) }
        if !finding.log.isEmpty { out += block("Log", finding.log.joined(separator: "\n")) }
        let remarks = [("About", finding.reason), ("Source", finding.source)].filter { !$0.1.isEmpty }
        if !remarks.isEmpty {
            out += "<dl class=\"remarks\">\n" + remarks.map { "<dt>\($0)</dt><dd>\($1.html)</dd>\n" }.joined() + "</dl>\n"
        }
        return out + "</article>\n"
    }

    private func block(_ title: String, _ text: String) -> String {
        "<figure><figcaption>\(title)</figcaption><pre tabindex=\"0\">\(text.html)</pre></figure>\n"
    }
}

extension String {
    /// Our own sentences: what stands between backquotes is code.
    var prose: String {
        split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .map { $0.offset % 2 == 1 ? "<code>\(String($0.element).html)</code>" : String($0.element).html }.joined()
    }
}
