/// The requirements as a table: what is demanded, and what came of it for each adapter.
struct HTMLRequirements {
    private let results: [CheckResult]

    init(_ run: ConformanceRun) { results = run.results.filter { $0.tried != nil && $0.status != .notRun } }

    var text: String {
        guard !results.isEmpty else { return "" }
        var out = """
            <p class="hint">Derived from the accepted cases of each adapter, and demanded of all.</p>
            <table>
            <thead><tr><th scope="col">Id</th><th scope="col">Demand</th><th scope="col">Outcome</th></tr></thead>
            <tbody>

            """
        for id in RequirementID.allCases {
            let own = results.filter { $0.tried == id }
            if own.isEmpty { continue }
            out += "<tr class=\"check\"><th scope=\"row\">\(id.rawValue)</th><td><p>\(id.demand.prose)</p>"
            out += "<p class=\"why\">\(id.why.prose)</p></td><td><ul class=\"outcomes\">\n"
            for result in own { out += outcome(result) }
            out += "</ul></td></tr>\n"
        }
        return out + "</tbody>\n</table>\n"
    }

    private func outcome(_ result: CheckResult) -> String {
        let adapter = result.topic.split(separator: "/").last.map(String.init) ?? result.topic
        let note = result.note ?? result.finding?.problems.first ?? ""
        return "<li>\(result.status.badge) <b>\(adapter.html)</b> <span class=\"note\">\(note.html)</span></li>\n"
    }
}
