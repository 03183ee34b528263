import ChainKit

/// A report as a person reads it in a browser: one file that needs nothing beside it, works without its few lines of script,
/// and prints. Times are in elements of the class `time`.
public struct HTMLReport: Sendable {
    private let report: ConformanceReport

    public init(_ report: ConformanceReport) { self.report = report }

    public var text: String {
        var out = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
            <title>\((report.headline + subjects).html)</title>
            <style>
            \(Self.style)
            </style>
            </head>
            <body class="\(report.run.verdict.rawValue)">

            """
        let sections = [
            ("troubles", "What went wrong", HTMLTroubles(report.run).text),
            ("requirements", "Requirements", HTMLRequirements(report.run).text),
            ("topics", "Topics", HTMLTopics(report.run).text),
        ].filter { !$0.2.isEmpty }
        out += header(links: sections.map { "<a href=\"#\($0.0)\">\($0.1)</a>" })
        out += "<main>\n"
        if !report.run.results.isEmpty { out += Self.search }
        for (id, title, content) in sections {
            out += "<section id=\"\(id)\">\n<h2>\(title)</h2>\n\(content)</section>\n"
        }
        out += "</main>\n<script>\n\(Self.script)\n</script>\n</body>\n</html>\n"
        return out
    }

    private var subjects: String {
        report.adapters.isEmpty ? "" : " – " + report.adapters.map { "\($0.id) \($0.version)" }.joined(separator: ", ")
    }

    private func header(links: [String]) -> String {
        var facts: [(String, String)] = []
        if !report.adapters.isEmpty {
            let title = report.adapters.count == 1 ? "Adapter" : "Adapters"
            facts.append((title, report.adapters.map { "<b>\($0.id.html)</b>\u{A0}\($0.version.html)" }.joined(separator: ", ")))
        }
        facts.append(("Contract version", String(report.contractVersion)))
        facts.append(("Gatehouse", report.release.html))
        facts.append(("Begun", #"<span class="time">\#(readable)</span>"#))
        facts.append(("Took", #"<span class="time">\#(report.took.words)</span>"#))
        facts.append(("Cases, SHA-256", "<code>\(report.digest.html)</code>"))
        var out = "<header>\n<p class=\"kind\">Gatehouse conformance report</p>\n"
        out += "<h1><span class=\"mark\" aria-hidden=\"true\">\(report.run.verdict.mark)</span> \(report.headline.html)</h1>\n"
        if let narrowed = report.narrowed {
            out += "<p class=\"notice\">This is not the whole suite: \(narrowed.html).</p>\n"
        }
        out += "<dl>\n" + facts.map { "<div><dt>\($0)</dt><dd>\($1)</dd></div>\n" }.joined() + "</dl>\n"
        out += counts
        if links.count > 1 { out += "<nav>\(links.joined(separator: " "))</nav>\n" }
        out += "</header>\n"
        return out
    }

    /// The date without the letters that only programs want.
    private var readable: String {
        RFC3339.format(report.date).replacing("T", with: " ").replacing("Z", with: " UTC")
    }

    private var counts: String {
        let always: Set<CheckStatus> = [.passed, .failed]
        let tiles = CheckStatus.shown.compactMap { status -> String? in
            let count = report.run.count(status)
            guard count > 0 || always.contains(status) else { return nil }
            let none = count == 0 ? " none" : ""
            return "<li class=\"\(status.rawValue)\(none)\"><b>\(count.grouped)</b> \(status.words)</li>\n"
        }
        return "<ul class=\"counts\">\n" + tiles.joined() + "</ul>\n"
    }

    private static let search = """
        <div class="search" hidden>
        <input id="search" type="search" placeholder="Find checks: name, requirement, status …" aria-label="Find checks" \
        autocomplete="off" spellcheck="false">
        <output id="found" for="search"></output>
        </div>

        """
}

extension ConformanceRun.Verdict {
    fileprivate var mark: String {
        switch self {
        case .passed: CheckStatus.passed.mark
        case .failed: CheckStatus.failed.mark
        case .notMade: CheckStatus.error.mark
        }
    }
}

extension CheckStatus {
    /// What needs looking at first.
    static let shown: [CheckStatus] = [.passed, .failed, .error, .notOffered, .notRun]

    /// A mark that tells statuses apart without colour.
    var mark: String {
        switch self {
        case .passed: "✓"
        case .failed: "✗"
        case .error: "!"
        case .notOffered, .notRun: "–"
        }
    }

    /// Mark and words, as a badge.
    var badge: String { "<span class=\"badge \(rawValue)\">\(mark)\u{A0}\(words.replacing(" ", with: "\u{A0}"))</span>" }
}

extension String {
    /// As text or attribute of a page; what a browser would obey is shown instead.
    var html: String { legible(keepingLines: true).htmlEscaped }

    private var htmlEscaped: String {
        guard utf8.contains(where: { "&<>\"'".utf8.contains($0) }) else { return self }
        var out = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "'": out += "&#39;"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}

extension Int {
    /// With a thin space every three digits.
    var grouped: String {
        let digits = String(self)
        guard digits.count > 4 else { return digits }
        var out = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { out += "\u{202F}" }
            out.append(digit)
        }
        return out
    }
}
