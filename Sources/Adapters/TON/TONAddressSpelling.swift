import ChainKit
import Foundation

/// How an address of TON was written, and what that spelling says beside the account (TEP-2).
struct TONAddressSpelling: Sendable, Hashable {
    enum Form: Sendable, Hashable {
        /// `workchain:hex`
        case raw
        /// 36 bytes in base 64: tag, workchain, hash, CRC-16.
        case friendly(bounceable: Bool, testOnly: Bool)
    }

    let address: TONAddress
    let form: Form

    /// The friendly form that says "for test networks only".
    var isTestOnly: Bool {
        form == .friendly(bounceable: true, testOnly: true) || form == .friendly(bounceable: false, testOnly: true)
    }

    /// Reads either form, to the letter: one alphabet, known tag, right checksum, a workchain that exists.
    /// - Throws: `account_invalid` saying what is wrong and what would be right.
    init(_ text: String) throws(ChainError) {
        let characters = Array(text.utf8)
        if characters.contains(UInt8(ascii: ":")) {
            try self.init(raw: characters)
        } else {
            try self.init(friendly: characters)
        }
    }

    private init(raw characters: [UInt8]) throws(ChainError) {
        let parts = characters.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        let workchain: Int32
        switch parts[0] {
        case [UInt8(ascii: "0")]: workchain = 0
        case [UInt8(ascii: "-"), UInt8(ascii: "1")]: workchain = -1
        default: throw Self.invalid("A raw TON address starts with its workchain: \"0:\", or \"-1:\" on the masterchain.")
        }
        guard parts.count == 2, parts[1].count == 64 else {
            throw Self.invalid("A raw TON address has exactly 64 hex digits after the workchain and \":\".")
        }
        let nibbles = parts[1].compactMap(Hex.value)
        guard nibbles.count == 64 else {
            throw Self.invalid("A raw TON address has only hex digits after \":\": 0 to 9 and a to f.")
        }
        let hash = stride(from: 0, to: 64, by: 2).map { nibbles[$0] << 4 | nibbles[$0 + 1] }
        try self.init(workchain: workchain, hash: hash, form: .raw)
    }

    private init(friendly characters: [UInt8]) throws(ChainError) {
        guard characters.count == 48 else {
            throw Self.invalid(
                "A TON address is 48 characters of base 64, such as EQ… or UQ…, or \"0:\" and 64 hex digits; this is neither.")
        }
        let bytes = try Self.decoded(characters)
        let tag = bytes[0] & ~Self.testOnlyFlag
        guard tag == Self.bounceableTag || tag == Self.nonBounceableTag else {
            throw Self.invalid("The TON address starts with an unknown tag; EQ… and UQ… are the usual starts.")
        }
        guard CRC16.checksum(bytes[..<34]) == UInt16(bytes[34]) << 8 | UInt16(bytes[35]) else {
            throw Self.invalid("The checksum of the TON address is wrong; copy the address again.")
        }
        try self.init(
            workchain: Int32(Int8(bitPattern: bytes[1])), hash: Array(bytes[2..<34]),
            form: .friendly(bounceable: tag == Self.bounceableTag, testOnly: bytes[0] & Self.testOnlyFlag != 0))
    }

    private init(workchain: Int32, hash: [UInt8], form: Form) throws(ChainError) {
        guard let address = TONAddress(workchain: workchain, hash: hash) else {
            throw Self.invalid("TON has no workchain \(workchain); there are 0 and -1.")
        }
        self.address = address
        self.form = form
    }

    static func friendly(_ address: TONAddress, bounceable: Bool, testOnly: Bool, urlSafe: Bool) -> String {
        let tag = (bounceable ? bounceableTag : nonBounceableTag) | (testOnly ? testOnlyFlag : 0)
        var bytes = [tag, UInt8(truncatingIfNeeded: address.workchain)] + address.hash
        let checksum = CRC16.checksum(bytes[...])
        bytes += [UInt8(checksum >> 8), UInt8(checksum & 0xff)]
        // 36 bytes fill 48 characters: there is never padding.
        return urlSafe ? Base64URL.encode(bytes) : Data(bytes).base64EncodedString()
    }

    private static let bounceableTag: UInt8 = 0x11
    private static let nonBounceableTag: UInt8 = 0x51
    private static let testOnlyFlag: UInt8 = 0x80

    private static func decoded(_ characters: [UInt8]) throws(ChainError) -> [UInt8] {
        let text = String(decoding: characters, as: UTF8.self)
        let bytes = Base64URL.decode(text) ?? StandardBase64.decode(text)
        guard let bytes, bytes.count == 36 else {
            throw invalid(
                "A friendly TON address is base 64 in one alphabet: letters, digits and either \"-\" and \"_\" or \"+\" and \"/\"."
            )
        }
        return bytes
    }

    private static func invalid(_ message: String) -> ChainError { ChainError(.accountInvalid, message) }
}
