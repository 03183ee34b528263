import ChainKit
import Foundation
import Testing

struct JSONValueTests {
    @Test(
        arguments: [
            ("null", .null), ("true", true), ("false", false), ("0", 0), ("1", 1), ("-7", -7), ("\"\"", ""), ("[]", []),
            ("{}", [:]),
            ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)), ("0.5", .number(0.5)),
            ("[1,true,null,\"x\"]", [1, true, nil, "x"]), (#"{"a":{"b":[{}]}}"#, ["a": ["b": [[:]]]]),
            (#""\u00e9\ud83d\ude00\n\"\\\/""#, "é😀\n\"\\/"),
        ] as [(String, JSONValue)])
    func readsWhatIsThere(text: String, value: JSONValue) throws {
        #expect(try JSONValue(parsing: text.utf8) == value)
        #expect(try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) == value)
    }

    @Test func keepsBooleansApartFromZeroAndOne() throws {
        let value = try JSONValue(parsing: "[true,1,false,0]".utf8)
        #expect(value.elements == [.bool(true), .integer(1), .bool(false), .integer(0)])
        #expect(value[0]?.whole == nil)
        #expect(value[1]?.flag == nil)
    }

    @Test func readsAWholeNumberHoweverItIsWritten() throws {
        #expect(try JSONValue(parsing: "[1.0,1e3,10e-1]".utf8) == [1, 1000, 1])
    }

    @Test(
        arguments: [
            ("9223372036854775808", 0x1p63), ("18446744073709551615", 0x1p64), ("-9223372036854777856", -0x1.0000000000001p63),
            ("1e300", 1e300),
            ("115792089237316195423570985008687907853269984665640564039457584007913129639936", 0x1p256),
        ] as [(String, Double)])
    func readsNumbersPastSixtyFourBitsAsNumbers(text: String, number: Double) throws {
        let value = try JSONValue(parsing: text.utf8)
        #expect(value == .number(number))
        #expect(value.whole == nil)
    }

    @Test(arguments: [
        "", " ", "{", "[1,]", "{\"a\":1,}", "{a:1}", "'a'", "01", "1.", ".5", "+1", "nul", "NaN", "Infinity", "1 2", "\"\n\"",
        "\"\\x\"", "\"a", "\"", "\"\\", "// note\n1", "1e999", "-", "--1", "1e", "1e+", "-01", "[", "[1", "[1 2]", "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1 \"b\":2}", "{1:2}", "truex", "tru", "\u{feff}1", "\u{a0}1", #""\ud800""#, #""\ud800\u0041""#,
        #""\udc00\ud800""#, #""\u12""#,
        #""\u00g0""#, #"{"a":1,"a":1}"#,
    ])
    func refusesWhatIsNotJSON(text: String) {
        #expect(throws: ChainError.self) { try JSONValue(parsing: text.utf8) }
    }

    @Test func refusesBytesThatAreNotUTF8() {
        #expect(throws: ChainError.self) { try JSONValue(parsing: [0x22, 0xff, 0xfe, 0x22]) }
    }

    @Test func readsNestingUpToItsLimit() throws {
        let nested = { (depth: Int) in String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
        #expect(throws: Never.self) { try JSONValue(parsing: nested(512).utf8) }
        #expect(throws: ChainError.self) { try JSONValue(parsing: nested(513).utf8) }
    }

    @Test func refusesEveryTruncationOfAValue() throws {
        let text = Array(#"{"a":[1,-2.5e3,true,null,"é\u00e9\ud83d\ude00"],"b":{}}"#.utf8)
        #expect(throws: Never.self) { try JSONValue(parsing: text) }
        for count in 0..<text.count {
            #expect(throws: ChainError.self) { try JSONValue(parsing: text.prefix(count)) }
        }
    }

    @Test func refusesNestingThatWouldExhaustTheStack() {
        let text = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
        #expect(throws: ChainError.self) { try JSONValue(parsing: text.utf8) }
    }

    @Test func blamesTheSourceAndSaysWhere() {
        let error = #expect(throws: ChainError.self) { try JSONValue(parsing: "[1,\n oops]".utf8) }
        #expect(error?.code == .upstreamInvalid)
        #expect(error?.message.contains("line 2, column 2") == true)
    }

    @Test func writesCompactlyWithSortedNames() {
        let value: JSONValue = ["b": [1, .number(0.5), true, nil], "a": "x"]
        #expect(value.json == #"{"a":"x","b":[1,0.5,true,null]}"#)
    }

    @Test(arguments: (0..<0x20).map { String(UnicodeScalar(UInt8($0))) } + ["\"", "\\", "/", "\u{7f}", "é", "\u{2028}", "😀"])
    func writesTextThatReadsBackTheSame(text: String) throws {
        let value: JSONValue = [text: [.string(text)]]
        #expect(try JSONValue(parsing: value.jsonBytes) == value)
    }

    @Test(arguments: [1e21, -2.5e-300, 0.1, .leastNonzeroMagnitude, .greatestFiniteMagnitude])
    func writesNumbersThatReadBackTheSame(number: Double) throws {
        #expect(try JSONValue(parsing: JSONValue.number(number).jsonBytes) == .number(number))
    }

    @Test func readsBackEveryValueItWrites() throws {
        var dice = Dice(state: 41)
        for _ in 0..<300 {
            let value = JSONValue.random(depth: 4, using: &dice)
            #expect(try JSONValue(parsing: value.jsonBytes) == value)
            #expect(try JSONDecoder().decode(JSONValue.self, from: JSONEncoder().encode(value)) == value)
        }
    }

    @Test func givesMembersOnlyOfTheKindAskedFor() {
        let value: JSONValue = ["list": [1], "text": "x"]
        #expect(value["list"]?[0]?.whole == 1)
        #expect(value["list"]?[1] == nil)
        #expect(value["list"]?[-1] == nil)
        #expect(value["text"]?["x"] == nil)
        #expect(value[0] == nil)
        #expect(value["none"] == nil)
        #expect(value["text"]?.text == "x")
        #expect(value["list"]?.text == nil)
        #expect(value.members?.count == 2)
    }
}

extension JSONValue {
    fileprivate static func random(depth: Int, using dice: inout Dice) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &dice) {
        case 0: .null
        case 1: .bool(.random(using: &dice))
        case 2: .integer(.random(in: .min ... .max, using: &dice))
        case 3: .number(.random(in: 0..<1, using: &dice) + 0.5e-3)
        case 4: .string(String(Int.random(in: 0..<1000, using: &dice)))
        case 5: .array((0..<3).map { _ in random(depth: depth - 1, using: &dice) })
        default: .object(["a": random(depth: depth - 1, using: &dice), "ß": random(depth: depth - 1, using: &dice)])
        }
    }
}
