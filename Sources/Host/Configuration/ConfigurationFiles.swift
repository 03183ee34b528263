import ChainKit
import Foundation

/// Where configuration files are read from.
public struct ConfigurationFiles: Sendable {
    /// The text of a file; throws `configuration_invalid` when it cannot be read.
    public let read: @Sendable (_ path: String) throws(ChainError) -> String
    /// The names of the files in a folder; `nil` when there is no such folder.
    public let list: @Sendable (_ directory: String) -> [String]?
    /// Up to so many of the file's first bytes; `nil` when it cannot be read.
    public let bytes: @Sendable (_ path: String, _ limit: Int) -> [UInt8]?

    /// - Parameter bytes: those of the text unless given.
    public init(
        read: @escaping @Sendable (_ path: String) throws(ChainError) -> String,
        list: @escaping @Sendable (_ directory: String) -> [String]?,
        bytes: (@Sendable (_ path: String, _ limit: Int) -> [UInt8]?)? = nil
    ) {
        self.read = read
        self.list = list
        self.bytes = bytes ?? { path, limit in (try? read(path)).map { Array($0.utf8.prefix(limit)) } }
    }

    /// The file system; paths are relative to the working directory.
    public static let disk = ConfigurationFiles { path throws(ChainError) in
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ChainError(.configurationInvalid, "The file \(path) cannot be read; check that it is there and readable.")
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw ChainError(.configurationInvalid, "The file \(path) is not UTF-8 text; save it as UTF-8.")
        }
        return text
    } list: {
        try? FileManager.default.contentsOfDirectory(atPath: $0)
    } bytes: { path, limit in
        let file = FileHandle(forReadingAtPath: path)
        defer { try? file?.close() }
        // An empty file gives nil at its end.
        return file.flatMap { file in (try? file.read(upToCount: limit) ?? Data()).map(Array.init) }
    }
}

/// Joins paths as the file system reads them.
enum FilePath {
    static func join(_ directory: String, _ path: String) -> String {
        if path.hasPrefix("/") || directory == "." { return path }
        return directory.hasSuffix("/") ? directory + path : "\(directory)/\(path)"
    }

    /// The folder a file is in.
    static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
