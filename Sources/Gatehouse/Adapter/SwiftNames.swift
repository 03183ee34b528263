/// Which words a skeleton in Swift can be named by.
enum SwiftNames {
    /// Whether `.name` can be declared, and `NameAdapter` hides nothing of ChainKit.
    static func canName(_ word: String) -> Bool { !keywords.contains(word) && word != "chain" }

    /// The keywords that a name of an adapter could be.
    private static let keywords: Set<String> = [
        "any", "break", "case", "catch", "class", "continue", "default", "defer", "deinit", "else", "enum", "false", "for",
        "func",
        "guard", "import", "init", "inout", "internal", "let", "nil", "operator", "private", "protocol", "public", "repeat",
        "rethrows", "return", "self", "static", "struct", "super", "switch", "throw", "throws", "true", "try", "type", "var",
        "where", "while",
    ]
}
