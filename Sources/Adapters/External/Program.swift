import ChainKit
import Foundation

/// Which program to run, and what of the world it is shown.
struct Program: Sendable, Hashable {
    /// The program and its arguments; no shell reads them.
    var command: [String]
    /// The digest of its files that the configuration gives, 32 bytes; see ``ProgramFiles``.
    var sha256: [UInt8]?
    /// The digest with which it was let run: what runs later is the program that was looked at.
    var admittedSHA256: [UInt8]?
    /// Names of variables of this process's environment that the program sees, beside `PATH`.
    var environment: [String]

    /// - Throws: `configuration_invalid` for an empty command.
    init(command: [String], sha256: [UInt8]? = nil, environment: [String]) throws(ChainError) {
        guard let first = command.first, !first.isEmpty else {
            throw ChainError(
                .configurationInvalid,
                "\"command\" is missing; write the program and its arguments, such as [\"./adapters/sui/adapter.py\"].",
                pointer: "/command")
        }
        self.command = command
        self.sha256 = sha256
        self.environment = environment
    }

    /// The file that is run: the first word of the command when that is a path, or else what it stands for in `PATH`; `nil`
    /// when it stands for nothing there.
    var executable: String? {
        let word = command[0]
        if word.contains("/") { return word }
        let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
        return folders.map { "\($0)/\(word)" }.first { path in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
                && FileManager.default.isExecutableFile(atPath: path)
        }
    }

    /// The files that its command names now; `nil` when there is nothing to run.
    var files: ProgramFiles? { executable.map { ProgramFiles(command, executable: $0) } }

    /// Why these files are not to be run, if so: they do not have each digest that they must have.
    func refusal(_ files: ProgramFiles) async -> ProgramEnd? {
        guard sha256 != nil || admittedSHA256 != nil else { return nil }
        let pointer = sha256 == nil ? "/command" : "/sha256"
        guard let found = await files.digest() else {
            return .notStarted(
                "could not be started: of \(files.paths.joined(separator: ", ")) one is not there or may not be read",
                at: "/command")
        }
        let words = "was not started: \(files.named) the SHA-256 \(Hex.encode(found))"
        if let sha256, found != sha256 {
            return .notStarted("\(words), the configuration says \(Hex.encode(sha256))", at: pointer)
        }
        if let admittedSHA256, found != admittedSHA256 {
            return .notStarted(
                "\(words), at first it was \(Hex.encode(admittedSHA256)); start Gatehouse anew to take the changed program",
                at: pointer)
        }
        return nil
    }
}
