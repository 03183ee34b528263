import ChainKit

/// The parts of RFC 3986 (appendix A) that EIP-4361 is built from, judged in one pass over the bytes.
enum URIGrammar {
    typealias Text = ArraySlice<UInt8>

    /// `scheme ":" hier-part [ "?" query ] [ "#" fragment ]`.
    static func isURI(_ text: Text) -> Bool {
        guard let colon = text.firstIndex(of: UInt8(ascii: ":")), isScheme(text[..<colon]) else { return false }
        var rest = text[(colon + 1)...]
        if rest.starts(with: "//".utf8) {
            rest = rest.dropFirst(2)
            let end = rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }
            guard isAuthority(rest[..<(end ?? rest.endIndex)]) else { return false }
            rest = rest[(end ?? rest.endIndex)...]
        }
        let fragment = rest.firstIndex(of: UInt8(ascii: "#")) ?? rest.endIndex
        let query = rest[..<fragment].firstIndex(of: UInt8(ascii: "?")) ?? fragment
        return consists(rest[..<query]) { isPathCharacter($0) || $0 == UInt8(ascii: "/") }
            && consists(rest[query..<fragment].dropFirst(), of: isQueryCharacter)
            && consists(rest[fragment...].dropFirst(), of: isQueryCharacter)
    }

    /// `ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )`.
    static func isScheme(_ text: Text) -> Bool {
        guard let first = text.first, isLetter(first) else { return false }
        return text.allSatisfy {
            isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
        }
    }

    /// `[ userinfo "@" ] host [ ":" port ]`; the host may be empty, as the RFC allows.
    static func isAuthority(_ text: Text) -> Bool {
        var rest = text
        if let at = text.firstIndex(of: UInt8(ascii: "@")) {
            guard consists(text[..<at], of: { isNameCharacter($0) || $0 == UInt8(ascii: ":") }) else { return false }
            rest = text[(at + 1)...]
        }
        let host: Text
        if rest.first == UInt8(ascii: "[") {
            guard let close = rest.firstIndex(of: UInt8(ascii: "]")), isAddressLiteral(rest[(rest.startIndex + 1)..<close]) else {
                return false
            }
            host = rest[...close]
        } else {
            host = rest.prefix { $0 != UInt8(ascii: ":") }
            guard consists(host, of: isNameCharacter) else { return false }
        }
        let port = rest[host.endIndex...]
        return port.isEmpty || (port.first == UInt8(ascii: ":") && port.dropFirst().allSatisfy(isDigit))
    }

    /// An authority that names a host, as a sign-in message needs.
    static func isDomain(_ text: Text) -> Bool {
        let host = text.firstIndex(of: UInt8(ascii: "@")).map { text[($0 + 1)...] } ?? text
        guard let first = host.first, first != UInt8(ascii: ":") else { return false }
        return isAuthority(text)
    }

    /// `*pchar`, what EIP-4361 allows as a request id.
    static func isRequestID(_ text: Text) -> Bool { consists(text, of: isPathCharacter) }

    /// Whether a sign-in statement may hold the character: `reserved / unreserved / " "` (EIP-4361).
    static func isStatementCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "["), UInt8(ascii: "]"):
            true
        default: isPathCharacter(byte)
        }
    }

    static func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) }
    static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// Whether every character is allowed or begins a percent-encoded byte.
    private static func consists(_ text: Text, of isAllowed: (UInt8) -> Bool) -> Bool {
        var index = text.startIndex
        while index < text.endIndex {
            if text[index] == UInt8(ascii: "%") {
                guard text.endIndex - index > 2, Hex.value(text[index + 1]) != nil, Hex.value(text[index + 2]) != nil else {
                    return false
                }
                index += 3
            } else {
                guard isAllowed(text[index]) else { return false }
                index += 1
            }
        }
        return true
    }

    /// `unreserved / sub-delims`.
    private static func isNameCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "!"), UInt8(ascii: "$"),
            UInt8(ascii: "&")...UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "="):
            true
        default: isLetter(byte) || isDigit(byte)
        }
    }

    /// `pchar` without percent-encoding.
    private static func isPathCharacter(_ byte: UInt8) -> Bool {
        isNameCharacter(byte) || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "@")
    }

    private static func isQueryCharacter(_ byte: UInt8) -> Bool {
        isPathCharacter(byte) || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?")
    }

    /// `IPv6address / IPvFuture`, without the brackets.
    private static func isAddressLiteral(_ text: Text) -> Bool {
        if let first = text.first, first | 0x20 == UInt8(ascii: "v") {
            guard let dot = text.firstIndex(of: UInt8(ascii: ".")) else { return false }
            let (version, name) = (text[(text.startIndex + 1)..<dot], text[(dot + 1)...])
            return !version.isEmpty && version.allSatisfy { Hex.value($0) != nil }
                && !name.isEmpty && name.allSatisfy { isNameCharacter($0) || $0 == UInt8(ascii: ":") }
        }
        return isIPv6(text)
    }

    /// Eight groups of one to four hex digits; `::` once in place of one or more of them; the last two may be an IPv4 address.
    private static func isIPv6(_ text: Text) -> Bool {
        let colon = UInt8(ascii: ":")
        for index in text.indices.dropLast() where text[index] == colon && text[index + 1] == colon {
            guard let left = groups(text[..<index], isLast: false), let right = groups(text[(index + 2)...], isLast: true) else {
                return false
            }
            return left + right <= 7
        }
        return groups(text, isLast: true) == 8
    }

    /// How many 16-bit groups the text holds, `nil` when one is malformed.
    private static func groups(_ text: Text, isLast: Bool) -> Int? {
        guard !text.isEmpty else { return 0 }
        let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        var count = 0
        for (index, part) in parts.enumerated() {
            if isLast, index == parts.count - 1, part.contains(UInt8(ascii: ".")) {
                guard isIPv4(part) else { return nil }
                count += 2
            } else {
                guard (1...4).contains(part.count), part.allSatisfy({ Hex.value($0) != nil }) else { return nil }
                count += 1
            }
        }
        return count
    }

    private static func isIPv4(_ text: Text) -> Bool {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                (1...3).contains(part.count) && part.allSatisfy(isDigit) && (part.count == 1 || part.first != UInt8(ascii: "0"))
                    && part.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } < 256
            }
    }
}
