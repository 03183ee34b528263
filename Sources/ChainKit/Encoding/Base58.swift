/// Base 58 with the Bitcoin alphabet, as Solana writes addresses and signatures.
public enum Base58 {
    private static let alphabet = Array("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8)

    /// Digit values by character; 255 marks a character outside the alphabet.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
        return values
    }()

    /// Each leading zero byte becomes one leading `1`. Time grows with the square of the length.
    public static func encode(_ bytes: some Collection<UInt8>) -> String {
        let zeros = bytes.prefix { $0 == 0 }.count
        // Limbs of base 58^5, least significant first, so that one pass over the bytes settles five digits.
        let base: UInt64 = 656_356_768
        var limbs: [UInt64] = []
        for byte in bytes.dropFirst(zeros) {
            var carry = UInt64(byte)
            for index in limbs.indices {
                carry += limbs[index] << 8
                limbs[index] = carry % base
                carry /= base
            }
            if carry > 0 { limbs.append(carry) }
        }
        var text = [UInt8](repeating: alphabet[0], count: zeros)
        for (position, limb) in limbs.reversed().enumerated() {
            var digits = [UInt8](repeating: 0, count: 5)
            var rest = limb
            for index in (0..<5).reversed() {
                digits[index] = UInt8(rest % 58)
                rest /= 58
            }
            text += (position == 0 ? digits.drop { $0 == 0 } : digits[...]).map { alphabet[Int($0)] }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads text of at most `limit` characters; the cap comes first because time grows with the square of the length.
    /// - Returns: `nil` for longer text or any character outside the alphabet, white space included.
    public static func decode(_ text: String, limit: Int = 4096) -> [UInt8]? {
        let characters = text.utf8
        guard characters.count <= limit else { return nil }
        let zeros = characters.prefix { $0 == alphabet[0] }.count
        // 32-bit limbs, least significant first; five digits are taken in at a time.
        var limbs: [UInt32] = []
        limbs.reserveCapacity(characters.count * 6 / 32 + 1)
        var chunk: UInt64 = 0
        var scale: UInt64 = 1
        func absorb() {
            var carry = chunk
            for index in limbs.indices {
                carry += UInt64(limbs[index]) * scale
                limbs[index] = UInt32(truncatingIfNeeded: carry)
                carry >>= 32
            }
            if carry > 0 { limbs.append(UInt32(carry)) }
            chunk = 0
            scale = 1
        }
        for character in characters {
            let value = values[Int(character)]
            guard value != 255 else { return nil }
            chunk = chunk * 58 + UInt64(value)
            scale *= 58
            if scale == 656_356_768 { absorb() }
        }
        if scale > 1 { absorb() }
        var bytes = [UInt8](repeating: 0, count: zeros)
        var significant = false
        for limb in limbs.reversed() {
            for shift in [24, 16, 8, 0] as [UInt32] {
                let byte = UInt8(truncatingIfNeeded: limb >> shift)
                significant = significant || byte != 0
                if significant { bytes.append(byte) }
            }
        }
        return bytes
    }
}
