import ChainKit

/// Texts that are not quite a given one.
enum TextChange {
    /// One mebibyte: longer than anything a wallet sends.
    static let huge = 1 << 20

    /// The text with one character after the other replaced by another letter or digit, at evenly spread positions.
    static func oneCharacter(of text: String, positions limit: Int) -> [(position: Int, text: String)] {
        let scalars = Array(text.unicodeScalars)
        return spread(scalars.count, limit).map { position in
            var changed = String.UnicodeScalarView(scalars[..<position])
            changed.append(Unicode.Scalar(other(UInt8(exactly: scalars[position].value) ?? 0)))
            changed.append(contentsOf: scalars[(position + 1)...])
            return (position, String(changed))
        }
    }

    /// The same of a message. Of one that is sent in base 64 the bytes are changed: the last character of base 64 can stand
    /// for the same bytes as another one.
    static func oneCharacter(ofMessage text: String, positions limit: Int) -> [(position: Int, text: String)] {
        guard let form = base64(text), let bytes = form.decode(.string(text)) else {
            return oneCharacter(of: text, positions: limit)
        }
        return spread(bytes.count, limit).compactMap { position in
            var changed = bytes
            changed[position] = other(changed[position])
            return form.encode(changed, like: .string(text)).text.map { (position, $0) }
        }
    }

    /// The text's beginnings, of evenly spread lengths from nothing on, without the whole.
    static func beginnings(of text: String, lengths limit: Int) -> [String] {
        let scalars = Array(text.unicodeScalars)
        return spread(scalars.count, limit).map { String(String.UnicodeScalarView(scalars[..<$0])) }
    }

    /// The message with a tail. To one that is sent in base 64 bytes are added: some readers drop what is left over of base 64.
    static func prolonged(message text: String) -> [String] {
        ["x", "\nx"].compactMap { tail in
            guard let form = base64(text), let bytes = form.decode(.string(text)) else { return text + tail }
            return form.encode(bytes + Array(tail.utf8), like: .string(text)).text
        }
    }

    /// The text again and again, up to ``huge`` bytes and a little more; of no text, as many letters.
    static func huge(like text: String) -> String {
        let text = text.isEmpty ? "x" : text
        return String(repeating: text, count: (huge - 1) / text.utf8.count + 1)
    }

    /// Another letter or digit: the next one of a letter or a digit, `x` for anything else.
    static func other(_ character: UInt8) -> UInt8 {
        switch character {
        case UInt8(ascii: "z"), UInt8(ascii: "Z"): character - 25
        case UInt8(ascii: "9"): UInt8(ascii: "0")
        case UInt8(ascii: "0")..<UInt8(ascii: "9"), UInt8(ascii: "a")..<UInt8(ascii: "z"),
            UInt8(ascii: "A")..<UInt8(ascii: "Z"):
            character + 1
        default: UInt8(ascii: "x")
        }
    }

    /// Indices of a list of `count`, `limit` of them at most and two at least, the first and the last among them.
    static func spread(_ count: Int, _ limit: Int) -> [Int] {
        guard count > max(2, limit) else { return Array(0..<count) }
        return (0..<max(2, limit)).map { $0 * (count - 1) / (max(2, limit) - 1) }
    }

    private static func base64(_ text: String) -> ProofQuestion.Form? {
        guard text.utf8.count >= 8 else { return nil }
        return [.base64, .base64url].first { $0.decode(.string(text)) != nil }
    }
}
