import ChainKit

/// Signing secrets that production refuses.
enum WeakSecret {
    /// Parts of secrets that come with examples and tutorials.
    private static let defaults = [
        "changeme", "change-me", "change_me", "secret", "password", "default", "example", "insecure", "development", "qwerty",
        "0123456789", "1234567890", "abcdefgh",
    ]

    /// Whether the secret is made of a known default, has few different bytes, or counts up or down. Of 32 random bytes
    /// about 30 differ; of 32 random hex digits about 14.
    static func isWeak(_ secret: Secret) -> Bool {
        let text = secret.text.lowercased()
        let steps = zip(secret.bytes, secret.bytes.dropFirst()).map { $1 &- $0 }
        return defaults.contains { text.contains($0) } || Set(secret.bytes).count < 8 || Set(steps).count < 4
    }

    /// The pointer to another setting that holds the same text. Of two equal secrets the later one is at fault.
    static func twin(of text: String, at pointer: String, in root: JSONValue) -> String? {
        pointers(to: text, in: root, at: "").filter { $0 != pointer }.min().flatMap { twin in
            twin.hasPrefix("/tokens/keys/") && pointer < twin ? nil : twin
        }
    }

    private static func pointers(to text: String, in value: JSONValue, at pointer: String) -> [String] {
        switch value {
        case .string(text): [pointer]
        case .array(let elements):
            elements.enumerated().flatMap { pointers(to: text, in: $1, at: JSONPointer.element($0, of: pointer)) }
        case .object(let members):
            members.flatMap { pointers(to: text, in: $1, at: JSONPointer.member($0, of: pointer)) }
        default: []
        }
    }
}
