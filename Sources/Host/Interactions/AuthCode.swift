/// A one-time code that a person can read from one screen and type on another: 16 characters of Crockford's base 32,
/// 80 random bits, in groups of four.
struct AuthCode: Sendable, Hashable {
    /// Digits and capital letters without I, L, O and U, https://www.crockford.com/base32.html.
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    private static let length = 16

    /// The characters alone; what is hashed.
    private let plain: String

    static func random(using generator: inout some RandomNumberGenerator) -> AuthCode {
        AuthCode(plain: String((0..<length).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] }))
    }

    private init(plain: String) { self.plain = plain }

    /// Reads a code as people type it: in either case, O for 0, I or L for 1, with or without hyphens and spaces.
    /// - Returns: `nil` for what cannot be one.
    init?(typed text: String) {
        var plain = ""
        for character in text.uppercased() where character != "-" && character != " " {
            switch character {
            case "O": plain.append("0")
            case "I", "L": plain.append("1")
            case _ where Self.alphabet.contains(character): plain.append(character)
            default: return nil
            }
        }
        guard plain.utf8.count == Self.length else { return nil }
        self.plain = plain
    }

    /// As people are shown it, such as `7K3M-9QXA-0B1C-ZZ42`.
    var text: String {
        stride(from: 0, to: Self.length, by: 4).map { String(plain.dropFirst($0).prefix(4)) }.joined(separator: "-")
    }

    /// What the database keeps of it.
    var hash: [UInt8] { Secrets.hash(plain) }
}
