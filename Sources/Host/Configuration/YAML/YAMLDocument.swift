import ChainKit

/// One YAML file as a JSON value, with the position of every part of it.
///
/// Scalars follow the core schema of YAML 1.2 (§10.3) without its octal and hexadecimal numbers, so that an unquoted
/// `0x…` address stays text. `${NAME}` in a scalar stands for an environment variable.
struct YAMLDocument: Sendable {
    let value: JSONValue
    let map: SourceMap

    /// Reads the file as far as it can be read.
    /// - Returns: no document when the text is not YAML at all.
    static func read(
        _ text: String, file: String, environment: [String: String]
    ) -> (document: YAMLDocument?, mistakes: [ConfigurationMistake]) {
        switch YAMLText.compose(text) {
        case .failure(let problem):
            let message = "This is not YAML: \(problem.message)."
            return (nil, [ConfigurationMistake(file: file, line: problem.line, column: problem.column, message: message)])
        case .success(let tree):
            var walk = YAMLWalk(file: file, environment: environment, repeats: tree.repeats)
            let value = tree.root.map { walk.value(of: $0, at: "") } ?? [:]
            return (YAMLDocument(value: value, map: walk.map), walk.mistakes)
        }
    }
}
