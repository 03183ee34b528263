import ChainKit
import Testing

@testable import TONAdapter

@Suite struct BagOfCellsTests {
    private static let wallet: [UInt8] = {
        let proof = try? TONTestWallet().proof(signing: "x", domain: "a.example", now: TONSamples.now, secret: TONSamples.secret)
        return proof?.fields["state_init"]?.text.flatMap(StandardBase64.decode) ?? []
    }()

    /// A bag whose cell at each position refers to the given positions and holds two bytes of its own.
    private static func bag(_ references: [[Int]]) -> [UInt8] {
        var body: [UInt8] = []
        for (position, list) in references.enumerated() {
            body += [UInt8(list.count), 4, UInt8(position >> 8 & 0xff), UInt8(position & 0xff)]
            for reference in list { body += [UInt8(reference >> 8 & 0xff), UInt8(reference & 0xff)] }
        }
        let count = [UInt8(references.count >> 8 & 0xff), UInt8(references.count & 0xff)]
        let size = (0..<4).reversed().map { UInt8(body.count >> ($0 * 8) & 0xff) }
        return [0xb5, 0xee, 0x9c, 0x72, 2, 4] + count + [0, 1, 0, 0] + size + [0, 0] + body
    }

    private static func chain(_ count: Int) -> [[Int]] { (0..<count).map { $0 + 1 < count ? [$0 + 1] : [] } }

    @Test func readsWhatItWrites() throws {
        let cell = try BagOfCells.parse(Self.wallet)
        #expect(cell.depth == 8)
        #expect(try BagOfCells.parse(BagOfCells.serialize(cell)) == cell)
    }

    @Test func readsAChainAsDeepAsTheLimitAndNoDeeper() throws {
        #expect(try BagOfCells.parse(Self.bag(Self.chain(1025))).depth == 1024)
        #expect(throws: CellFault.self) { try BagOfCells.parse(Self.bag(Self.chain(1026))) }
        #expect(throws: CellFault.self) { try BagOfCells.parse(Self.bag(Self.chain(4096))) }
    }

    /// Every cell refers four times to the next: 4^1000 paths lead to the last one.
    @Test func hashesASharedCellOnce() throws {
        let diamonds = Self.chain(1000).map { $0.flatMap { [$0, $0, $0, $0] } }
        let cell = try BagOfCells.parse(Self.bag(diamonds))
        #expect(cell.depth == 999)
        #expect(Set([cell, cell]).count == 1)
        #expect(try BagOfCells.parse(BagOfCells.serialize(cell)) == cell)
    }

    @Test func readsAsManyCellsAsTheLimitAndNoMore() throws {
        func tree(_ count: Int) -> [[Int]] {
            (0..<count).map { position in (1...4).map { position * 4 + $0 }.filter { $0 < count } }
        }
        #expect(try BagOfCells.parse(Self.bag(tree(4096))).references.count == 4)
        #expect(throws: CellFault.self) { try BagOfCells.parse(Self.bag(tree(4097))) }
    }

    @Test func refusesABagCutAtAnyLength() {
        for length in 0..<Self.wallet.count {
            #expect(throws: CellFault.self) { try BagOfCells.parse(Array(Self.wallet.prefix(length))) }
        }
        #expect(throws: CellFault.self) { try BagOfCells.parse(Self.wallet + [0]) }
    }

    @Test func refusesOrReadsEveryFlippedBitWithoutHarm() throws {
        let root = try BagOfCells.parse(Self.wallet)
        for position in Self.wallet.indices {
            for bit in 0..<8 {
                var bytes = Self.wallet
                bytes[position] ^= 1 << UInt8(bit)
                if let other = try? BagOfCells.parse(bytes) { #expect(other != root, "bit \(bit) of byte \(position)") }
            }
        }
    }

    @Test(
        arguments: [
            // cells, roots, absent, size and root of the widest kind, all at their largest
            [0xb5, 0xee, 0x9c, 0x72, 4, 8] + [UInt8](repeating: 0xff, count: 64),
            [0xb5, 0xee, 0x9c, 0x72, 4, 8, 0, 0, 0x10, 0] + [0, 0, 0, 1, 0, 0, 0, 0] + [UInt8](repeating: 0xff, count: 64),
            // an index that is longer than the bytes
            [0xb5, 0xee, 0x9c, 0x72, 0x82, 8, 0x10, 0, 0, 1, 0, 0] + [UInt8](repeating: 0, count: 64),
            // cache bits without an index; flags that mean nothing
            [0xb5, 0xee, 0x9c, 0x72, 0x21, 1, 1, 1, 0, 2, 0, 0, 0], [0xb5, 0xee, 0x9c, 0x72, 0x09, 1, 1, 1, 0, 2, 0, 0, 0],
            // older magics
            [0x68, 0xff, 0x65, 0xf3, 1, 1, 1, 1, 0, 2, 0, 0, 0], [0xac, 0xc3, 0xa7, 0x28, 1, 1, 1, 1, 0, 2, 0, 0, 0],
            // a cell stored with its hash; a cell that says it is absent
            [0xb5, 0xee, 0x9c, 0x72, 1, 1, 1, 1, 0, 2, 0, 0x10, 0], [0xb5, 0xee, 0x9c, 0x72, 1, 1, 1, 1, 0, 2, 0, 0x17, 0],
        ] as [[UInt8]])
    func refusesAHeaderThatPromisesTheAbsurd(bytes: [UInt8]) {
        #expect(throws: CellFault.self) { try BagOfCells.parse(bytes) }
    }

    @Test(arguments: [[[0]], [[1], [0]], [[2], [], []], [[1, 1], [3], [3]], [[1], [], []]])
    func refusesReferencesThatGoBackOrNowhere(references: [[Int]]) {
        #expect(throws: CellFault.self) { try BagOfCells.parse(Self.bag(references)) }
    }

    @Test func checksTheIndex() throws {
        let cells: [UInt8] = [1, 2, 7, 1, 0, 2, 9]
        func indexed(_ offsets: [UInt8], flags: UInt8) -> [UInt8] {
            [0xb5, 0xee, 0x9c, 0x72, flags, 1, 2, 1, 0, UInt8(cells.count), 0] + offsets + cells
        }
        #expect(try BagOfCells.parse(indexed([4, 7], flags: 0x81)).depth == 1)
        #expect(try BagOfCells.parse(indexed([8, 15], flags: 0xa1)).depth == 1)
        #expect(throws: CellFault.self) { try BagOfCells.parse(indexed([3, 7], flags: 0x81)) }
        #expect(throws: CellFault.self) { try BagOfCells.parse(indexed([4, 8], flags: 0x81)) }
    }

    @Test func refusesMoreBytesThanTheLimitBeforeReadingThem() {
        let refusal = #expect(throws: CellFault.self) { try BagOfCells.parse([UInt8](repeating: 0, count: 1 << 20 + 1)) }
        #expect(refusal?.detail.contains("bytes") == true)
    }
}
