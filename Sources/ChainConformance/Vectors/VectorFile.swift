import ChainKit

/// A file of pure cases (`conformance/vectors/<topic>.json`).
public struct VectorFile: Sendable, Hashable {
    /// The only layout of the file there is so far.
    public static let formatVersion: Int64 = 1

    public let topic: String
    /// What the operations mean and how their bytes are written, for people.
    public let notes: String
    public let cases: [VectorCase]

    /// Reads a file's bytes; `path` only names it in errors.
    /// - Throws: `configuration_invalid` naming the file, the place in it and what would be right.
    public init(parsing bytes: [UInt8], path: String) throws(ChainError) {
        let value: JSONValue
        do { value = try JSONValue(parsing: bytes) } catch {
            throw ChainError(.configurationInvalid, "\(path): \(error.message)")
        }
        func invalid(_ message: String, at pointer: String) -> ChainError {
            ChainError(.configurationInvalid, "\(path): \(message).", pointer: pointer)
        }
        guard let topic = value["topic"]?.text, !topic.isEmpty else {
            throw invalid("a vector file has a \"topic\", the name its cases are listed under", at: "/topic")
        }
        guard value["format_version"]?.whole == Self.formatVersion else {
            throw invalid("\"format_version\" must be \(Self.formatVersion)", at: "/format_version")
        }
        guard let elements = value["cases"]?.elements else { throw invalid("\"cases\" must be a list", at: "/cases") }
        var cases: [VectorCase] = []
        var names: Set<String> = []
        for (index, element) in elements.enumerated() {
            let vector: VectorCase
            do { vector = try VectorCase(element) } catch {
                throw invalid(error.message, at: "/cases/\(index)\(error.pointer ?? "")")
            }
            guard names.insert("\(vector.op)/\(vector.name)").inserted else {
                throw invalid("two cases of \(vector.op) are named \"\(vector.name)\"", at: "/cases/\(index)/name")
            }
            cases.append(vector)
        }
        self.topic = topic
        notes = value["notes"]?.text ?? ""
        self.cases = cases
    }

    /// Reads the named files, and of each named folder every `.json` file in it, by name.
    /// - Throws: `configuration_invalid` for a path that is not there, a folder without vector files, or a malformed file.
    public static func load(_ paths: [String]) throws(ChainError) -> [VectorFile] {
        try CaseFile.read(paths, of: .vector).map { (file) throws(ChainError) in
            try VectorFile(parsing: file.bytes, path: file.path)
        }
    }
}
