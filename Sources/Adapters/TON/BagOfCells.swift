/// The form in which cells travel (`serialized_boc` in TL-B), read to the letter: one root, nothing absent, nothing left
/// over, nothing unreachable, every checksum and offset right.
enum BagOfCells {
    typealias Fault = CellFault

    static let byteLimit = 1 << 20
    static let cellLimit = 4096

    /// Reads ordinary and library cells. Time and stack do not depend on how the cells refer to each other.
    /// - Throws: for anything else, proofs and pruned cells included: their hash is not that of the cell they stand for.
    static func parse(_ bytes: [UInt8]) throws(Fault) -> Cell {
        guard bytes.count <= byteLimit else { throw Fault("more than \(byteLimit) bytes") }
        var reader = ByteReader(bytes, upTo: bytes.count)
        let header = try Header(&reader)
        var end = bytes.count
        if header.hasChecksum {
            guard reader.remaining >= 4 else { throw Fault("the bytes end too early") }
            end -= 4
            let stored = bytes[end...].reversed().reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
            guard CRC32C.checksum(bytes[..<end]) == stored else { throw Fault("the CRC-32C is wrong") }
        }
        let offsets = try header.readIndex(&reader)
        let start = reader.index
        guard header.cellBytes == UInt64(max(0, end - start)), end >= start else {
            throw Fault("the cells are not as long as the header says")
        }
        var stored: [StoredCell] = []
        stored.reserveCapacity(header.cellCount)
        var body = ByteReader(Array(bytes[start..<end]), upTo: end - start)
        for position in 0..<header.cellCount {
            stored.append(try StoredCell(&body, position: position, header: header))
            guard offsets.isEmpty || offsets[position] == UInt64(body.index) else { throw Fault("the index is wrong") }
        }
        guard body.remaining == 0 else { throw Fault("bytes are left over after the last cell") }
        try requireReachable(stored)
        return try build(stored)
    }

    /// References point forward only, so one pass in order sees every parent before its children.
    private static func requireReachable(_ cells: [StoredCell]) throws(Fault) {
        var isReached = [Bool](repeating: false, count: cells.count)
        isReached[0] = true
        for (position, cell) in cells.enumerated() {
            guard isReached[position] else { throw Fault("the root does not lead to every cell") }
            for reference in cell.references { isReached[reference] = true }
        }
    }

    /// Each cell is hashed once, children first, however often it is referred to.
    private static func build(_ stored: [StoredCell]) throws(Fault) -> Cell {
        var built: [Cell] = []
        built.reserveCapacity(stored.count)
        for cell in stored.reversed() {
            // The cell of position p was built as number count - 1 - p.
            let references = cell.references.map { built[stored.count - 1 - $0] }
            built.append(try Cell(kind: cell.kind, bits: cell.bits, references: references))
        }
        guard let root = built.last else { throw Fault("there are no cells") }
        return root
    }
}
