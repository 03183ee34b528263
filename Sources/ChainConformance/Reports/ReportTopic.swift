/// The results of one topic, in the order of the run.
struct ReportTopic {
    let name: String
    let results: [CheckResult]

    func count(_ status: CheckStatus) -> Int { results.count { $0.status == status } }

    /// What its checks took, one after another.
    var duration: Duration { results.reduce(.zero) { $0 + $1.duration } }

    /// Counts in words, such as "3 passed, 1 failed".
    var counts: String {
        CheckStatus.allCases.compactMap { status in
            let count = count(status)
            return count > 0 ? "\(count) \(status.words)" : nil
        }.joined(separator: ", ")
    }
}

extension ConformanceRun {
    /// In the order in which they first appear.
    var topics: [ReportTopic] {
        var order: [String] = []
        let groups = Dictionary(grouping: results, by: \.topic)
        var seen: Set<String> = []
        for result in results where seen.insert(result.topic).inserted { order.append(result.topic) }
        return order.map { ReportTopic(name: $0, results: groups[$0] ?? []) }
    }

    /// Those with a finding: what broke or failed.
    var troubles: [CheckResult] { results.filter { [.failed, .error].contains($0.status) } }
}

extension CheckStatus {
    /// For people.
    var words: String {
        switch self {
        case .passed: "passed"
        case .failed: "failed"
        case .notOffered: "not offered"
        case .notRun: "not run"
        case .error: "could not be run"
        }
    }
}

extension CheckResult {
    /// The requirement that this check is the whole trial of, rather than an example for.
    var tried: RequirementID? { requirement?.rawValue == name ? requirement : nil }
}
