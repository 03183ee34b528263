import ChainKit

extension PlatformAssembly {
    /// Makes sure that the adapter of a chain that requires a report is proven by one.
    /// - Parameter isProgram: whether the adapter is a program of its own.
    /// - Throws: `configuration_invalid` with a pointer into the chain's configuration.
    func requireReport(
        _ chain: BuiltChain, isProgram: Bool, _ configuration: GatehouseConfiguration
    ) throws(ChainError) {
        guard chain.chain.requiresReport else { return }
        let keys = configuration.conformance.keys
        guard !keys.isEmpty else {
            throw ChainError(
                .configurationInvalid,
                "A report is required, and no key is believed; write conformance: { keys: [ \"ed25519:…\" ] } with the key that gatehouse conformance key prints.",
                pointer: "/require_report")
        }
        let path = FilePath.join(configuration.directory, chain.chain.report ?? "reports/\(chain.chain.name).json")
        let objection: String?
        do throws(ChainError) {
            objection = try self.objection(to: chain.adapter.manifest, isProgram: isProgram, path, configuration.conformance)
        } catch {
            objection = "is not one: \(error.message)"
        }
        guard let objection else { return }
        throw ChainError(
            .configurationInvalid,
            "The conformance report \(path) \(objection). Make one with: \(Self.commands(chain.adapter.manifest.id, isProgram, path))",
            pointer: chain.chain.report == nil ? "/require_report" : "/report")
    }

    private func objection(
        to manifest: AdapterManifest, isProgram: Bool, _ path: String, _ conformance: ConformanceConfiguration
    ) throws(ChainError) -> String? {
        guard let bytes = files.bytes(path, SignedReport.limit + 1) else { return "is not there or cannot be read" }
        let signed = try SignedReport(parsing: bytes)
        guard let signature = signed.signature else { return "is not signed" }
        guard conformance.keys.contains(signature.key) else {
            return "is signed by \(signature.key), which is none of conformance.keys"
        }
        guard signed.isSigned(byOneOf: conformance.keys) else {
            return "has a signature that is not good: one of the two was changed afterwards"
        }
        return signed.report.objection(to: manifest, isProgram: isProgram, conformance, now: now())
    }

    /// How a right report is made.
    private static func commands(_ id: String, _ isProgram: Bool, _ path: String) -> String {
        let program = isProgram ? " --external \"COMMAND\" --vectors conformance/vectors --exchanges FOLDER" : ""
        return
            "gatehouse conformance run --adapter \(id)\(program) --report json --output report.json && gatehouse conformance sign --report report.json --key KEY-FILE --output \(path)"
    }
}
