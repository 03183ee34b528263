import ChainKit
import Foundation

/// A file of cases as it lies on the disk.
public struct CaseFile: Sendable, Hashable {
    /// What the cases in it are.
    public enum Kind: String, Sendable {
        case vector, exchange
    }

    public let path: String
    public let bytes: [UInt8]

    /// Reads the named files, and of each named folder every `.json` file in it, by name: of vectors those of the folder
    /// itself, of exchanges those of its folders too. A file that is named twice is read once.
    /// - Throws: `configuration_invalid` for a path that is not there or a folder without such files.
    public static func read(_ paths: [String], of kind: Kind) throws(ChainError) -> [CaseFile] {
        var files: [CaseFile] = []
        var seen: Set<String> = []
        for path in paths {
            for name in try names(in: path, of: kind)
            where seen.insert(URL(filePath: name).standardizedFileURL.path).inserted {
                guard let data = FileManager.default.contents(atPath: name) else {
                    throw ChainError(.configurationInvalid, "\(name): the file is not there or may not be read.")
                }
                files.append(CaseFile(path: name, bytes: Array(data)))
            }
        }
        return files
    }

    private static func names(in path: String, of kind: Kind) throws(ChainError) -> [String] {
        let files = FileManager.default
        var isFolder: ObjCBool = false
        guard files.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else { return [path] }
        let entries =
            switch kind {
            case .vector: try? files.contentsOfDirectory(atPath: path)
            case .exchange: try? files.subpathsOfDirectory(atPath: path)
            }
        let names = (entries ?? []).filter { $0.hasSuffix(".json") }.sorted()
        guard !names.isEmpty else {
            throw ChainError(
                .configurationInvalid, "\(path): the folder has no .json files; name one that has \(kind.rawValue) files.")
        }
        return names.map { URL(filePath: path).appending(path: $0).path }
    }
}
