import ChainKit
import Foundation

extension SuiteReport {
    /// How far ahead of the server's clock the one may be that dated a report.
    private static let skewSeconds = 3600.0

    /// Why the report proves no adapter, whichever it is about; `nil` when it may.
    func objection(_ conformance: ConformanceConfiguration, now: Date) -> String? {
        if let shortcoming { return "proves nothing: \(shortcoming)" }
        guard contractVersion == AdapterManifest.contractVersion else {
            return "is about contract version \(contractVersion), this build speaks \(AdapterManifest.contractVersion)"
        }
        return pinned(conformance, now)
    }

    /// Why none of its adapters is that program; `nil` when one is.
    /// - Parameter digest: as ``Adapter/program``; `nil` when the program's files cannot be read.
    func objection(toProgram digest: String?) -> String? {
        Self.objection(toProgram: digest, tried: adapters.compactMap(\.program))
    }

    /// Why the report does not prove this adapter; `nil` when it does.
    /// - Parameters:
    ///   - manifest: what the adapter says of itself now.
    ///   - isProgram: whether the adapter is a program of its own.
    func objection(to manifest: AdapterManifest, isProgram: Bool) -> String? {
        guard let adapter = adapters.first(where: { $0.id == manifest.id }) else {
            return "is about \(adapters.map(\.id).joined(separator: ", ")), this chain's adapter is \(manifest.id)"
        }
        guard adapter.version == manifest.version else {
            return "is about \(adapter.id) \(adapter.version), this chain's adapter is version \(manifest.version)"
        }
        let due = ProvenRequirement.allCases.first {
            $0.isDue(manifest) && status(of: $0.rawValue, adapter: adapter.id) != .passed
        }
        if let due { return "says that \(adapter.id) does not offer what \(due.rawValue) tries, here it does" }
        return program(adapter, manifest, isProgram)
    }

    private func program(_ adapter: Adapter, _ manifest: AdapterManifest, _ isProgram: Bool) -> String? {
        guard isProgram || manifest.program != nil else {
            if adapter.program != nil { return "is about a program, this chain's adapter is the one of this build" }
            return release == Release.version ? nil : "is of Gatehouse \(release), this is \(Release.version)"
        }
        return Self.objection(toProgram: manifest.program, tried: adapter.program.map { [$0] } ?? [])
    }

    private static func objection(toProgram digest: String?, tried: [String]) -> String? {
        guard let digest else {
            return "cannot be held against the program, whose digest is not known: a file that its command names cannot be read"
        }
        if tried.isEmpty { return "is about the adapter of a build, this chain's is a program" }
        return tried.contains(digest) ? nil : "is about the program \(tried.joined(separator: ", ")), this chain runs \(digest)"
    }

    private func pinned(_ conformance: ConformanceConfiguration, _ now: Date) -> String? {
        if let suite = conformance.suite, suite != self.suite {
            return "is of the case files \(self.suite), conformance.suite says \(suite)"
        }
        let age = now.timeIntervalSince(date)
        if age < -Self.skewSeconds { return "is of \(RFC3339.format(date)), which is yet to come; set the clock that is wrong" }
        guard let days = conformance.maxAgeDays, age > Double(days) * 86_400 else { return nil }
        return "is of \(RFC3339.format(date)), older than the \(days) days of conformance.max_age_days"
    }
}
