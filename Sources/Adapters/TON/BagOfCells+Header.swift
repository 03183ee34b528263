extension BagOfCells {
    /// What comes before the cells.
    struct Header {
        static let magic: [UInt8] = [0xb5, 0xee, 0x9c, 0x72]

        let hasIndex: Bool
        let hasChecksum: Bool
        /// Whether the lowest bit of an index entry is a hint for caches, not part of the offset.
        let hasCacheBits: Bool
        /// Bytes of a reference, 1 to 4.
        let referenceSize: Int
        /// Bytes of an offset, 1 to 8.
        let offsetSize: Int
        let cellCount: Int
        /// Bytes all cells take together.
        let cellBytes: UInt64

        init(_ reader: inout ByteReader) throws(Fault) {
            guard try reader.take(4).elementsEqual(Self.magic) else { throw Fault("the bytes do not start with b5ee9c72") }
            let flags = UInt8(try reader.number(width: 1))
            hasIndex = flags & 0x80 != 0
            hasChecksum = flags & 0x40 != 0
            hasCacheBits = flags & 0x20 != 0
            referenceSize = Int(flags & 0x07)
            guard flags & 0x18 == 0, hasIndex || !hasCacheBits else { throw Fault("unknown flags") }
            guard (1...4).contains(referenceSize) else { throw Fault("references take 1 to 4 bytes") }
            offsetSize = Int(try reader.number(width: 1))
            guard (1...8).contains(offsetSize) else { throw Fault("offsets take 1 to 8 bytes") }
            let cells = try reader.number(width: referenceSize)
            guard (1...UInt64(cellLimit)).contains(cells) else { throw Fault("there must be 1 to \(cellLimit) cells") }
            cellCount = Int(cells)
            guard try reader.number(width: referenceSize) == 1 else { throw Fault("there must be one root") }
            guard try reader.number(width: referenceSize) == 0 else { throw Fault("absent cells are refused") }
            cellBytes = try reader.number(width: offsetSize)
            // References point forward, so any other root would leave the first cell unreachable.
            guard try reader.number(width: referenceSize) == 0 else { throw Fault("the root must be the first cell") }
        }

        /// Where each cell ends, counted from the first one's start; empty when the bag has no index.
        func readIndex(_ reader: inout ByteReader) throws(Fault) -> [UInt64] {
            guard hasIndex else { return [] }
            var offsets: [UInt64] = []
            for _ in 0..<cellCount {
                let entry = try reader.number(width: offsetSize)
                offsets.append(hasCacheBits ? entry >> 1 : entry)
            }
            return offsets
        }
    }

    /// A cell as it is stored, its references by position.
    struct StoredCell {
        let kind: Cell.Kind
        let bits: CellBits
        let references: [Int]

        init(_ reader: inout ByteReader, position: Int, header: Header) throws(Fault) {
            let first = UInt8(try reader.number(width: 1))
            let second = UInt8(try reader.number(width: 1))
            let count = Int(first & 0x07)
            guard count <= Cell.referenceLimit else { throw Fault("a cell has more than \(Cell.referenceLimit) references") }
            guard first & 0x10 == 0 else { throw Fault("cells stored with their hashes are refused") }
            guard first >> 5 == 0 else { throw Fault("a level above 0 belongs to proofs, which are refused") }
            bits = try Self.bits(of: Array(reader.take(Int(second / 2 + second % 2))), endsInsideByte: second % 2 == 1)
            kind = try Self.kind(isExotic: first & 0x08 != 0, bits: bits, references: count)
            var references: [Int] = []
            for _ in 0..<count {
                let reference = try reader.number(width: header.referenceSize)
                guard reference > UInt64(position), reference < UInt64(header.cellCount) else {
                    throw Fault("a reference must point to a later cell")
                }
                references.append(Int(reference))
            }
            self.references = references
        }

        /// When the bits end inside the last byte, its lowest one is not data but marks the end.
        private static func bits(of data: [UInt8], endsInsideByte: Bool) throws(Fault) -> CellBits {
            guard endsInsideByte, let last = data.last else { return CellBits(bytes: data, count: data.count * 8) }
            guard last != 0 else { throw Fault("a cell lacks the mark where its bits end") }
            guard last != 0x80 else { throw Fault("a cell's last byte has no bits") }
            var bytes = data
            bytes[bytes.count - 1] = last & (last - 1)
            return CellBits(bytes: bytes, count: data.count * 8 - last.trailingZeroBitCount - 1)
        }

        private static func kind(isExotic: Bool, bits: CellBits, references: Int) throws(Fault) -> Cell.Kind {
            guard isExotic else { return .ordinary }
            guard bits.bytes.first == 2, bits.count == 8 + 256, references == 0 else {
                throw Fault("of the exotic cells only library references are read")
            }
            return .library
        }
    }
}
