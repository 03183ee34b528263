import ChainKit

/// A secret in every form in which it could slip out.
struct SecretForms: Sendable {
    private let forms: [String]
    /// Those that show in a text of which only small letters and digits are left.
    private let bareForms: [String]

    /// - Parameter core: the part of the secret that nobody writes by chance.
    init(_ secret: String, core: String) {
        let bytes = Array(secret.utf8)
        let hex = Hex.encode(bytes)
        let percent = bytes.map { "%" + Hex.encode([$0]) }.joined()
        // What stays the same of base 64 whatever is encoded before and after.
        let cores = (0..<3).map { offset -> String in
            let text = Base64URL.encode([UInt8](repeating: 0, count: offset) + bytes)
            let isWhole = (bytes.count + offset).isMultiple(of: 3)
            return String(text.dropFirst((offset * 8 + 5) / 6).dropLast(isWhole ? 0 : 1))
        }
        let standard = cores.map { $0.replacing("-", with: "+").replacing("_", with: "/") }
        forms = [secret, percent, percent.uppercased(), hex, hex.uppercased()] + cores + standard
        let coreBytes = Array(core.utf8)
        let escaped = ["u00", "0x"].map { mark in coreBytes.map { mark + Hex.encode([$0]) }.joined() }
        // Of 32 letters, each of five bits, as of 64: what stays the same whatever comes before.
        let lettered = (0..<5).map { offset -> String in
            let text = Self.base32([UInt8](repeating: 0, count: offset) + bytes)
            return String(text.dropFirst((offset * 8 + 4) / 5).dropLast(1))
        }
        bareForms =
            ([core, String(core.reversed()), Hex.encode(coreBytes)] + escaped + cores).map(Self.bare) + lettered
    }

    func occur(in text: String) -> Bool {
        if forms.contains(where: { text.contains($0) }) { return true }
        let bare = Self.bare(text)
        return bareForms.contains { bare.contains($0) }
    }

    /// The text without the secret, fit for a report.
    func masked(_ text: String) -> String {
        let masked = forms.reduce(text) { $0.replacing($1, with: "{{secret}}") }
        return occur(in: masked) ? "{{secret}}, in another spelling" : masked
    }

    /// Small letters and digits alone.
    private static func bare(_ text: String) -> String {
        String(
            decoding: text.lowercased().utf8.filter { (0x30...0x39).contains($0) || (0x61...0x7a).contains($0) }, as: UTF8.self)
    }

    /// As RFC 4648 writes it, in small letters and without padding.
    private static func base32(_ bytes: [UInt8]) -> String {
        let letters = Array("abcdefghijklmnopqrstuvwxyz234567")
        var bits = bytes.flatMap { byte in (0..<8).reversed().map { byte >> $0 & 1 } }
        bits += [UInt8](repeating: 0, count: (5 - bits.count % 5) % 5)
        return String(
            stride(from: 0, to: bits.count, by: 5).map { start in
                letters[bits[start..<start + 5].reduce(0) { $0 * 2 + Int($1) }]
            })
    }
}
