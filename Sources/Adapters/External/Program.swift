import ChainKit
import Foundation

/// Which program to run, and what of the world it is shown.
struct Program: Sendable, Hashable {
    /// The program and its arguments; no shell reads them.
    var command: [String]
    /// The digest that ``digestedFile`` must have at each start, 32 bytes.
    var sha256: [UInt8]?
    /// The digest that it had when it was first started: what runs later is the program that was looked at.
    var firstSHA256: [UInt8]?
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

    /// The first word of the command that is a path; without one, the file that its first word stands for in `PATH`.
    var digestedFile: String? {
        if let path = command.first(where: { $0.contains("/") }) { return path }
        let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
        return folders.map { "\($0)/\(command[0])" }.first(where: FileManager.default.isExecutableFile)
    }
}
