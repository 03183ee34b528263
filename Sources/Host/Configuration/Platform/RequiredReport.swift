import ChainKit
import Foundation

/// The signed report that a chain requires: it counts, and what is left to see is whether it is about the chain's adapter.
struct RequiredReport: Sendable {
    let report: SuiteReport
    let path: String
    /// Where in the chain's configuration the report is asked for.
    let pointer: String
    /// The adapter of this build that it has to be about; `nil` for a program, which has not said yet what it is.
    let builtIn: String?

    /// Whether a program may run.
    /// - Parameter digest: `sha256:` and 64 hex digits, of the files that its command names.
    /// - Throws: `configuration_invalid` with a pointer into the chain's configuration.
    func require(program digest: String?) throws(ChainError) {
        if let objection = report.objection(toProgram: digest) { throw refusal(objection) }
    }

    /// Whether the adapter is the one that was tried.
    /// - Throws: as ``require(program:)``.
    func require(_ manifest: AdapterManifest) throws(ChainError) {
        if let objection = report.objection(to: manifest, isProgram: builtIn == nil) { throw refusal(objection) }
    }

    private func refusal(_ objection: String) -> ChainError {
        Self.refusal(objection, path: path, pointer: pointer, builtIn: builtIn)
    }

    /// Says what is wrong and how a right report is made.
    static func refusal(_ objection: String, path: String, pointer: String, builtIn: String?) -> ChainError {
        let subject =
            builtIn.map { "--adapter \($0)" } ?? "--external \"COMMAND\" --vectors conformance/vectors --exchanges FOLDER"
        return ChainError(
            .configurationInvalid,
            "The conformance report \(path) \(objection). Make one with: gatehouse conformance run \(subject) --report json --output report.json && gatehouse conformance sign --report report.json --key KEY-FILE --output \(path)",
            pointer: pointer)
    }
}
