/// A Sign-In with Solana message: its fields, and the text a wallet signs (phantom/sign-in-with-solana; wallet standard
/// `solana:signIn`).
struct SolanaSignInMessage: Sendable {
    /// RFC 3986 authority that asks.
    var domain: String
    /// The signer's address as the text names it.
    var address: String
    /// May span several lines; the text carries it between empty lines.
    var statement: String?
    var fields = Fields()

    /// The labelled lines under the statement, each of which may be absent.
    struct Fields: Sendable {
        /// The single-line fields, in the order the text has them.
        enum Label: Int, Sendable, CaseIterable {
            case uri, version, chainID, nonce, issuedAt, expirationTime, notBefore, requestID

            /// What a line starts with.
            var prefix: String { Self.prefixes[rawValue] }
            /// The name in the wallet standard's `SolanaSignInInput`.
            var name: String { Self.names[rawValue] }

            private static let prefixes = [
                "URI: ", "Version: ", "Chain ID: ", "Nonce: ", "Issued At: ", "Expiration Time: ", "Not Before: ", "Request ID: ",
            ]
            private static let names = [
                "uri", "version", "chainId", "nonce", "issuedAt", "expirationTime", "notBefore", "requestId",
            ]
        }

        private var values = [String?](repeating: nil, count: Label.allCases.count)
        /// `nil` without the line `Resources:`.
        var resources: [String]?

        subscript(label: Label) -> String? {
            get { values[label.rawValue] }
            set { values[label.rawValue] = newValue }
        }

        /// Whether both have the same fields with the same bytes. Swift's `==` on strings would take canonically
        /// equivalent Unicode for equal.
        func matches(_ other: Fields) -> Bool {
            Label.allCases.allSatisfy { sameBytes(self[$0], other[$0]) }
                && resources?.count == other.resources?.count
                && zip(resources ?? [], other.resources ?? []).allSatisfy { sameBytes($0, $1) }
        }
    }

    /// The text of the message, without a line break at its end.
    var text: String {
        var text = domain
        text.reserveCapacity(512)
        text += Self.header
        text += "\n"
        text += address
        if let statement {
            text += "\n\n"
            text += statement
        }
        // The first labelled line has an empty line before it.
        var separator = "\n\n"
        for label in Fields.Label.allCases {
            guard let value = fields[label] else { continue }
            text += separator
            text += label.prefix
            text += value
            separator = "\n"
        }
        if let resources = fields.resources {
            text += separator
            text += Self.resourcesLine
            for resource in resources {
                text += Self.resourcePrefix
                text += resource
            }
        }
        return text
    }

    static let header = " wants you to sign in with your Solana account:"
    static let resourcesLine = "Resources:"
    static let resourcePrefix = "\n- "
}

/// Whether both are absent, or both the same UTF-8.
func sameBytes(_ left: String?, _ right: String?) -> Bool {
    guard let left, let right else { return left == nil && right == nil }
    return left.utf8.elementsEqual(right.utf8)
}
