/// A cell, the unit all data of TON is made of: up to 1023 bits and four references to further cells. Its hash names
/// it and all below it.
struct Cell: Sendable {
    enum Kind: Sendable, Hashable {
        case ordinary
        /// Stands for the cell whose hash it carries, kept in the masterchain's library.
        case library
    }

    static let bitLimit = 1023
    static let referenceLimit = 4
    static let depthLimit = 1024

    let kind: Kind
    /// The bits from the most significant on, the last byte filled up with zeros.
    let bytes: [UInt8]
    let bitCount: Int
    let references: [Cell]
    /// SHA-256 of the cell's representation, 32 bytes.
    let hash: [UInt8]
    /// References to follow to the farthest cell below: 0 for a cell without any.
    let depth: Int

    /// - Throws: when there are too many bits, references or levels.
    init(kind: Kind = .ordinary, bits: CellBits, references: [Cell] = []) throws(CellFault) {
        guard bits.count <= Self.bitLimit, references.count <= Self.referenceLimit else {
            throw CellFault("a cell has at most \(Self.bitLimit) bits and \(Self.referenceLimit) references")
        }
        let stub = CellStub(kind: kind, bits: bits, below: references.map(\.stub))
        guard stub.depth <= Self.depthLimit else { throw CellFault("cells are nested deeper than \(Self.depthLimit)") }
        self.kind = kind
        bytes = bits.bytes
        bitCount = bits.count
        self.references = references
        hash = stub.hash
        depth = stub.depth
    }

    var stub: CellStub { CellStub(hash: hash, depth: depth) }
    var bits: CellBits { CellBits(bytes: bytes, count: bitCount) }
}

extension Cell: Hashable {
    // By hash: comparing cell by cell would visit a cell once for every path to it.
    static func == (left: Cell, right: Cell) -> Bool { left.hash == right.hash }
    func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}
