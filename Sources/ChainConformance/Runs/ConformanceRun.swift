/// Everything one run of the suite found, in the order of the files.
public struct ConformanceRun: Sendable, Hashable {
    public var results: [CheckResult]

    public init(results: [CheckResult]) { self.results = results }

    public func count(_ status: CheckStatus) -> Int {
        results.count { $0.status == status }
    }

    public enum Verdict: String, Sendable, Hashable {
        /// All that ran passed.
        case passed
        case failed
        /// A check broke, or none ran.
        case notMade = "not_made"

        /// The exit status of the command line.
        public var exitCode: Int32 {
            switch self {
            case .passed: 0
            case .failed: 1
            case .notMade: 2
            }
        }
    }

    public var verdict: Verdict {
        if count(.error) > 0 || count(.passed) + count(.failed) == 0 { return .notMade }
        return count(.failed) > 0 ? .failed : .passed
    }
}
