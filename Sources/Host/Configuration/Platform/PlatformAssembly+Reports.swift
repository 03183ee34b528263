import ChainKit

extension PlatformAssembly {
    /// The report that a chain requires, judged as far as that can be done before the adapter is there: what is not proven
    /// is not to run first.
    /// - Returns: `nil` for a chain that requires none.
    /// - Throws: `configuration_invalid` with a pointer into the chain's configuration.
    func requiredReport(
        _ chain: ChainConfiguration, of kind: AdapterKind, _ configuration: GatehouseConfiguration
    ) throws(ChainError) -> RequiredReport? {
        guard chain.requiresReport else { return nil }
        guard !configuration.conformance.keys.isEmpty else {
            throw ChainError(
                .configurationInvalid,
                "A report is required, and no key is believed; write conformance: { keys: [ \"ed25519:…\" ] } with the key that gatehouse conformance key prints.",
                pointer: "/require_report")
        }
        let path = FilePath.join(configuration.directory, chain.report ?? "reports/\(chain.name).json")
        let pointer = chain.report == nil ? "/require_report" : "/report"
        let builtIn = kind.isProgram ? nil : kind.id
        do throws(ReportObjection) {
            let report = try read(path, configuration.conformance)
            return RequiredReport(report: report, path: path, pointer: pointer, builtIn: builtIn)
        } catch {
            throw RequiredReport.refusal(error.words, path: path, pointer: pointer, builtIn: builtIn)
        }
    }

    private func read(_ path: String, _ conformance: ConformanceConfiguration) throws(ReportObjection) -> SuiteReport {
        guard let bytes = files.bytes(path, SignedReport.limit + 1) else {
            throw ReportObjection(words: "is not there or cannot be read")
        }
        let signed: SignedReport
        do throws(ChainError) { signed = try SignedReport(parsing: bytes) } catch {
            throw ReportObjection(words: "is not one: \(error.message)")
        }
        guard let signature = signed.signature else { throw ReportObjection(words: "is not signed") }
        guard conformance.keys.contains(signature.key) else {
            throw ReportObjection(words: "is signed by \(signature.key), which is none of conformance.keys")
        }
        guard signed.isSigned(byOneOf: conformance.keys) else {
            throw ReportObjection(words: "has a signature that is not good: one of the two was changed afterwards")
        }
        if let words = signed.report.objection(conformance, now: now()) { throw ReportObjection(words: words) }
        return signed.report
    }
}

/// Why a report does not count, in words that follow "the conformance report".
private struct ReportObjection: Error {
    let words: String
}

extension AdapterKind {
    /// Whether its adapters are programs of their own, of which only the configuration says what they are.
    var isProgram: Bool { namespace == nil }
}
