/// Every topic: a bar of how its checks ended, and folded below it the checks.
struct HTMLTopics {
    private let topics: [ReportTopic]

    init(_ run: ConformanceRun) { topics = run.topics }

    var text: String { topics.map(section).joined() }

    private func section(_ topic: ReportTopic) -> String {
        var out = "<details class=\"topic\"><summary><span class=\"name\">\(topic.name.html)</span>"
        out += bar(topic)
        out += "<span class=\"tally\">\(topic.counts.html)</span>"
        out += "<span class=\"time\">\(topic.duration.words)</span></summary>\n<ul class=\"checks\">\n"
        for result in topic.results { out += line(result) }
        return out + "</ul></details>\n"
    }

    private func bar(_ topic: ReportTopic) -> String {
        let parts = CheckStatus.shown.compactMap { status -> String? in
            let count = topic.count(status)
            return count > 0 ? "<i class=\"\(status.rawValue)\" style=\"flex-grow:\(count)\"></i>" : nil
        }
        return "<span class=\"bar\" aria-hidden=\"true\">\(parts.joined())</span>"
    }

    private func line(_ result: CheckResult) -> String {
        let note = result.note ?? result.finding?.problems.first
        let detail = note.map { " <span class=\"note\">\($0.html)</span>" } ?? ""
        return "<li class=\"check\">\(result.status.badge) <span>\(result.name.html)</span>\(detail)"
            + " <span class=\"time\">\(result.duration.words)</span></li>\n"
    }
}
