import ChainKit
import Foundation
import Testing

struct RFC3339Tests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59Z", -1), ("2000-02-29T12:00:00Z", 951_825_600),
        ("2026-05-06T07:08:09Z", 1_778_051_289), ("0001-01-01T00:00:00Z", -62_135_596_800),
        ("9999-12-31T23:59:59Z", 253_402_300_799),
    ])
    func writesAndReadsUTC(text: String, seconds: Double) {
        #expect(RFC3339.parse(text) == Date(timeIntervalSince1970: seconds))
        #expect(RFC3339.format(Date(timeIntervalSince1970: seconds)) == text)
    }

    @Test(arguments: [
        "2026-05-06t07:08:09z", "2026-05-06T09:08:09+02:00", "2026-05-05T19:38:09-11:30", "2026-05-06T07:08:09-00:00",
        "2026-05-06T07:08:09.000Z", "2026-05-07T07:07:09+23:59",
    ])
    func readsOneMomentInEveryOffset(text: String) {
        #expect(RFC3339.parse(text) == Date(timeIntervalSince1970: 1_778_051_289))
    }

    @Test func countsALeapSecondAsTheNextMinute() {
        #expect(RFC3339.parse("2016-12-31T23:59:60Z") == RFC3339.parse("2017-01-01T00:00:00Z"))
    }

    @Test(arguments: [
        "2024-02-29T00:00:00Z", "2000-02-29T00:00:00Z", "2026-01-31T00:00:00Z", "2026-04-30T00:00:00Z", "2026-12-31T23:59:59Z",
    ])
    func acceptsDaysTheCalendarHas(text: String) throws {
        #expect(RFC3339.format(try #require(RFC3339.parse(text))) == text)
    }

    @Test(arguments: [
        "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2026-02-30T00:00:00Z", "2026-04-31T00:00:00Z", "2026-00-01T00:00:00Z",
        "2026-13-01T00:00:00Z", "2026-01-00T00:00:00Z", "2026-01-32T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z",
        "2026-01-01T00:00:61Z", "2026-01-01T00:00:00", "2026-01-01T00:00:00+0100", "2026-01-01T00:00:00+24:00",
        "2026-01-01T00:00:00+01:60", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00,5Z", "2026-01-01 00:00:00Z", "2026-01-01",
        "26-01-01T00:00:00Z", "2026-1-1T00:00:00Z", "+2026-01-01T00:00:00Z", "2026-01-01T00:00Z", " 2026-01-01T00:00:00Z",
        "2026-01-01T00:00:00Z ", "2026-01-01T00:00:00ZZ", "２026-01-01T00:00:00Z", "",
    ])
    func refusesAnythingElse(text: String) {
        #expect(RFC3339.parse(text) == nil)
    }

    @Test func readsFractionsOfAnyLength() throws {
        let start = try #require(RFC3339.parse("2026-05-06T07:08:09Z"))
        #expect(try #require(RFC3339.parse("2026-05-06T07:08:09.5Z")).timeIntervalSince(start) == 0.5)
        #expect(try abs(#require(RFC3339.parse("2026-05-06T07:08:09.123456789Z")).timeIntervalSince(start) - 0.123456789) < 1e-6)
        let long = "2026-05-06T07:08:09." + String(repeating: "9", count: 40) + "Z"
        #expect(try abs(#require(RFC3339.parse(long)).timeIntervalSince(start) - 1) < 1e-6)
    }

    @Test func writesBackEveryMillisecondItReads() throws {
        for millisecond in 0..<1000 {
            let digits = String(1000 + millisecond).dropFirst()
            for text in ["2026-05-06T07:08:09.\(digits)Z", "1969-07-20T20:17:40.\(digits)Z"] {
                #expect(RFC3339.format(try #require(RFC3339.parse(text)), milliseconds: true) == text)
            }
        }
    }

    @Test func cutsFractionsWhenWritingSeconds() throws {
        #expect(RFC3339.format(try #require(RFC3339.parse("2026-05-06T07:08:09.999Z"))) == "2026-05-06T07:08:09Z")
    }

    @Test func writesBackEveryDayOfFourCenturies() throws {
        for day in stride(from: -200_000, to: 200_000, by: 97) {
            let date = Date(timeIntervalSince1970: Double(day) * 86_400)
            #expect(RFC3339.parse(RFC3339.format(date)) == date)
        }
    }
}
