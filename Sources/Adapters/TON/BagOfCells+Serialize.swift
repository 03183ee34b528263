extension BagOfCells {
    /// Writes a cell and all below it, each once, with neither index nor checksum.
    static func serialize(_ root: Cell) -> [UInt8] {
        var unique: [Cell: Int] = [:]
        var pending = [root]
        while let cell = pending.popLast() {
            guard unique.updateValue(0, forKey: cell) == nil else { continue }
            pending += cell.references
        }
        // A cell is deeper than any below it, so this order has every reference point forward.
        let ordered = unique.keys.sorted { $0.depth > $1.depth }
        for (position, cell) in ordered.enumerated() { unique[cell] = position }
        var body: [UInt8] = []
        for cell in ordered {
            body += cell.bits.described(kind: cell.kind, references: cell.references.count)
            for reference in cell.references { body += bigEndian(unique[reference] ?? 0, width: 2) }
        }
        let (counts, root) = (bigEndian(ordered.count, width: 2) + bigEndian(1, width: 2), bigEndian(0, width: 2))
        return Header.magic + [2, 4] + counts + bigEndian(0, width: 2) + bigEndian(body.count, width: 4) + root + body
    }

    private static func bigEndian(_ value: Int, width: Int) -> [UInt8] {
        (0..<width).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
}
