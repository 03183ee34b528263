import ChainKit

/// What a run consists of: the checks in their order, and the adapters whose exchange files are among them.
public struct ConformancePlan: Sendable {
    public var adapters: [ConformanceReport.Adapter] = []
    public var checks: [Check] = []

    public init() {}

    /// Adds a check a case; see ``VectorRunner/checks(_:limit:)``.
    public mutating func add(_ vectors: [VectorFile], answeredBy runner: VectorRunner) {
        checks += runner.checks(vectors)
    }

    /// Adds the cases of the adapter's exchange files and the requirements that are derived from them.
    /// - Throws: what the adapter refuses, or `configuration_invalid` when it has no files or calls itself otherwise than
    ///   they do.
    public mutating func add(_ adapter: AdapterUnderTest) async throws(ChainError) {
        let identity = try await adapter.identity()
        adapters.append(identity)
        checks += ExchangeSuite(adapter).checks
        checks += RequirementSuite(adapter, id: identity.id).checks
    }
}

extension AdapterUnderTest {
    /// What the adapter calls itself, in the configuration of the first file that it takes.
    func identity() async throws(ChainError) -> ConformanceReport.Adapter {
        var refusal: ChainError?
        for file in files {
            let stage: ExchangeStage
            do throws(ChainError) { stage = try await ExchangeStage.open(self, file, nil) } catch {
                refusal = refusal ?? file.locating(error)
                continue
            }
            let manifest = stage.adapter.manifest
            await stage.close()
            guard manifest.id == file.adapter else {
                throw ChainError(
                    .configurationInvalid,
                    "The adapter calls itself \"\(manifest.id)\", its exchange files say \"\(file.adapter)\"; one word is right for both."
                )
            }
            return ConformanceReport.Adapter(id: manifest.id, version: manifest.version, program: manifest.program)
        }
        throw refusal
            ?? ChainError(.configurationInvalid, "The adapter \"\(kind.id)\" has no exchange files, so nothing proves it.")
    }
}

extension ExchangeFile {
    /// The error, when it is about the file's configuration, with the file's name and the place in it.
    fileprivate func locating(_ error: ChainError) -> ChainError {
        guard error.code == .configurationInvalid, let pointer = error.pointer else { return error }
        var error = error
        error.message = "The exchange file \(adapter)/\(name): \(error.message)"
        error.pointer = "/configuration\(pointer)"
        return error
    }
}
