import ChainKit
import Testing

struct Base64URLTests {
    @Test(
        arguments: [
            ([], ""), ([0x66], "Zg"), ([0x66, 0x6f], "Zm8"), ([0x66, 0x6f, 0x6f], "Zm9v"), ([0xfb, 0xff, 0xfe], "-__-"),
        ] as [([UInt8], String)])
    func writesAndReadsWithoutPadding(bytes: [UInt8], text: String) {
        #expect(Base64URL.encode(bytes) == text)
        #expect(Base64URL.decode(text) == bytes)
    }

    @Test(arguments: ["Zg==", "Zm8=", "+//+", "Z", "Zh", "Zm9", "Zm 9v", "Zm9v\n", "Zm9vé", "*"])
    func refusesAnythingElse(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }

    @Test func readsBackWhatItWrites() {
        var dice = Dice(state: 64)
        for count in 0..<100 {
            let bytes = dice.bytes(count)
            #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
        }
    }
}
