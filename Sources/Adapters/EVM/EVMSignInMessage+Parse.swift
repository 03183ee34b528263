import ChainKit

extension EVMSignInMessage {
    /// Reads a message strictly, line by line, in time that grows with its length.
    ///
    /// Where EIP-4361 and its deployed readers differ: the statement keeps to the alphabet of the EIP and may be empty; a
    /// chain id is written as CAIP-2 writes it and fits 63 bits (EIP-2294); `t` and `z` and a leap second are allowed.
    /// - Throws: `proof_malformed` naming the line and what it must be.
    init(parsing text: String) throws(ChainError) {
        guard text.utf8.count <= Self.limit else {
            throw Self.malformed("is longer than \(Self.limit) bytes")
        }
        var lines = Lines(Array(text.utf8))
        (scheme, domain) = try Self.origin(lines.next())
        address = try Self.address(lines.next())
        guard lines.next()?.isEmpty == true else { throw Self.malformed("must have an empty line after the address") }
        statement = try Self.statement(&lines)
        uri = try lines.require("URI: ", "an RFC 3986 URI", Self.uri)
        guard try lines.require("Version: ", "1", Self.string) == "1" else {
            throw Self.malformed("must have the version 1")
        }
        chainID = try lines.require("Chain ID: ", "a chain id in plain decimal digits", Self.chainID)
        nonce = try lines.require("Nonce: ", "8 or more letters and digits", Self.nonce)
        issuedAt = try lines.require("Issued At: ", "an RFC 3339 time", Self.time)
        expirationTime = try lines.find("Expiration Time: ", "an RFC 3339 time", Self.time)
        notBefore = try lines.find("Not Before: ", "an RFC 3339 time", Self.time)
        requestID = try lines.find("Request ID: ", "RFC 3986 pchars", Self.requestID)
        resources = try lines.find("Resources:", "nothing", { $0.isEmpty ? [] : nil })
        if resources != nil {
            while let resource = try lines.find("- ", "an RFC 3986 URI", Self.uri) { resources?.append(resource) }
        }
        guard lines.isAtEnd else {
            throw Self.malformed("has a line too much, out of order or unknown after \"Issued At\", or a line break at its end")
        }
    }

    static func isNonce(_ text: some Collection<UInt8>) -> Bool {
        text.count >= 8 && text.allSatisfy { URIGrammar.isLetter($0) || URIGrammar.isDigit($0) }
    }

    private typealias Line = ArraySlice<UInt8>

    /// A message split at its line feeds.
    private struct Lines {
        private let lines: [Line]
        private var index = 0

        init(_ bytes: [UInt8]) {
            lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        }

        var isAtEnd: Bool { index == lines.count }
        var upcoming: Line? { isAtEnd ? nil : lines[index] }

        mutating func next() -> Line? {
            guard let line = upcoming else { return nil }
            index += 1
            return line
        }

        /// The value of the next line, which must begin with the label.
        mutating func require<Value>(
            _ label: String, _ form: String, _ read: (Line) -> Value?
        ) throws(ChainError) -> Value {
            guard let value = try find(label, form, read) else {
                throw EVMSignInMessage.malformed("must have \"\(label)\" and \(form) on line \(index + 1)")
            }
            return value
        }

        /// The value of the next line if it begins with the label.
        mutating func find<Value>(
            _ label: String, _ form: String, _ read: (Line) -> Value?
        ) throws(ChainError) -> Value? {
            guard let line = upcoming, line.starts(with: label.utf8) else { return nil }
            guard let value = read(line.dropFirst(label.utf8.count)) else {
                throw EVMSignInMessage.malformed("must have \(form) after \"\(label)\" on line \(index + 1)")
            }
            index += 1
            return value
        }
    }

    private static func origin(_ line: Line?) throws(ChainError) -> (scheme: String?, domain: String) {
        guard var origin = line, origin.count > greeting.utf8.count,
            origin.suffix(greeting.utf8.count).elementsEqual(greeting.utf8)
        else { throw malformed("must begin with a domain and \"\(greeting.dropFirst())\"") }
        origin = origin.dropLast(greeting.utf8.count)
        var scheme: String?
        if let colon = origin.firstIndex(of: UInt8(ascii: ":")), origin[colon...].starts(with: "://".utf8) {
            guard URIGrammar.isScheme(origin[..<colon]) else { throw malformed("has a malformed scheme before its domain") }
            scheme = string(origin[..<colon])
            origin = origin[(colon + 3)...]
        }
        guard URIGrammar.isDomain(origin) else {
            throw malformed("must name a domain, an RFC 3986 authority such as rewards.example, on its first line")
        }
        return (scheme, String(decoding: origin, as: UTF8.self))
    }

    private static func address(_ line: Line?) throws(ChainError) -> String {
        do {
            return try EVMAddress(line ?? [], spelling: .checksummed).text
        } catch {
            throw malformed("must have an address with its EIP-55 checksum on line 2. \(error.message)", isSentence: true)
        }
    }

    /// Without a statement the address is followed by two empty lines, with one by an empty line, the statement and
    /// another empty line.
    private static func statement(_ lines: inout Lines) throws(ChainError) -> String? {
        let first = lines.next()
        if first?.isEmpty == true, lines.upcoming?.isEmpty != true { return nil }
        guard let statement = first, lines.next()?.isEmpty == true else {
            throw malformed("must have one statement line at most, and an empty line after it")
        }
        guard statement.allSatisfy(URIGrammar.isStatementCharacter) else {
            throw malformed("has a character in its statement that is no letter, digit, space or RFC 3986 punctuation")
        }
        return string(statement)
    }

    private static func string(_ line: Line) -> String? { String(decoding: line, as: UTF8.self) }
    private static func uri(_ line: Line) -> String? { URIGrammar.isURI(line) ? string(line) : nil }
    private static func nonce(_ line: Line) -> String? { isNonce(line) ? string(line) : nil }
    private static func requestID(_ line: Line) -> String? { URIGrammar.isRequestID(line) ? string(line) : nil }

    private static func chainID(_ line: Line) -> Int64? {
        guard let first = line.first, line.allSatisfy(URIGrammar.isDigit), first != UInt8(ascii: "0") || line.count == 1 else {
            return nil
        }
        return string(line).flatMap { Int64($0) }
    }

    private static func time(_ line: Line) -> Timestamp? {
        let text = String(decoding: line, as: UTF8.self)
        return RFC3339.parse(text).map { Timestamp(text: text, date: $0) }
    }

    private static func malformed(_ what: String, isSentence: Bool = false) -> ChainError {
        ChainError(.proofMalformed, "The sign-in message \(what)\(isSentence ? "" : ".")", pointer: "/message")
    }
}
