import Testing

@testable import TONAdapter

@Suite struct CellSliceTests {
    private func slice(_ parts: [(UInt64, Int)], hash: [UInt8] = []) throws -> CellSlice {
        var bits = CellBits()
        for (value, width) in parts { bits.append(value, width: width) }
        bits.append(hash)
        return CellSlice(try Cell(bits: bits))
    }

    @Test func readsNumbersAcrossBytes() throws {
        var slice = try slice([(0b101, 3), (0x1234_5678_9abc_def0, 64), (1, 2)])
        #expect(try slice.loadUInt(3) == 0b101)
        #expect(try slice.loadUInt(64) == 0x1234_5678_9abc_def0)
        #expect(!slice.isEmpty)
        #expect(try slice.loadBits(2) == [0b0100_0000])
        #expect(slice.isEmpty)
        #expect(throws: CellFault.self) { try slice.loadUInt(1) }
        #expect(throws: CellFault.self) { try slice.loadRef() }
    }

    @Test func readsTheStandardAndTheAbsentAddress() throws {
        let hash = [UInt8](0..<32)
        var standard = try slice([(0b100, 3), (0xff, 8)], hash: hash)
        #expect(try standard.loadAddress() == TONAddress(workchain: -1, hash: hash))
        #expect(standard.isEmpty)
        var absent = try slice([(0, 2)])
        #expect(try absent.loadAddress() == nil)
    }

    @Test(arguments: [
        [(0b01, 2), (0, 9)], [(0b11, 2), (0, 300)], [(0b101, 3), (0, 300)], [(0b100, 3), (5, 8)], [(0b100, 3)], [(1, 1)],
    ])
    func refusesOtherAddresses(parts: [(UInt64, Int)]) throws {
        let wide = parts.flatMap { value, width in
            width > 64 ? Array(repeating: (value, 60), count: width / 60) : [(value, width)]
        }
        let hash: [UInt8] = parts.last?.0 == 5 ? Array(0..<32) : []
        var slice = try slice(wide, hash: hash)
        #expect(throws: CellFault.self) { try slice.loadAddress() }
    }
}
