import ChainKit

/// A command as a person writes it on one line: words between spaces; quotes keep spaces in a word. No shell reads it.
enum CommandWords {
    /// - Throws: `configuration_invalid` for an empty command or a quote without its end.
    static func split(_ text: String) throws(ChainError) -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        for character in text {
            switch character {
            case quote: quote = nil
            case "\"" where quote == nil, "'" where quote == nil:
                quote = character
                word = word ?? ""
            case " " where quote == nil, "\t" where quote == nil:
                if let word { words.append(word) }
                word = nil
            default: word = (word ?? "") + String(character)
            }
        }
        if let quote {
            throw ChainError(.configurationInvalid, "The command \(text) has a \(quote) without its end; write another one.")
        }
        if let word { words.append(word) }
        guard let program = words.first, !program.isEmpty else {
            throw ChainError(.configurationInvalid, "The command is empty; write a program and its arguments.")
        }
        return words
    }
}
