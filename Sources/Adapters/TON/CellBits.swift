/// A run of bits, most significant first.
struct CellBits: Sendable, Hashable {
    /// The last byte is filled up with zeros.
    private(set) var bytes: [UInt8]
    private(set) var count: Int

    init() {
        bytes = []
        count = 0
    }

    init(bytes: [UInt8], count: Int) {
        self.bytes = bytes
        self.count = count
    }

    /// Appends the low `width` bits (at most 64) of a number.
    mutating func append(_ value: UInt64, width: Int) {
        for shift in (0..<width).reversed() { append(value >> UInt64(shift) & 1 != 0) }
    }

    mutating func append(_ bytes: [UInt8]) {
        for byte in bytes { append(UInt64(byte), width: 8) }
    }

    private mutating func append(_ bit: Bool) {
        if count.isMultiple(of: 8) { bytes.append(0) }
        if bit { bytes[count / 8] |= 0x80 >> UInt8(count % 8) }
        count += 1
    }

    /// The descriptor bytes and the data as a cell is hashed and stored: when the bits end inside a byte, a one follows
    /// them and then zeros.
    func described(kind: Cell.Kind, references: Int) -> [UInt8] {
        let first = UInt8(references) + (kind == .library ? 8 : 0)
        let second = UInt8(count / 8 + (count + 7) / 8)
        var data = bytes
        if !count.isMultiple(of: 8) { data[count / 8] |= 0x80 >> UInt8(count % 8) }
        return [first, second] + data
    }
}
