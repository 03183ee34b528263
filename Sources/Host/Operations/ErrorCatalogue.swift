import ChainKit

/// The page `docs/errors.md`: every word an error may carry, from the tables the server itself uses.
public enum ErrorCatalogue {
    public static var markdown: String {
        var text = """
            # Errors

            Made by `gatehouse errors`; `make check` fails when it is out of date.

            ## Problems

            What the API answers as `application/problem+json` (RFC 9457), by `code`.

            | code | status | title |
            |---|---|---|

            """
        for code in Problem.Code.all.sorted(by: { ($0.status, $0.word) < ($1.status, $1.word) }) {
            text += "| `\(code.word)` | \(code.status) | \(code.title) |\n"
        }
        text += """

            ## Chain errors

            What adapters and rules report: in a verdict's `reasons`, in the log, and behind a problem. Those that blame
            the outside make a verdict *undetermined*, never *no*.

            | code | blames | meaning |
            |---|---|---|

            """
        for entry in ChainError.Code.table {
            text += "| `\(entry.code.rawValue)` | \(entry.blame.rawValue) | \(entry.meaning) |\n"
        }
        return text
    }
}
