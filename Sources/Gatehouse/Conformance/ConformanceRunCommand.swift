import ArgumentParser
import ChainConformance
import ChainKit
import Foundation
import Host

extension ReportFormat: ExpressibleByArgument {}

struct ConformanceRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Runs vectors, exchanges and requirements, and reports what passed and, in full, what did not.",
        discussion: """
            Without --adapter or --external everything is run. With them: the vector cases that the adapter answers, its \
            exchange files, and the requirements derived from them. An adapter that you write is tried with
              gatehouse conformance run --external ./adapter.py --exchanges exchanges
            Exit status: 0 all passed, 1 something failed, 2 the run could not be made.
            """)

    @Option(
        name: .customLong("adapter"), parsing: .upToNextOption,
        help: ArgumentHelp("Only this adapter, such as evm; may be given several times.", valueName: "id"))
    var adapters: [String] = []

    @OptionGroup var cases: CaseOptions

    @Option(
        help: ArgumentHelp(
            "A program in place of a built-in adapter, such as \"./adapter.py --flag\"; quotes keep spaces in a word.",
            valueName: "command"))
    var external: String?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("A variable of this environment that the program may see, beside PATH.", valueName: "name"))
    var environment: [String] = []

    @Option(
        help: ArgumentHelp(
            "Only checks whose topic/name fits, such as 'requirements/*'; * stands for any text, ? for one character.",
            valueName: "glob"))
    var filter: String?

    @Option(help: "How the report is written.")
    var report = ReportFormat.text

    @Option(help: ArgumentHelp("A file for the report; the terminal gets it as text.", valueName: "file"))
    var output: String?

    @Flag(help: "Also asks the sample accounts of the exchange files of the real providers in the configuration.")
    var live = false

    @Option(help: ArgumentHelp("The configuration that --live takes its chains from.", valueName: "file"))
    var config = "config/gatehouse.yaml"

    @Flag(help: "Begins nothing new after the first check that fails.")
    var failFast = false

    @Option(help: "How many checks run at once, 1 to 256.")
    var jobs = 4

    func validate() throws {
        if !(1...256).contains(jobs) { throw ValidationError("--jobs is a number from 1 to 256.") }
        if external == nil, !environment.isEmpty {
            throw ValidationError("--environment is for a program; write it beside --external.")
        }
        if live, !cases.vectors.isEmpty, cases.exchanges.isEmpty {
            throw ValidationError("--live takes its accounts from exchange files; name them with --exchanges.")
        }
    }

    func run() async throws {
        do {
            let report = try await made()
            try requireChecks(report.run)
            if report.run.verdict != .passed { throw ExitCode(report.run.verdict.exitCode) }
        } catch let error as ChainError {
            throw error.reported()
        }
    }

    private func made() async throws -> ConformanceReport {
        let output = ReportOutput(format: report, file: output)
        try output.check()
        let selection = try cases.load()
        let subject = try await subject(selection)
        let bench = try ExchangeBench()
        var plan = ConformancePlan()
        plan.add(selection.vectors, answeredBy: try subject.vectorRunner())
        let adapters = try subject.adapters(selection, bench: bench)
        for adapter in adapters { try await plan.add(adapter) }
        let chains = live ? try await LiveChains.open(config) : nil
        do {
            try await chains?.add(adapters, to: &plan)
            let report = await run(plan, without: selection.without(subject), digest: selection.digest)
            await chains?.close()
            await bench.close()
            try output.write(report)
            return report
        } catch {
            await chains?.close()
            throw error
        }
    }

    private func subject(_ selection: CaseSelection) async throws(ChainError) -> ConformanceSubject {
        guard let external else { return try .named(adapters) }
        return try await .program(
            CommandWords.split(external), environment: environment, id: ConformanceSubject.id(ofProgram: adapters, selection))
    }

    /// - Throws: `configuration_invalid` when there is nothing to run, or the filter leaves nothing.
    private func requireChecks(_ run: ConformanceRun) throws(ChainError) {
        guard !run.results.isEmpty else {
            throw ChainError(
                .configurationInvalid,
                "There is nothing to run: the files have no cases, or none that the adapter answers.")
        }
        guard let filter else { return }
        let glob = Glob(filter)
        guard !run.results.contains(where: { glob.matches($0.id) }) else { return }
        throw ChainError(
            .configurationInvalid,
            "No check fits \(filter); a check is called topic/name, such as requirements/evm/HLD-2, and * stands for any text.")
    }

    private func run(_ plan: ConformancePlan, without: [String], digest: String) async -> ConformanceReport {
        var runner = CheckRunner()
        runner.filter = filter.map(Glob.init)
        runner.jobs = jobs
        runner.stopsAtFirstFailure = failFast
        let progress = ProgressLine.onStandardError(environment: ProcessInfo.processInfo.environment)
        runner.progress = { progress?.show($0) }
        let date = Date()
        let start = ContinuousClock.now
        let run = await runner.run(plan.checks)
        let took = start.duration(to: .now)
        progress?.clear()
        var narrowing = ConformanceReport.Narrowing()
        narrowing.filter = filter
        narrowing.stopsAtFirstFailure = failFast
        narrowing.without = without
        return ConformanceReport(
            adapters: plan.adapters, release: Release.version, digest: digest, narrowing: narrowing, date: date,
            took: took, run: run)
    }
}
