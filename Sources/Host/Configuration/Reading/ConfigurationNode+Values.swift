import ChainKit
import Foundation

extension ConfigurationNode {
    /// Text that may be left out.
    func findText(_ name: String) -> String? { find(name)?.text() }

    /// Text that must be there and not be empty, unless there is a default.
    func text(_ name: String, default fallback: String? = nil, example: String = "…") -> String {
        guard let node = find(name) else {
            if fallback == nil { refuseMissing(name, example) }
            return fallback ?? ""
        }
        return node.text() ?? ""
    }

    /// This value as text that is not empty.
    func text() -> String? {
        guard case .string(let text) = value else {
            refuse("Found \(found); write text, in quotes if need be.")
            return nil
        }
        guard !text.isEmpty else {
            refuse("Found empty text; write something or leave it out.")
            return nil
        }
        return text
    }

    func whole(_ name: String, default fallback: Int, in range: ClosedRange<Int>) -> Int {
        findWhole(name, in: range) ?? fallback
    }

    func findWhole(_ name: String, in range: ClosedRange<Int>) -> Int? {
        guard let node = find(name) else { return nil }
        guard let whole = node.value.whole.flatMap(Int.init(exactly:)), range.contains(whole) else {
            let right =
                range.upperBound == .max ? "from \(range.lowerBound) up" : "from \(range.lowerBound) to \(range.upperBound)"
            node.refuse("Found \(node.found); write a whole number \(right).")
            return nil
        }
        return whole
    }

    func seconds(_ name: String, default fallback: Double, in range: ClosedRange<Double>) -> Double {
        findSeconds(name, in: range) ?? fallback
    }

    func findSeconds(_ name: String, in range: ClosedRange<Double>) -> Double? {
        guard let node = find(name) else { return nil }
        let seconds: Double? =
            switch node.value {
            case .integer(let whole): Double(whole)
            case .number(let number): number
            default: nil
            }
        guard let seconds, range.contains(seconds) else {
            node.refuse(
                "Found \(node.found); write seconds from \(Self.plain(range.lowerBound)) to \(Self.plain(range.upperBound)).")
            return nil
        }
        return seconds
    }

    private static func plain(_ number: Double) -> String {
        Int(exactly: number).map(String.init) ?? String(number)
    }

    func flag(_ name: String, default fallback: Bool) -> Bool {
        guard let node = find(name) else { return fallback }
        guard case .bool(let flag) = node.value else {
            node.refuse("Found \(node.found); write true or false.")
            return fallback
        }
        return flag
    }

    func choice<Choice>(_ name: String, default fallback: Choice) -> Choice
    where Choice: RawRepresentable<String> & CaseIterable {
        findChoice(name) ?? fallback
    }

    func findChoice<Choice>(_ name: String) -> Choice? where Choice: RawRepresentable<String> & CaseIterable {
        guard let node = find(name) else { return nil }
        guard let choice = node.value.text.flatMap(Choice.init) else {
            let choices = Choice.allCases.map(\.rawValue)
            let suggestion = node.value.text.flatMap { Spelling.nearest(to: $0, among: choices) }
            let hint = suggestion.map { " Did you mean \($0)?" } ?? ""
            node.refuse("Found \(node.found); write one of \(choices.joined(separator: ", ")).\(hint)")
            return nil
        }
        return choice
    }

    func findDate(_ name: String) -> Date? {
        guard let node = find(name) else { return nil }
        guard let date = node.value.text.flatMap({ RFC3339.parse($0) }) else {
            node.refuse("Found \(node.found); write a time such as 2026-12-01T00:00:00Z.")
            return nil
        }
        return date
    }

    /// An absolute http(s) URL that may be left out.
    func findURL(_ name: String) -> String? {
        guard let node = find(name), let text = node.text() else { return nil }
        guard WebURL.host(of: text) != nil else {
            node.refuse("Found \(node.found); write an absolute http or https URL.")
            return nil
        }
        return text
    }
}

/// The only URLs that are ever fetched or shown.
enum WebURL {
    /// - Returns: the host of an absolute http(s) URL; `nil` for any other text.
    static func host(of text: String) -> String? {
        guard !text.contains(where: \.isWhitespace), let parts = URLComponents(string: text),
            let scheme = parts.scheme?.lowercased(), scheme == "http" || scheme == "https", let host = parts.host, !host.isEmpty
        else { return nil }
        return host
    }
}
