/// Everything one run of the suite found, in the order of the files.
public struct ConformanceRun: Sendable, Hashable {
    public var results: [CheckResult]

    public init(results: [CheckResult]) { self.results = results }

    public func count(_ status: CheckStatus) -> Int {
        results.count { $0.status == status }
    }

    /// 0 when all that ran passed, 1 when something failed, 2 when the run could not be made: a check broke, or none ran.
    public var exitCode: Int32 {
        if count(.error) > 0 || count(.passed) + count(.failed) == 0 { return 2 }
        return count(.failed) > 0 ? 1 : 0
    }
}
