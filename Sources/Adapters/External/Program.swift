import ChainKit

/// Which program to run, and what of the world it is shown.
struct Program: Sendable, Hashable {
    /// The program and its arguments; no shell reads them.
    var command: [String]
    /// The digest that ``digestedFile`` must have at each start, 32 bytes.
    var sha256: [UInt8]?
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

    /// The first word of the command that is a path.
    var digestedFile: String? { command.first { $0.contains("/") } }
}
