import ArgumentParser
import ChainConformance
import ChainCrypto
import ChainKit

/// Which case files a run is made with.
struct CaseOptions: ParsableArguments {
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Vector files and folders of them (default: conformance/vectors). Named alone, no exchange files are run.",
            valueName: "path"))
    var vectors: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Exchange files and folders of them (default: conformance/exchanges). Named alone, no vectors are run.",
            valueName: "path"))
    var exchanges: [String] = []

    /// Reads the files that are named, or both folders when none is.
    /// - Throws: `configuration_invalid` naming the file, the place in it and what would be right.
    func load() throws(ChainError) -> CaseSelection {
        let isOpen = vectors.isEmpty && exchanges.isEmpty
        let vectors = try CaseFile.read(isOpen ? ["conformance/vectors"] : vectors, of: .vector)
        let exchanges = try CaseFile.read(isOpen ? ["conformance/exchanges"] : exchanges, of: .exchange)
        return CaseSelection(
            vectors: try vectors.map { (file) throws(ChainError) in try VectorFile(parsing: file.bytes, path: file.path) },
            exchanges: try exchanges.map { (file) throws(ChainError) in try ExchangeFile(parsing: file.bytes, path: file.path) },
            digest: Self.digest(vectors + exchanges), isOpen: isOpen)
    }

    /// SHA-256 over the files' own digests in order, so that it depends neither on where they lie nor on how they are named.
    private static func digest(_ files: [CaseFile]) -> String {
        let each = files.map { SHA256.hash($0.bytes) }.sorted { $0.lexicographicallyPrecedes($1) }
        return Hex.encode(SHA256.hash(each.flatMap(\.self)))
    }
}

/// The cases a run is made with.
struct CaseSelection {
    let vectors: [VectorFile]
    let exchanges: [ExchangeFile]
    /// In hex.
    let digest: String
    /// Whether nothing was named, so that everything is meant.
    let isOpen: Bool

    /// The kinds of files that were left out because only the other was named, although the subject could be tried with them.
    func without(_ subject: ConformanceSubject) -> [String] {
        (vectors.isEmpty && subject.answersVectors ? ["vectors"] : []) + (exchanges.isEmpty ? ["exchanges"] : [])
    }
}
