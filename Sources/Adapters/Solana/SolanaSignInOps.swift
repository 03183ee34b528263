import ChainKit
import Foundation

/// The vector operations on Sign-In with Solana messages; fields are named as in the wallet standard.
enum SolanaSignInOps {
    static let all = [
        VectorOp("siws.parse") { inputs throws(ChainError) in
            guard let message = SolanaSignInMessage(parsing: Array(try inputs.input("text").utf8)) else { return .reject() }
            return .accept(["fields": .object(fields(of: message))])
        },
        VectorOp("siws.build") { inputs throws(ChainError) in
            let issued = SolanaSignInMessage.Issued(inputs["fields"] ?? .null)
            guard let domain = issued.domain, let address = issued.address else { return .reject() }
            let message = SolanaSignInMessage(
                domain: domain, address: address, statement: issued.statement, fields: issued.fields)
            return .accept(["text": .string(message.text)])
        },
        VectorOp("siws.verify") { inputs throws(ChainError) in
            guard let now = RFC3339.parse(try inputs.input("now")), let skewSeconds = inputs["max_skew_s"]?.whole else {
                throw ChainError(.internalError, "The case's clock cannot be read.")
            }
            let issued = SolanaSignInMessage.Issued(inputs["input"] ?? .null)
            let address = try inputs.input("address")
            guard let key = SolanaKey.parse(address),
                let window = SolanaSignInWindow(issued.fields, skewSeconds: Double(skewSeconds)), window.contains(now)
            else { return .reject() }
            let text = try inputs.base64Input("signed_message")
            if let fault = SolanaSignInMessage.findFault(in: text, naming: address, issued: issued) {
                return .reject(["reason": .string(fault.rawValue)])
            }
            let signature = try inputs.base64Input("signature")
            return SolanaOwnership.isSigned(text, signature: signature, by: key) ? .accept() : .reject()
        },
    ]

    private static func fields(of message: SolanaSignInMessage) -> [String: JSONValue] {
        var fields: [String: JSONValue] = ["domain": .string(message.domain), "address": .string(message.address)]
        fields["statement"] = message.statement.map(JSONValue.string)
        for label in SolanaSignInMessage.Fields.Label.allCases {
            fields[label.name] = message.fields[label].map(JSONValue.string)
        }
        fields["resources"] = message.fields.resources.map { .array($0.map(JSONValue.string)) }
        return fields
    }
}

extension SolanaSignInMessage.Issued {
    /// Reads a `SolanaSignInInput` of the wallet standard.
    fileprivate init(_ input: JSONValue) {
        domain = input["domain"]?.text
        address = input["address"]?.text
        statement = input["statement"]?.text
        for label in SolanaSignInMessage.Fields.Label.allCases { fields[label] = input[label.name]?.text }
        fields.resources = input["resources"]?.elements?.compactMap(\.text)
    }
}

extension SolanaSignInWindow {
    /// The window that the times of a `SolanaSignInInput` open; without an expiry it closes as long after the issue as it
    /// opens before.
    /// - Returns: `nil` when a time is not RFC 3339.
    fileprivate init?(_ fields: SolanaSignInMessage.Fields, skewSeconds: Double) {
        self.init(skewSeconds: skewSeconds)
        if let text = fields[.issuedAt] {
            guard let date = RFC3339.parse(text) else { return nil }
            issuedAt = date
            expiresAt = date.addingTimeInterval(skewSeconds)
        }
        if let text = fields[.expirationTime] {
            guard let date = RFC3339.parse(text) else { return nil }
            expiresAt = expiresAt.map { min($0, date) } ?? date
        }
        if let text = fields[.notBefore] {
            guard let date = RFC3339.parse(text) else { return nil }
            notBefore = date
        }
    }
}
