/// One thing that is wrong in a configuration file.
public struct ConfigurationMistake: Sendable, Hashable {
    public let file: String
    /// Counted from 1.
    public let line: Int
    /// Counted from 1, in Unicode scalars.
    public let column: Int
    /// What was found and what would be right. Holds no secret.
    public let message: String
}

extension ConfigurationMistake: CustomStringConvertible {
    public var description: String { "\(file):\(line):\(column): \(message)" }
}

extension ConfigurationMistake: Comparable {
    public static func < (left: Self, right: Self) -> Bool {
        (left.file, left.line, left.column, left.message) < (right.file, right.line, right.column, right.message)
    }
}

/// Everything that is wrong in a configuration, by file and position. Nothing of it is used.
public struct ConfigurationMistakes: Error, Sendable, Hashable {
    public let mistakes: [ConfigurationMistake]

    public init(_ mistakes: [ConfigurationMistake]) { self.mistakes = Set(mistakes).sorted() }
}

extension ConfigurationMistakes: CustomStringConvertible {
    /// One line a mistake.
    public var description: String { mistakes.map(\.description).joined(separator: "\n") }
}
