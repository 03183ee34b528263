import ChainKit
import Testing

struct HexTests {
    @Test func writesLowerCaseDigits() {
        #expect(Hex.encode([0x00, 0x0f, 0xab, 0xff]) == "000fabff")
        #expect(Hex.encode([0xab], prefixed: true) == "0xab")
        #expect(Hex.encode([]) == "")
        #expect(Hex.encode([], prefixed: true) == "0x")
    }

    @Test(arguments: ["00fF", "0x00ff", "0x00FF"]) func readsEitherCaseWithOrWithoutPrefix(text: String) {
        #expect(Hex.decode(text) == [0x00, 0xff])
    }

    @Test(arguments: ["0", "0x0", "0X00", "0x0x00", "gg", "0g", " 00", "00 ", "00\n", "é", "００", "-1", "+1"])
    func refusesAnythingElse(text: String) {
        #expect(Hex.decode(text) == nil)
    }

    @Test func readsBackEveryByte() {
        let bytes = Array(UInt8.min...UInt8.max)
        #expect(Hex.decode(Hex.encode(bytes)) == bytes)
        #expect(Hex.decode(Hex.encode(bytes, prefixed: true).dropFirst(0)) == bytes)
    }
}
