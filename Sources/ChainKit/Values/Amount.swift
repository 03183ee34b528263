import BigInt

/// A non-negative whole number of an asset's base units (wei, lamports, tokens of a collection). Never a float.
///
/// Its coded form is a decimal string, so that no reader loses digits.
public struct Amount: Sendable, Hashable {
    public let units: BigUInt

    public init(_ units: BigUInt) { self.units = units }
    public init(_ units: UInt64) { self.units = BigUInt(units) }

    public static let zero = Amount(0 as UInt64)

    /// Reads decimal digits, nothing else: no sign, no point, no exponent, at most 78 of them (2^256 has 78).
    public init?(_ text: String) {
        guard (1...78).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let units = BigUInt(text, radix: 10)
        else { return nil }
        self.units = units
    }

    /// Reads an amount of whole coins, such as `"12.5"`, as base units of an asset with that many decimals.
    /// - Returns: `nil` for anything but digits with one optional point, or for more fraction digits than `decimals`.
    public init?(wholeCoins text: String, decimals: Int) {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first else { return nil }
        let fraction = parts.count == 2 ? parts[1] : ""
        guard !whole.isEmpty, parts.count == 1 || !fraction.isEmpty, fraction.utf8.count <= decimals else { return nil }
        self.init(whole + fraction + String(repeating: "0", count: decimals - fraction.utf8.count))
    }
}

extension Amount: Comparable {
    public static func < (left: Amount, right: Amount) -> Bool { left.units < right.units }
    public static func + (left: Amount, right: Amount) -> Amount { Amount(left.units + right.units) }

    /// What is left without `part`; `nil` when there is not that much.
    public func without(_ part: Amount) -> Amount? { part <= self ? Amount(units - part.units) : nil }
}

extension Amount {
    /// Reads an unsigned whole number of any length, most significant byte first.
    public init(bigEndian bytes: some Collection<UInt8>) {
        var words: [UInt] = []
        var word: UInt = 0
        var shift: UInt = 0
        for byte in bytes.reversed() {
            word |= UInt(byte) << shift
            shift += 8
            if shift == UInt(UInt.bitWidth) {
                words.append(word)
                (word, shift) = (0, 0)
            }
        }
        words.append(word)
        units = BigUInt(words: words)
    }

    /// The number in exactly `count` bytes, most significant first.
    /// - Returns: `nil` when it does not fit.
    public func bigEndianBytes(count: Int) -> [UInt8]? {
        guard units.bitWidth <= count * 8 else { return nil }
        var bytes = [UInt8](repeating: 0, count: count)
        var index = count
        for word in units.words {
            for shift in stride(from: 0, to: UInt.bitWidth, by: 8) where index > 0 {
                index -= 1
                bytes[index] = UInt8(truncatingIfNeeded: word >> UInt(shift))
            }
        }
        return bytes
    }
}

extension Amount: CustomStringConvertible {
    public var description: String { String(units) }
}

extension Amount: Codable {
    public init(from decoder: any Decoder) throws {
        let text = try String(from: decoder)
        guard let amount = Amount(text) else {
            throw ChainError(.upstreamInvalid, "\"\(text.prefix(80))\" is not a decimal amount.")
        }
        self = amount
    }
    public func encode(to encoder: any Encoder) throws {
        try description.encode(to: encoder)
    }
}
