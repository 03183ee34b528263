/// Reads a cell's bits and references from the front.
struct CellSlice: Sendable {
    private let cell: Cell
    private var bit = 0
    private var reference = 0

    init(_ cell: Cell) { self.cell = cell }

    var remainingBits: Int { cell.bitCount - bit }
    var remainingReferences: Int { cell.references.count - reference }
    var isEmpty: Bool { remainingBits == 0 && remainingReferences == 0 }

    /// The next `width` bits (at most 64) as a number without sign.
    /// - Throws: when there are fewer.
    mutating func loadUInt(_ width: Int) throws(CellFault) -> UInt64 {
        try require(bits: width)
        var value: UInt64 = 0
        for index in bit..<bit + width { value = value << 1 | UInt64(cell.bytes[index / 8] >> UInt8(7 - index % 8) & 1) }
        bit += width
        return value
    }

    /// The next `count` bits, the last byte filled up with zeros.
    /// - Throws: when there are fewer.
    mutating func loadBits(_ count: Int) throws(CellFault) -> [UInt8] {
        try require(bits: count)
        var bits = CellBits()
        for start in stride(from: 0, to: count, by: 8) {
            let width = min(8, count - start)
            bits.append(try loadUInt(width), width: width)
        }
        return bits.bytes
    }

    /// - Throws: when there is none left.
    mutating func loadRef() throws(CellFault) -> Cell {
        guard remainingReferences > 0 else { throw CellFault("a reference is missing") }
        defer { reference += 1 }
        return cell.references[reference]
    }

    /// A `MsgAddress` (TL-B): `addr_none` is `nil`, `addr_std` an address.
    /// - Throws: for the external, variable and anycast forms, which no wallet or contract of ours has.
    mutating func loadAddress() throws(CellFault) -> TONAddress? {
        switch try loadUInt(2) {
        case 0b00: return nil
        case 0b10:
            guard try loadUInt(1) == 0 else { throw CellFault("an anycast address is refused") }
            let workchain = Int32(Int8(truncatingIfNeeded: try loadUInt(8)))
            guard let address = TONAddress(workchain: workchain, hash: try loadBits(256)) else {
                throw CellFault("there is no workchain \(workchain)")
            }
            return address
        default: throw CellFault("an external or variable address is refused")
        }
    }

    private func require(bits count: Int) throws(CellFault) {
        guard remainingBits >= count else { throw CellFault("the cell ends \(count - remainingBits) bits too early") }
    }
}
