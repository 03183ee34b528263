import ChainKit
import Testing

@Suite struct AmountWordTests {
    @Test(arguments: [
        ("0", "00"), ("1", "01"), ("255", "ff"), ("256", "0100"), ("18446744073709551615", "ffffffffffffffff"),
        ("18446744073709551616", "010000000000000000"),
        ("115792089237316195423570985008687907853269984665640564039457584007913129639935", String(repeating: "ff", count: 32)),
    ])
    func isWrittenAndReadBigEndian(decimal: String, hex: String) throws {
        let amount = try #require(Amount(decimal))
        let bytes = try #require(Hex.decode(hex))
        #expect(Amount(bigEndian: bytes) == amount)
        #expect(Amount(bigEndian: [0, 0, 0] + bytes) == amount)
        #expect(amount.bigEndianBytes(count: bytes.count) == bytes)
        #expect(amount.bigEndianBytes(count: 40) == [UInt8](repeating: 0, count: 40 - bytes.count) + bytes)
        #expect(amount == .zero || amount.bigEndianBytes(count: bytes.count - 1) == nil)
    }

    @Test func readsNoBytesAsZero() {
        #expect(Amount(bigEndian: []) == .zero)
    }
}
