import ArgumentParser
import ChainConformance
import ChainKit
import Foundation

/// Which vector files a conformance command reads.
struct VectorOptions: ParsableArguments {
    @Option(name: .customLong("vectors"), help: "A vector file or a folder of them; may be given several times.")
    var paths = ["conformance/vectors"]

    @Option(help: "Only cases whose topic/op/name fits this pattern; * stands for any text.")
    var filter: String?

    /// The files in the order of their names.
    func load() throws -> [VectorFile] {
        try paths.flatMap(Self.files).map { path in
            guard let data = FileManager.default.contents(atPath: path) else {
                throw ValidationError("\(path) cannot be read.")
            }
            return try VectorFile(parsing: Array(data), path: path)
        }
    }

    private static func files(_ path: String) throws -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw ValidationError("There is no file or folder \(path).")
        }
        guard isFolder.boolValue else { return [path] }
        let files = try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".json") }.sorted()
        guard !files.isEmpty else { throw ValidationError("\(path) holds no vector files (*.json).") }
        return files.map { "\(path)/\($0)" }
    }
}
