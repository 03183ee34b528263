import Foundation

/// Internet timestamps (RFC 3339), read strictly and without a locale.
public enum RFC3339 {
    /// Writes `2026-05-06T07:08:09Z`, with three fraction digits when `milliseconds` is set.
    public static func format(_ date: Date, milliseconds: Bool = false) -> String {
        // A date is a binary fraction: 0.123 s is stored a hair below it, and only rounding to the microsecond first
        // keeps it from being cut to 0.122.
        let total = Int64((date.timeIntervalSince1970 * 1_000_000).rounded())
        let (seconds, fraction) = floorDivide(total, 1_000_000)
        let (days, second) = floorDivide(seconds, 86_400)
        let (year, month, day) = civil(fromDays: days)
        var text = ""
        append(year, digits: 4, after: "", to: &text)
        append(month, digits: 2, after: "-", to: &text)
        append(day, digits: 2, after: "-", to: &text)
        append(second / 3600, digits: 2, after: "T", to: &text)
        append(second / 60 % 60, digits: 2, after: ":", to: &text)
        append(second % 60, digits: 2, after: ":", to: &text)
        if milliseconds { append(fraction / 1000, digits: 3, after: ".", to: &text) }
        return text + "Z"
    }

    /// Reads `date "T" time [fraction] offset`; `t` and `z` may be lower case. The calendar is checked (no 30 February);
    /// a leap second (`:60`) counts as the first moment of the next minute.
    /// - Returns: `nil` for anything else.
    public static func parse(_ text: some StringProtocol) -> Date? {
        var scanner = Scanner(bytes: Array(text.utf8))
        guard let year = scanner.number(digits: 4), scanner.skip("-"), let month = scanner.number(digits: 2), scanner.skip("-"),
            let day = scanner.number(digits: 2), (1...12).contains(month), (1...length(ofMonth: month, year: year)).contains(day),
            scanner.skip("T") || scanner.skip("t"), let hour = scanner.number(digits: 2), hour < 24, scanner.skip(":"),
            let minute = scanner.number(digits: 2), minute < 60, scanner.skip(":"), let second = scanner.number(digits: 2),
            second <= 60
        else { return nil }
        var fraction = 0.0
        if scanner.skip(".") {
            guard let digits = scanner.fraction() else { return nil }
            fraction = digits
        }
        var offset: Int64 = 0
        if !scanner.skip("Z") && !scanner.skip("z") {
            let sign: Int64
            if scanner.skip("+") { sign = 1 } else if scanner.skip("-") { sign = -1 } else { return nil }
            guard let hours = scanner.number(digits: 2), hours < 24, scanner.skip(":"), let minutes = scanner.number(digits: 2),
                minutes < 60
            else { return nil }
            offset = sign * (hours * 3600 + minutes * 60)
        }
        guard scanner.isAtEnd else { return nil }
        let seconds = days(year: year, month: month, day: day) * 86_400 + hour * 3600 + minute * 60 + second - offset
        return Date(timeIntervalSince1970: Double(seconds) + fraction)
    }

    private static func append(_ value: Int64, digits: Int, after separator: String, to text: inout String) {
        text += separator
        let written = String(value)
        text += String(repeating: "0", count: max(0, digits - written.utf8.count)) + written
    }

    private static func floorDivide(_ value: Int64, _ divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }

    private static func length(ofMonth month: Int64, year: Int64) -> Int64 {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }

    /// Days from 1970-01-01 in the proleptic Gregorian calendar, counted in 400-year eras that start on 1 March.
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = floorDivide(shifted, 400)
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func civil(fromDays days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = floorDivide(days + 719_468, 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    private struct Scanner {
        let bytes: [UInt8]
        var index = 0

        var isAtEnd: Bool { index == bytes.count }

        mutating func skip(_ character: Unicode.Scalar) -> Bool {
            guard index < bytes.count, bytes[index] == UInt8(ascii: character) else { return false }
            index += 1
            return true
        }

        mutating func digit() -> UInt8? {
            guard index < bytes.count, (0x30...0x39).contains(bytes[index]) else { return nil }
            defer { index += 1 }
            return bytes[index] - 0x30
        }

        mutating func number(digits: Int) -> Int64? {
            var value: Int64 = 0
            for _ in 0..<digits {
                guard let digit = digit() else { return nil }
                value = value * 10 + Int64(digit)
            }
            return value
        }

        mutating func fraction() -> Double? {
            var value = 0.0
            var scale = 0.1
            guard let first = digit() else { return nil }
            value = Double(first) * scale
            while let next = digit() {
                scale /= 10
                value += Double(next) * scale
            }
            return value
        }
    }
}
