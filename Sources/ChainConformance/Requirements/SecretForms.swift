import ChainKit

/// A secret in every form in which it could slip out.
struct SecretForms: Sendable {
    private let forms: [String]

    init(_ secret: String) {
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
    }

    func occur(in text: String) -> Bool { forms.contains { text.contains($0) } }

    /// The text without the secret, fit for a report.
    func masked(_ text: String) -> String {
        forms.reduce(text) { $0.replacing($1, with: "{{secret}}") }
    }
}
