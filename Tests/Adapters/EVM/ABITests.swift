import ChainKit
import Testing

@testable import EVMAdapter

@Suite struct ABITests {
    /// SplitMix64, so that a failing case comes back with its seed.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var z = state
            z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
            z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
            return z ^ (z >> 31)
        }
    }

    private func type(depth: Int, _ generator: inout Generator) -> ABIType {
        switch Int.random(in: 0..<(depth > 0 ? 9 : 6), using: &generator) {
        case 0: .uint(bits: 8 * .random(in: 1...32, using: &generator))
        case 1: .address
        case 2: .bool
        case 3: .fixedBytes(.random(in: 1...32, using: &generator))
        case 4: .bytes
        case 5: .string
        case 6: .array(type(depth: depth - 1, &generator), count: nil)
        case 7: .array(type(depth: depth - 1, &generator), count: .random(in: 1...3, using: &generator))
        default: .tuple((0..<Int.random(in: 1...3, using: &generator)).map { _ in type(depth: depth - 1, &generator) })
        }
    }

    private func bytes(_ count: Int, _ generator: inout Generator) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    private func value(_ type: ABIType, _ generator: inout Generator) throws -> ABIValue {
        switch type {
        case .uint(let bits): return .uint(Amount(bigEndian: bytes(bits / 8, &generator)))
        case .address: return .address(try #require(EVMAddress(bytes: bytes(20, &generator))))
        case .bool: return .bool(.random(using: &generator))
        case .fixedBytes(let count): return .bytes(bytes(count, &generator))
        case .bytes: return .bytes(bytes(.random(in: 0...70, using: &generator), &generator))
        case .string:
            return .string(
                String(
                    (0..<Int.random(in: 0...40, using: &generator)).map { _ in "aé漢🌊".randomElement(using: &generator) ?? "a" }))
        case .array(let element, let count):
            let count = count ?? .random(in: 0...3, using: &generator)
            return .list(try (0..<count).map { _ in try value(element, &generator) })
        case .tuple(let members): return .list(try members.map { try value($0, &generator) })
        }
    }

    @Test(arguments: 0..<300 as Range<UInt64>)
    func readsBackWhatItWrote(seed: UInt64) throws {
        var generator = Generator(state: seed)
        let types = (0..<3).map { _ in type(depth: 3, &generator) }
        let values = try types.map { try value($0, &generator) }
        let data = try ABIValue.encode(values, as: types)
        #expect(try ABIDecoder.decode(data, as: types) == values)
        #expect(try ABIDecoder.decode(data + [UInt8](repeating: 1, count: 32), as: types) == values)
        #expect(try ABIValue.list(.array(values.map(\.json)), as: types) == values)
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func refusesWhatIsCutShort(seed: UInt64) throws {
        var generator = Generator(state: seed)
        let types = (0..<3).map { _ in type(depth: 2, &generator) }
        let data = try ABIValue.encode(try types.map { try value($0, &generator) }, as: types)
        for count in 0..<data.count {
            #expect(throws: ChainError.self) { try ABIDecoder.decode(Array(data[..<count]), as: types) }
        }
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func survivesAnyFlippedByte(seed: UInt64) throws {
        var generator = Generator(state: seed)
        let types = (0..<3).map { _ in type(depth: 3, &generator) }
        let data = try ABIValue.encode(try types.map { try value($0, &generator) }, as: types)
        for _ in 0..<50 {
            var broken = data
            let index = Int.random(in: 0..<data.count, using: &generator)
            broken[index] = .random(in: 0...255, using: &generator)
            // Where it still reads, it reads what encodes to the same bytes.
            if let values = try? ABIDecoder.decode(broken, as: types) {
                #expect(try ABIValue.encode(values, as: types).count <= data.count)
            }
        }
    }

    @Test func refusesToReadAWordTwice() throws {
        // Two offsets of a (bytes,bytes) that point to one place.
        let word = { (number: UInt64) in Amount(number).bigEndianBytes(count: 32) ?? [] }
        let shared = word(64) + word(64) + word(1) + [7] + [UInt8](repeating: 0, count: 31)
        let error = #expect(throws: ChainError.self) { try ABIDecoder.decode(shared, as: [.bytes, .bytes]) }
        #expect(error?.message.contains("already read") == true)
    }

    @Test func knowsTheSelectorsByTheirSignatures() throws {
        #expect(try ABIFunction("balanceOf(address)") == .balanceOf)
        #expect(try ABIFunction("balanceOfBatch(address[],uint256[])") == .balanceOfBatch)
        #expect(try ABIFunction("aggregate3((address,bool,bytes)[])") == .aggregate3)
    }

    @Test(arguments: [
        "", "balanceOf", "balanceOf(", "balanceOf(address", "balanceOf(address))", "balanceOf(address,)", "balanceOf(uint)",
        "balanceOf(uint7)", "balanceOf(uint264)", "balanceOf(bytes33)", "balanceOf(bytes0)", "balanceOf(uint256[0])",
        "balanceOf(uint256[)", "balanceOf(())", "1f()", "balanceOf (address)", "balanceOf(address )", "f(int256)",
        "f(uint8[9999][9999])", "f(uint256[01])",
    ])
    func refusesAnUnreadableSignature(signature: String) {
        let error = #expect(throws: ChainError.self) { try ABIFunction(signature) }
        #expect(error?.code == .parametersInvalid)
    }

    @Test func refusesEndlessNesting() {
        #expect(throws: ChainError.self) { try ABIFunction("f" + String(repeating: "(", count: 100_000)) }
    }

    @Test func refusesAValueOfAnotherType() throws {
        #expect(throws: ChainError.self) { try ABIValue.encode([.bool(true)], as: [.address]) }
        #expect(throws: ChainError.self) { try ABIValue.encode([.uint(Amount(UInt64(256)))], as: [.uint(bits: 8)]) }
        #expect(throws: ChainError.self) { try ABIValue.encode([.bytes([1])], as: [.fixedBytes(2)]) }
        #expect(throws: ChainError.self) { try ABIValue.encode([.list([])], as: [.array(.bool, count: 1)]) }
        #expect(throws: ChainError.self) { try ABIValue.encode([], as: [.bool]) }
    }
}
