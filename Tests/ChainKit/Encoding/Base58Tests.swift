import ChainKit
import Testing

struct Base58Tests {
    @Test(arguments: [
        ("", ""), ("61", "2g"), ("626262", "a3gV"), ("516b6fcd0f", "ABnLTmg"), ("00000000000000000000", "1111111111"),
        ("0000287fb4cd", "11233QC4"), ("73696d706c792061206c6f6e6720737472696e67", "2cFupjhnEsSn59qHXstmK2ffpLv2"),
    ])
    func writesAndReadsKnownText(hex: String, text: String) throws {
        let bytes = try #require(Hex.decode(hex))
        #expect(Base58.encode(bytes) == text)
        #expect(Base58.decode(text) == bytes)
    }

    @Test func readsBackWhatItWrites() {
        var dice = Dice(state: 58)
        for count in 0..<130 {
            let bytes = [UInt8](repeating: 0, count: count % 4) + dice.bytes(count)
            #expect(Base58.decode(Base58.encode(bytes)) == bytes)
        }
    }

    @Test(arguments: ["0", "O", "I", "l", "1 1", " 2g", "2g\n", "2g=", "é", "２", "2\u{0}"])
    func refusesCharactersOutsideTheAlphabet(text: String) {
        #expect(Base58.decode(text) == nil)
    }

    @Test func refusesTextPastTheLimitBeforeReadingIt() {
        #expect(Base58.decode(String(repeating: "2", count: 4096)) != nil)
        #expect(Base58.decode(String(repeating: "2", count: 4097)) == nil)
        #expect(Base58.decode("11111", limit: 4) == nil)
        #expect(Base58.decode("1111", limit: 4) == [0, 0, 0, 0])
    }
}
