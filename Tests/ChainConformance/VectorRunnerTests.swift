import ChainConformance
import ChainKit
import Testing

struct VectorRunnerTests {
    private let accept: JSONValue = ["verdict": "accept"]

    @Test func failsTheRunWhenNobodyOffersAnOperation() async throws {
        let run = try await VectorRunner([]).run([.expecting([accept], op: "siwe.verify")])
        let result = try #require(run.results.first)
        #expect(result.status == .error)
        #expect(result.finding?.problems == ["no module offers the operation \"siwe.verify\""])
        #expect(run.verdict == .notMade)
    }

    @Test func refusesTwoModulesThatOfferOneOperation() {
        let op = VectorOp("op") { _ throws(ChainError) in .accept() }
        let error = #expect(throws: ChainError.self) { try VectorRunner([op, op]) }
        #expect(error?.message.contains("\"op\"") == true)
    }

    @Test(
        arguments: [
            ("account_invalid", "reject"), ("proof_malformed", "reject"), ("upstream_timeout", "unavailable"),
            ("unheard_of", "unavailable"),
        ] as [(ChainError.Code, String)])
    func countsAThrownErrorByWhomItBlames(code: ChainError.Code, verdict: String) async throws {
        let runner = try VectorRunner([VectorOp("op") { _ throws(ChainError) in throw ChainError(code, "no") }])
        let run = try await runner.run([.expecting([["verdict": .string(verdict)], accept])])
        #expect(run.results.map(\.status) == [.passed, .failed])
        #expect(run.results.last?.finding?.got.contains(code.rawValue) == true)
        #expect(run.verdict == .failed)
    }

    @Test(arguments: ["internal_error", "cancelled"] as [ChainError.Code])
    func blamesTheSuiteForAnOperationThatBreaks(code: ChainError.Code) async throws {
        let runner = try VectorRunner([VectorOp("op") { _ throws(ChainError) in throw ChainError(code, "no such input") }])
        let run = try await runner.run([.expecting([["verdict": "reject"]])])
        #expect(run.results.map(\.status) == [.error])
        #expect(run.verdict == .notMade)
    }

    @Test func failsACaseThatHangs() async throws {
        let released = Flag()
        defer { released.raise() }
        let runner = try VectorRunner([
            VectorOp("op") { _ throws(ChainError) in
                // Deaf to cancellation, as a bug would be.
                while !released.isRaised { await Task.yield() }
                return .accept()
            }
        ])
        let run = try await runner.run([.expecting([["verdict": "either"]])], limit: .milliseconds(1))
        #expect(run.results.map(\.status) == [.failed])
        #expect(run.results.first?.finding?.problems.first?.contains("no end within") == true)
    }

    @Test func givesTheResultsInTheOrderOfTheCases() async throws {
        let runner = try VectorRunner([
            VectorOp("op") { inputs throws(ChainError) in
                for _ in 0..<(50 - (inputs["index"]?.whole ?? 0)) { await Task.yield() }
                return .accept(["index": inputs["index"] ?? nil])
            }
        ])
        let expected: [JSONValue] = (0..<50).map { ["verdict": "accept", "index": .integer($0)] }
        let run = try await runner.run([.expecting(expected)], jobs: 8)
        #expect(run.results.map(\.name) == (1...50).map { "op/\($0)" })
        #expect(run.count(.passed) == 50)
        #expect(run.verdict == .passed)
    }

    @Test(arguments: [1, 3]) func runsAtMostAsManyCasesAtOnceAsAllowed(jobs: Int) async throws {
        let gauge = Gauge()
        let runner = try VectorRunner([
            VectorOp("op") { _ throws(ChainError) in
                gauge.enter()
                for _ in 0..<20 { await Task.yield() }
                gauge.leave()
                return .accept()
            }
        ])
        let run = try await runner.run([.expecting(.init(repeating: accept, count: 30))], jobs: jobs)
        #expect(run.count(.passed) == 30)
        #expect((1...jobs).contains(gauge.most))
    }

    @Test func runsOnlyWhatTheFilterFits() async throws {
        let runner = try VectorRunner([VectorOp("op") { _ throws(ChainError) in .accept() }])
        let files: [VectorFile] = [
            try .expecting([accept, accept], topic: "one"), try .expecting([accept], op: "gone", topic: "two"),
        ]
        let run = await runner.run(files, filter: Glob("one/op/2"))
        #expect(run.results.map(\.status) == [.notRun, .passed, .notRun])
        #expect(run.verdict == .passed)
    }

    @Test func doesNotTakeAFilterThatFitsNothingForSuccess() async throws {
        let runner = try VectorRunner([VectorOp("op") { _ throws(ChainError) in .accept() }])
        #expect(try await runner.run([.expecting([accept])], filter: Glob("other*")).verdict == .notMade)
    }
}
