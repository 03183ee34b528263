import ChainKit
import Foundation

/// What a conformance report says, as `gatehouse conformance run --report json` writes it.
public struct SuiteReport: Sendable, Hashable {
    /// An adapter that was tried.
    public struct Adapter: Sendable, Hashable {
        public let id: String
        public let version: String
        /// The digest of the program that it was, `sha256:` and 64 hex digits; `nil` for one of the release.
        public let program: String?
    }

    /// How a check ended.
    public enum Status: String, Sendable, Hashable, CaseIterable {
        case passed, failed, error
        case notOffered = "not_offered"
        case notRun = "not_run"
    }

    struct Result: Sendable, Hashable {
        let topic: String
        let name: String
        let status: Status
    }

    public let adapters: [Adapter]
    public let contractVersion: Int
    /// Of Gatehouse.
    public let release: String
    /// The digest of the case files, `sha256:` and 64 hex digits.
    public let suite: String
    /// Whether less than the whole suite was meant to run.
    public let isNarrowed: Bool
    /// When the run began.
    public let date: Date
    let results: [Result]

    public func count(_ status: Status) -> Int { results.count { $0.status == status } }

    /// How the adapter did at a requirement: passed where one of its checks has, `nil` where there is none.
    func status(of requirement: String, adapter id: String) -> Status? {
        let found = results.filter { $0.name == requirement && $0.topic == "requirements/\(id)" }.map(\.status)
        return found.contains(.passed) ? .passed : found.first
    }

    /// Why nobody should believe in its adapters because of it; `nil` for a report of a whole run that passed.
    public var shortcoming: String? {
        func checks(_ status: Status) -> String { count(status) == 1 ? "one check" : "\(count(status)) checks" }
        if count(.error) > 0 { return "\(checks(.error)) could not be run" }
        if count(.failed) > 0 { return "\(checks(.failed)) failed" }
        if isNarrowed { return "the run was narrowed to a part of the suite" }
        if count(.notRun) > 0 { return "\(checks(.notRun)) did not run" }
        if adapters.isEmpty || count(.passed) == 0 { return "no adapter was tried" }
        for adapter in adapters {
            let missing = ProvenRequirement.allCases.first {
                ![.passed, .notOffered].contains(status(of: $0.rawValue, adapter: adapter.id))
            }
            if let missing { return "the requirement \(missing.rawValue) was not tried on \(adapter.id)" }
        }
        return nil
    }
}
