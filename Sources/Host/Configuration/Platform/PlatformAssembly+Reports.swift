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
        let outcome: (report: SuiteReport?, objection: String?)
        do throws(ChainError) { outcome = try read(path, configuration.conformance) } catch {
            outcome = (nil, "is not one: \(error.message)")
        }
        guard let report = outcome.report, outcome.objection == nil else {
            throw RequiredReport.refusal(
                outcome.objection ?? "is not there or cannot be read", path: path, pointer: pointer, builtIn: builtIn)
        }
        return RequiredReport(report: report, path: path, pointer: pointer, builtIn: builtIn)
    }

    /// - Returns: the report, or why it does not count.
    private func read(
        _ path: String, _ conformance: ConformanceConfiguration
    ) throws(ChainError) -> (SuiteReport?, objection: String?) {
        guard let bytes = files.bytes(path, SignedReport.limit + 1) else { return (nil, "is not there or cannot be read") }
        let signed = try SignedReport(parsing: bytes)
        guard let signature = signed.signature else { return (nil, "is not signed") }
        guard conformance.keys.contains(signature.key) else {
            return (nil, "is signed by \(signature.key), which is none of conformance.keys")
        }
        guard signed.isSigned(byOneOf: conformance.keys) else {
            return (nil, "has a signature that is not good: one of the two was changed afterwards")
        }
        return (signed.report, signed.report.objection(conformance, now: now()))
    }
}

extension AdapterKind {
    /// Whether its adapters are programs of their own, of which only the configuration says what they are.
    var isProgram: Bool { namespace == nil }
}
