import ChainKit

extension EVMSignInMessage {
    /// The fields under the names of vector files; a field the message does not have is absent.
    var json: JSONValue {
        var fields: [String: JSONValue] = [
            "domain": .string(domain), "address": .string(address), "uri": .string(uri), "version": "1",
            "chainId": .integer(chainID), "nonce": .string(nonce), "issuedAt": .string(issuedAt.text),
        ]
        fields["scheme"] = scheme.map(JSONValue.string)
        fields["statement"] = statement.map(JSONValue.string)
        fields["expirationTime"] = expirationTime.map { .string($0.text) }
        fields["notBefore"] = notBefore.map { .string($0.text) }
        fields["requestId"] = requestID.map(JSONValue.string)
        fields["resources"] = resources.map { .array($0.map(JSONValue.string)) }
        return .object(fields)
    }
}
