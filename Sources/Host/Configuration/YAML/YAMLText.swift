import Yams

/// Parses YAML text, names of members that are written twice included.
enum YAMLText {
    struct Tree {
        let root: Node?
        let repeats: RepeatedNames
    }

    struct Problem: Error {
        let line: Int
        let column: Int
        let message: String
    }

    /// The parser stops at a name written twice, and would hide every other mistake behind it. So each earlier one gets
    /// a mark put in front, which makes it another name, and the text is parsed again.
    static func compose(_ text: String) -> Result<Tree, Problem> {
        var text = text
        var repeats = RepeatedNames()
        while true {
            do {
                return .success(Tree(root: try Yams.compose(yaml: text), repeats: repeats))
            } catch YamlError.duplicatedKeysInMapping(_, let context) where !repeats.isFull {
                guard let marked = repeats.mark(text, line: context.mark.line, column: context.mark.column) else {
                    return .failure(
                        Problem(line: context.mark.line, column: context.mark.column, message: "a name is written twice"))
                }
                text = marked
            } catch {
                return .failure(problem(error, in: text))
            }
        }
    }

    private static func problem(_ error: any Error, in text: String) -> Problem {
        switch error as? YamlError {
        case .scanner(let context, let problem, let mark, _)?, .parser(let context, let problem, let mark, _)?,
            .composer(let context, let problem, let mark, _)?:
            let prefix = context.map { "\($0.text) (line \($0.mark.line)), " } ?? ""
            return Problem(line: mark.line, column: mark.column, message: prefix + problem)
        case .reader(let problem, let offset, _, _)?:
            let before = text.prefix(offset ?? 0)
            let lastLine = before.split(separator: "\n", omittingEmptySubsequences: false).last ?? ""
            return Problem(
                line: before.count { $0.isNewline } + 1, column: lastLine.unicodeScalars.count + 1, message: problem)
        default:
            return Problem(line: 1, column: 1, message: "it cannot be read")
        }
    }
}

/// The marks put in front of names that come again later in the same object.
struct RepeatedNames {
    /// Each mark is another scalar of a private use area, so that two marked names differ too.
    private static let marks: ClosedRange<UInt32> = 0xE000...0xE0FF
    private var placed: [(line: Int, column: Int)] = []

    var isFull: Bool { placed.count >= Self.marks.count }

    /// - Parameters: where the name starts, both counted from 1.
    mutating func mark(_ text: String, line: Int, column: Int) -> String? {
        guard let mark = Unicode.Scalar(Self.marks.lowerBound + UInt32(placed.count)) else { return nil }
        var scalars = text.unicodeScalars
        var index = scalars.startIndex
        for _ in 1..<max(line, 1) {
            guard let end = scalars[index...].firstIndex(of: "\n") else { return nil }
            index = scalars.index(after: end)
        }
        guard column >= 1, scalars.distance(from: index, to: scalars.endIndex) >= column else { return nil }
        index = scalars.index(index, offsetBy: column - 1)
        let isQuoted = scalars[index] == "\"" || scalars[index] == "'"
        scalars.insert(mark, at: isQuoted ? scalars.index(after: index) : index)
        placed.append((line, column))
        return String(scalars)
    }

    static func isMarked(_ name: String) -> Bool {
        name.unicodeScalars.first.map { marks.contains($0.value) } ?? false
    }

    static func unmarked(_ name: String) -> String {
        isMarked(name) ? String(name.unicodeScalars.dropFirst()) : name
    }

    /// The position in the text as it was written.
    func original(_ mark: Mark) -> SourceMap.Position {
        // Later marks saw the columns that earlier ones had shifted, so they are undone last to first.
        let column = placed.reversed().reduce(mark.column) { column, place in
            place.line == mark.line && place.column < column ? column - 1 : column
        }
        return SourceMap.Position(line: mark.line, column: column)
    }
}
