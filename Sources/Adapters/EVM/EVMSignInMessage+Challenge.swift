import ChainKit
import Foundation

extension EVMSignInMessage {
    /// The message that binds the challenge to an address.
    /// - Throws: `challenge_invalid` when the challenge does not fit EIP-4361.
    init(_ challenge: Challenge, chainID: Int64, address: String) throws(ChainError) {
        try Self.check(challenge)
        self.init(
            domain: challenge.domain, address: address, statement: challenge.statement, uri: challenge.uri,
            chainID: chainID, nonce: challenge.nonce, issuedAt: Timestamp(challenge.issuedAt),
            expirationTime: Timestamp(challenge.expiresAt))
    }

    /// The text for a wallet whose address is not known yet: the same facts in words, in no format of its own.
    /// - Throws: `challenge_invalid` as for EIP-4361, so that both texts are possible or none.
    static func plainText(for challenge: Challenge) throws(ChainError) -> String {
        try check(challenge)
        var text = challenge.domain
        text.reserveCapacity(512)
        text += " asks you to prove that this wallet is yours. Signing sends no transaction and costs nothing.\n\n"
        if let statement = challenge.statement { text += statement + "\n\n" }
        text += "Domain: "
        text += challenge.domain
        text += "\nURI: "
        text += challenge.uri
        text += "\nChain: "
        text += challenge.chain.description
        text += "\nNonce: "
        text += challenge.nonce
        text += "\nIssued At: "
        text += RFC3339.format(challenge.issuedAt)
        text += "\nExpires At: "
        text += RFC3339.format(challenge.expiresAt)
        return text
    }

    private static func check(_ challenge: Challenge) throws(ChainError) {
        guard URIGrammar.isDomain(bytes(challenge.domain)) else {
            throw invalid("domain", "The domain must be an RFC 3986 authority in ASCII, such as rewards.example.")
        }
        guard URIGrammar.isURI(bytes(challenge.uri)) else {
            throw invalid("uri", "The URI must be an RFC 3986 URI in ASCII, such as https://rewards.example.")
        }
        guard challenge.statement?.utf8.allSatisfy(URIGrammar.isStatementCharacter) != false else {
            throw invalid(
                "statement", "The statement must be one line of ASCII letters, digits, spaces and -._~:/?#[]@!$&'()*+,;= only.")
        }
        guard isNonce(challenge.nonce.utf8) else {
            throw invalid("nonce", "The nonce must be 8 or more letters and digits.")
        }
        // Past the year 9999 a time has no RFC 3339 form.
        let years = 0..<253_402_300_800.0
        guard years.contains(challenge.issuedAt.timeIntervalSince1970), years.contains(challenge.expiresAt.timeIntervalSince1970)
        else { throw invalid("issuedAt", "The times must lie between the years 1970 and 9999.") }
    }

    private static func bytes(_ text: String) -> ArraySlice<UInt8> { Array(text.utf8)[...] }

    private static func invalid(_ member: String, _ message: String) -> ChainError {
        ChainError(.challengeInvalid, message, pointer: "/\(member)")
    }
}

extension EVMSignInMessage.Timestamp {
    /// The moment in whole seconds.
    init(_ date: Date) {
        text = RFC3339.format(date)
        self.date = date
    }
}
