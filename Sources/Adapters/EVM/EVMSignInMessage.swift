import ChainKit
import Foundation

/// A Sign-In with Ethereum message (EIP-4361): built for a challenge, or read from what a wallet signed.
struct EVMSignInMessage: Sendable, Hashable {
    /// A moment as the message spells it.
    struct Timestamp: Sendable, Hashable {
        let text: String
        let date: Date
    }

    /// Longer messages are refused unread, in bytes.
    static let limit = 8192

    var scheme: String?
    var domain: String
    /// With its EIP-55 checksum.
    var address: String
    /// `nil` when there is no statement line, empty when the line is empty.
    var statement: String?
    var uri: String
    var chainID: Int64
    var nonce: String
    var issuedAt: Timestamp
    var expirationTime: Timestamp?
    var notBefore: Timestamp?
    var requestID: String?
    /// `nil` when the message has no `Resources:` line.
    var resources: [String]?

    static let greeting = " wants you to sign in with your Ethereum account:"

    /// The message itself, lines separated by LF, without a line break at the end.
    var text: String {
        var text = scheme.map { "\($0)://" } ?? ""
        text.reserveCapacity(512)
        text += domain
        text += Self.greeting
        text += "\n"
        text += address
        text += "\n\n"
        if let statement { text += statement + "\n" }
        text += "\nURI: "
        text += uri
        text += "\nVersion: 1\nChain ID: "
        text += String(chainID)
        text += "\nNonce: "
        text += nonce
        text += "\nIssued At: "
        text += issuedAt.text
        if let expirationTime { text += "\nExpiration Time: " + expirationTime.text }
        if let notBefore { text += "\nNot Before: " + notBefore.text }
        if let requestID { text += "\nRequest ID: " + requestID }
        if let resources {
            text += "\nResources:"
            for resource in resources { text += "\n- " + resource }
        }
        return text
    }
}

extension EVMSignInMessage {
    /// What a message must say to answer a challenge.
    struct Expectation: Sendable {
        var domain: String
        /// What a message that names a scheme must name, if anything.
        var scheme: String?
        var nonce: String
        var chainIDs: [Int64]
    }

    /// How far ahead of our clock a wallet may date a message, in seconds.
    static let skewSeconds = 600.0

    /// Why the message does not answer the challenge now, `nil` when it does. Valid while `notBefore <= now <
    /// expirationTime` (EIP-4361).
    func rejection(expecting expected: Expectation, now: Date) -> ProofVerdict.Rejection? {
        if let expirationTime, now >= expirationTime.date { return .proofExpired }
        if let notBefore, now < notBefore.date { return .proofExpired }
        if issuedAt.date.timeIntervalSince(now) > Self.skewSeconds { return .proofExpired }
        // Bytes, because Swift's == takes some characters outside ASCII for their ASCII look-alikes.
        guard domain.utf8.elementsEqual(expected.domain.utf8) else { return .domainMismatch }
        if let scheme, let wanted = expected.scheme, !scheme.utf8.elementsEqual(wanted.utf8) { return .domainMismatch }
        guard nonce.utf8.elementsEqual(expected.nonce.utf8), expected.chainIDs.contains(chainID) else { return .signatureInvalid }
        return nil
    }
}
