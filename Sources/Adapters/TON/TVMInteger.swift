import ChainKit

/// An integer of the TON virtual machine: 256 bits and a sign.
struct TVMInteger: Sendable, Hashable {
    let isNegative: Bool
    /// Less than 2^256.
    let magnitude: Amount

    /// Reads `0x1f`, `-0x1` or decimal digits after an optional sign.
    /// - Returns: `nil` for anything else, or for more than 256 bits.
    init?(_ text: String) {
        let sign = text.hasPrefix("-")
        let digits = sign ? text.dropFirst() : text[...]
        guard digits.utf8.count <= 80, let magnitude = Self.magnitude(digits), magnitude.bigEndianBytes(count: 32) != nil else {
            return nil
        }
        isNegative = sign && magnitude != .zero
        self.magnitude = magnitude
    }

    private static func magnitude(_ digits: Substring) -> Amount? {
        guard digits.hasPrefix("0x") else { return Amount(String(digits)) }
        let hex = digits.dropFirst(2)
        guard !hex.isEmpty else { return nil }
        return Hex.decode(hex.utf8.count.isMultiple(of: 2) ? String(hex) : "0" + hex).map { Amount(bigEndian: $0) }
    }

    var isZero: Bool { magnitude == .zero }

    /// `0x` and an even number of digits, which every version of both interfaces reads.
    var hex: String {
        let bytes = magnitude.bigEndianBytes(count: 32) ?? []
        let significant = bytes.drop { $0 == 0 }
        return (isNegative ? "-" : "") + Hex.encode(significant.isEmpty ? [0] : significant, prefixed: true)
    }
}

extension TVMInteger: CustomStringConvertible {
    var description: String { (isNegative ? "-" : "") + magnitude.description }
}
