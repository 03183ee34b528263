extension VectorRunner {
    /// Runs every case that the filter lets through, at most `jobs` at once.
    /// - Parameters:
    ///   - filter: matched against `topic/op/name`.
    ///   - limit: how long one case may take; a later answer is a failure.
    /// - Returns: one result a case, in the order of the files.
    public func run(
        _ files: [VectorFile], filter: Glob? = nil, jobs: Int = 4, limit: Duration = .seconds(30),
        clock: some Clock<Duration> = ContinuousClock()
    ) async -> ConformanceRun {
        var runner = CheckRunner()
        runner.filter = filter
        runner.jobs = jobs
        return await runner.run(checks(files, limit: limit), clock: clock)
    }
}
