import ChainKit

extension EVMSignInMessage {
    /// The message as typed data (EIP-712), for wallets that sign nothing else.
    ///
    /// The domain is `{name: the site's domain, version: "1", chainId}`, the primary type
    /// `SignIn(string domain,address address,string statement,string uri,string version,uint256 chainId,string nonce,`
    /// `string issuedAt,string expirationTime)`. Each field is what EIP-4361 gives the same name, its text as the text
    /// message has it; a message without a statement or an expiry has the empty string there.
    func typedData() throws(ChainError) -> TypedData {
        try TypedData(typedDataJSON)
    }

    /// The `params` that a page hands to `eth_signTypedData_v4`.
    var typedDataJSON: JSONValue {
        [
            "types": ["SignIn": .array(Self.typedDataMembers.map { ["name": .string($0.name), "type": .string($0.type)] })],
            "primaryType": "SignIn",
            "domain": ["name": .string(domain), "version": "1", "chainId": .integer(chainID)],
            "message": [
                "domain": .string(domain), "address": .string(address), "statement": .string(statement ?? ""),
                "uri": .string(uri), "version": "1", "chainId": .integer(chainID), "nonce": .string(nonce),
                "issuedAt": .string(issuedAt.text), "expirationTime": .string(expirationTime?.text ?? ""),
            ],
        ]
    }

    private static let typedDataMembers: [(name: String, type: String)] = [
        ("domain", "string"), ("address", "address"), ("statement", "string"), ("uri", "string"),
        ("version", "string"), ("chainId", "uint256"), ("nonce", "string"), ("issuedAt", "string"),
        ("expirationTime", "string"),
    ]
}
