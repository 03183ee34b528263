import Foundation

/// `make bench`: every figure is a ratio to something measured in the same run, so that it means the same on any machine.
@main
enum Benchmark {
    static func main() async throws {
        print("Proofs, against the bare library on the same bytes")
        let rows = try await Task.detached { try await ProofBenchmark.run() }.value
        for row in rows { row.printed() }
        print("\nSign-in texts")
        let texts = try await Task.detached { try await ParserBenchmark.run() }.value
        for row in texts { row.printed() }
        print("\nThe slowest answer to 64 KiB, by operation (promised: below 50 ms)")
        let isLinear = try await Task.detached { try await ParserBenchmark.worst() }.value
        print("\nHoldings in one batch, answered in memory")
        try await HoldingsBenchmark.run()
        print("\nThe same adapter as a program of its own, \(ExternalBenchmark.atOnce) calls at a time")
        for row in try await ExternalBenchmark.run() { row.printed() }
        print("\nHTTP over loopback with SQLite, the client on the same cores")
        let isSmall = try await ServerBenchmark.run()
        if !isSmall || !isLinear || !rows.allSatisfy(\.isKept) { exit(1) }
    }
}

/// One line of the report.
struct Row: Sendable {
    let name: String
    /// Operations a second.
    let rate: Double
    let base: String
    let baseRate: Double
    /// The least the ratio may be, where there is a promise.
    let promise: Double?

    private var ratio: Double { rate / baseRate }
    var isKept: Bool { promise.map { ratio >= $0 } ?? true }

    func printed() {
        var line = "  \(name): \(Int(rate))/s, \(base): \(Int(baseRate))/s, ratio \(String(format: "%.2f", ratio))"
        if let promise { line += isKept ? " (promised \(promise))" : " BELOW the promised \(promise)" }
        print(line)
    }
}

/// Measures two things in turns, so that what else the machine does falls on both.
enum InTurns {
    /// - Returns: the median rate of each, in runs a second.
    static func rates(
        rounds: Int = 9, runs: Int = 2000, _ first: () async throws -> Void, _ second: () async throws -> Void
    ) async throws -> (Double, Double) {
        var firsts: [Double] = []
        var seconds: [Double] = []
        for _ in 0..<rounds {
            firsts.append(try await rate(runs, first))
            seconds.append(try await rate(runs, second))
        }
        return (firsts.sorted()[rounds / 2], seconds.sorted()[rounds / 2])
    }

    private static func rate(_ runs: Int, _ body: () async throws -> Void) async throws -> Double {
        let start = ContinuousClock.now
        for _ in 0..<runs { try await body() }
        return Double(runs) / (start.duration(to: .now) / .seconds(1))
    }
}
