/// A pattern for `topic/op/name`: `*` stands for any text, slashes too, `?` for one character.
public struct Glob: Sendable, Hashable {
    private let pattern: [Character]

    public init(_ pattern: String) { self.pattern = Array(pattern) }

    /// Whether the pattern fits the whole text.
    public func matches(_ text: String) -> Bool {
        let text = Array(text)
        var (at, read) = (0, 0)
        // Where to go on from when the text after the last star turns out not to fit.
        var resume: (star: Int, text: Int)?
        while read < text.count {
            if at < pattern.count, pattern[at] == "*" {
                resume = (at, read)
                at += 1
            } else if at < pattern.count, pattern[at] == "?" || pattern[at] == text[read] {
                at += 1
                read += 1
            } else if let last = resume {
                resume = (last.star, last.text + 1)
                at = last.star + 1
                read = last.text + 1
            } else {
                return false
            }
        }
        return pattern[at...].allSatisfy { $0 == "*" }
    }
}
