import ChainKit
import Foundation

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
        var files: [VectorFile] = []
        for path in paths {
            for file in try names(in: path) {
                guard let data = FileManager.default.contents(atPath: file) else {
                    throw ChainError(.configurationInvalid, "\(file): the file is not there or may not be read.")
                }
                files.append(try VectorFile(parsing: Array(data), path: file))
            }
        }
        return files
    }

    private static func names(in path: String) throws(ChainError) -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else { return [path] }
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        let names = entries.filter { $0.hasSuffix(".json") }.sorted()
        guard !names.isEmpty else {
            throw ChainError(.configurationInvalid, "\(path): the folder has no .json files; name one that has vector files.")
        }
        return names.map { URL(filePath: path).appending(path: $0).path }
    }
}
