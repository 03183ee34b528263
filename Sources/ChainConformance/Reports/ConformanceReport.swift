import ChainKit
import Foundation

/// A run and everything that tells it from another: what was tried, with which cases, by which release, when.
public struct ConformanceReport: Sendable, Hashable {
    /// An adapter as its manifest names it.
    public struct Adapter: Sendable, Hashable {
        public var id: String
        public var version: String
        /// The digest of the program that it is, `sha256:` and 64 hex digits; `nil` for one of this build.
        public var program: String?

        public init(id: String, version: String, program: String? = nil) {
            self.id = id
            self.version = version
            self.program = program
        }
    }

    /// Why a run proves less than the whole suite does.
    public struct Narrowing: Sendable, Hashable {
        /// The pattern that checks had to fit.
        public var filter: String?
        /// Whether nothing new was begun after the first failure.
        public var stopsAtFirstFailure = false
        /// The kinds of case files that were left out, `vectors` or `exchanges`.
        public var without: [String] = []

        public init() {}

        public var isWhole: Bool { self == Narrowing() }
    }

    /// Those whose exchange files were run, in that order.
    public var adapters: [Adapter]
    /// Of ChainKit.
    public var contractVersion: Int
    /// The release of Gatehouse.
    public var release: String
    /// SHA-256 over the case files, in hex; the same wherever the files lie.
    public var digest: String
    public var narrowing: Narrowing
    /// When the run began.
    public var date: Date
    /// From the first check's begin to the last one's end.
    public var took: Duration
    public var run: ConformanceRun

    public init(
        adapters: [Adapter], contractVersion: Int = AdapterManifest.contractVersion, release: String, digest: String,
        narrowing: Narrowing = Narrowing(), date: Date, took: Duration, run: ConformanceRun
    ) {
        self.adapters = adapters
        self.contractVersion = contractVersion
        self.release = release
        self.digest = digest
        self.narrowing = narrowing
        self.date = date
        self.took = took
        self.run = run
    }

    /// The verdict in words, such as "2 of 310 checks failed".
    public var headline: String {
        let ran = run.count(.passed) + run.count(.failed) + run.count(.error)
        let broken = run.count(.error)
        switch run.verdict {
        case .passed: return ran == 1 ? "The one check that ran passed" : "All \(ran) checks passed"
        case .failed: return "\(run.count(.failed)) of \(ran) checks failed"
        case .notMade:
            let failed = run.count(.failed) > 0 ? ", \(run.count(.failed)) failed" : ""
            return broken == 0 ? "Nothing was run" : "\(broken) of \(ran) checks could not be run\(failed)"
        }
    }

    /// Why it proves less than the whole suite, in words; `nil` when it does not.
    var narrowed: String? {
        var reasons = narrowing.without.map { "no \($0) were run" }
        if let filter = narrowing.filter { reasons.append("only checks that fit \(filter) were run") }
        if narrowing.stopsAtFirstFailure { reasons.append("the run stops at the first failure") }
        return reasons.isEmpty ? nil : reasons.joined(separator: "; ")
    }
}
