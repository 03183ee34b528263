import ChainCrypto

/// What the hash of a cell above needs to know of a cell.
struct CellStub: Sendable, Hashable {
    let hash: [UInt8]
    let depth: Int

    init(hash: [UInt8], depth: Int) {
        self.hash = hash
        self.depth = depth
    }

    /// Hashes the representation of a cell of level 0: two descriptor bytes, the data, the depths and then the hashes of
    /// the cells below.
    init(kind: Cell.Kind, bits: CellBits, below: [CellStub]) {
        var representation = bits.described(kind: kind, references: below.count)
        for cell in below {
            representation += [UInt8(truncatingIfNeeded: cell.depth >> 8), UInt8(truncatingIfNeeded: cell.depth)]
        }
        for cell in below { representation += cell.hash }
        hash = SHA256.hash(representation)
        depth = below.map { $0.depth + 1 }.max() ?? 0
    }
}
