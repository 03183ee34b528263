import ChainKit

/// Positions in one YAML file by RFC 6901 pointer.
struct SourceMap: Sendable {
    struct Position: Sendable, Hashable {
        /// Both counted from 1.
        var line: Int
        var column: Int
    }

    let file: String
    /// Where values start.
    var values: [String: Position] = [:]
    /// Where the names of members start.
    var names: [String: Position] = [:]
    /// The names of each object's members, as they are written one after the other.
    var order: [String: [String]] = [:]
    /// Values that hold something from the environment, which no message repeats.
    var substituted: Set<String> = []
    /// Values whose environment variable is not set; that has been told already.
    var unset: Set<String> = []

    init(file: String) { self.file = file }

    /// A mistake about the value that `pointer` points at, or, when there is none, about the nearest one around it.
    func mistake(_ message: String, at pointer: String) -> ConfigurationMistake {
        mistake(message, find(pointer, in: [values, names]))
    }

    /// A mistake about the name of a member, or about the object as a whole.
    func mistake(_ message: String, atNameOf pointer: String) -> ConfigurationMistake {
        mistake(message, find(pointer, in: [names, values]))
    }

    private func mistake(_ message: String, _ position: Position) -> ConfigurationMistake {
        ConfigurationMistake(file: file, line: position.line, column: position.column, message: message)
    }

    private func find(_ pointer: String, in maps: [[String: Position]]) -> Position {
        var pointer = pointer[...]
        while true {
            for map in maps {
                if let position = map[String(pointer)] { return position }
            }
            guard let slash = pointer.lastIndex(of: "/") else { return Position(line: 1, column: 1) }
            pointer = pointer[..<slash]
        }
    }

    /// Whether the value or something in it could not be read from the environment.
    func isIncomplete(_ pointer: String) -> Bool {
        unset.contains { $0 == pointer || $0.hasPrefix(pointer + "/") }
    }
}
