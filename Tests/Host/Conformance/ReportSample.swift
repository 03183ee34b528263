import ChainConformance
import ChainCrypto
import ChainKit
import Foundation

@testable import Host

/// A whole run that passed, as ChainConformance reports it; tests spoil parts of it.
enum ReportSample {
    static let seed = [UInt8](repeating: 7, count: 32)
    static let key = publicKey(seed)
    static let begun = Date(timeIntervalSince1970: 1_790_000_000)
    static let suite = String(repeating: "ab", count: 32)

    static func publicKey(_ seed: [UInt8]) -> ReportKey {
        ReportKey(bytes: Ed25519.publicKey(seed: seed) ?? [])!
    }

    /// - Parameter roles: requirements of others are not offered.
    static func report(
        of id: String = "paper", version: String = "1.0.0", program: String? = nil, roles: [AdapterManifest.Role] = [.holdings],
        readsPages: Bool = false
    ) -> ConformanceReport {
        var results = [CheckResult(topic: "exchanges/\(id)/main", name: "holds two", status: .passed, duration: .milliseconds(3))]
        for requirement in RequirementID.allCases {
            let isOffered = (requirement.role.map(roles.contains) ?? true) && (requirement != .pages || readsPages)
            results.append(
                CheckResult(
                    topic: "requirements/\(id)", name: requirement.rawValue, requirement: requirement,
                    status: isOffered ? .passed : .notOffered, duration: .milliseconds(1),
                    note: isOffered ? nil : "\"not\"\n\u{1}ü"))
        }
        return ConformanceReport(
            adapters: [.init(id: id, version: version, program: program)], release: Release.version, digest: suite, date: begun,
            took: .milliseconds(30), run: ConformanceRun(results: results))
    }

    static func signed(_ report: ConformanceReport, seed: [UInt8] = seed) -> JSONValue {
        let json = JSONReport(report).value
        let value = Ed25519.sign(ReportSignature.signedBytes(of: json), seed: seed) ?? []
        return ReportSignature(key: publicKey(seed), value: value).put(under: json)
    }
}

extension ConformanceReport {
    /// The same report with one requirement's result changed.
    func setting(_ requirement: RequirementID, _ status: CheckStatus) -> ConformanceReport {
        changing { report in
            for index in report.run.results.indices where report.run.results[index].requirement == requirement {
                report.run.results[index].status = status
            }
        }
    }

    func changing(_ change: (inout ConformanceReport) -> Void) -> ConformanceReport {
        var copy = self
        change(&copy)
        return copy
    }
}
