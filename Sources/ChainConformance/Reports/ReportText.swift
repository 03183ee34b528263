import ChainKit
import Foundation

extension String {
    /// The text with every character shown that a terminal or a page would obey: line breaks as `\n`, other control and
    /// direction characters as `\u{…}`. A case or another process may have put them there.
    func legible(keepingLines: Bool = false) -> String {
        guard unicodeScalars.contains(where: { $0.isUnseen }) else { return self }
        var out = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "\n" where keepingLines: out.unicodeScalars.append(scalar)
            case "\n": out += "\\n"
            case _ where scalar.isUnseen: out += "\\u{\(String(scalar.value, radix: 16))}"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}

extension Duration {
    var microseconds: Int64 { components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000 }

    /// Such as `3.2 ms` or `4.10 s`.
    var words: String {
        let milliseconds = Double(microseconds) / 1000
        return milliseconds < 1000
            ? String(format: "%.1f ms", milliseconds) : String(format: "%.2f s", milliseconds / 1000)
    }

    /// Seconds with three digits, as JUnit XML writes them.
    var seconds: String { String(format: "%.3f", Double(microseconds) / 1_000_000) }
}
