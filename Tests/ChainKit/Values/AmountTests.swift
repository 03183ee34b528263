import ChainKit
import Foundation
import Testing

struct AmountTests {
    @Test(arguments: [
        "0", "1", "18446744073709551616", "115792089237316195423570985008687907853269984665640564039457584007913129639936",
    ])
    func readsAndWritesDecimalDigits(text: String) throws {
        let amount = try #require(Amount(text))
        #expect(amount.description == text)
        #expect(try JSONDecoder().decode(Amount.self, from: JSONEncoder().encode(amount)) == amount)
    }

    @Test(arguments: ["", "-1", "+1", "1.0", "1e3", " 1", "1 ", "0x1", "１", "1_000", String(repeating: "9", count: 79)])
    func refusesAnythingElse(text: String) {
        #expect(Amount(text) == nil)
    }

    @Test(
        arguments: [
            ("12.5", 18, "12500000000000000000"), ("1", 0, "1"), ("0", 6, "0"), ("0.000001", 6, "1"), ("1.", -1, nil),
            ("1.", 6, nil),
            (".5", 6, nil), ("0.0000001", 6, nil), ("1.0", 0, nil), ("-1", 6, nil), ("1.-1", 6, nil), ("1.2.3", 6, nil),
            ("", 6, nil),
            (".", 6, nil), ("1e3", 6, nil), ("1,5", 6, nil),
        ] as [(String, Int, String?)])
    func readsWholeCoinsAsBaseUnits(text: String, decimals: Int, units: String?) {
        #expect(Amount(wholeCoins: text, decimals: decimals)?.description == units)
    }

    @Test func comparesAndAddsPastSixtyFourBits() throws {
        let large = try #require(Amount("18446744073709551615"))
        #expect(large + Amount(1 as UInt64) > large)
        #expect((large + large).description == "36893488147419103230")
        #expect(Amount.zero < Amount(1 as UInt64))
    }
}
