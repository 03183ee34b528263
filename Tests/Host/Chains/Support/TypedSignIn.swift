import ChainCrypto
import ChainKit

/// A session's sign-in text as typed data (EIP-712), hashed here step by step.
struct TypedSignIn {
    private static let type =
        "SignIn(string domain,address address,string statement,string uri,string version,uint256 chainId,string nonce,"
        + "string issuedAt,string expirationTime)"
    private static let domainType = "EIP712Domain(string name,string version,uint256 chainId)"

    let text: String
    let address: String

    /// The digest that a wallet signs, or that a contract is asked about.
    func digest(domain: String = "rewards.example", chainID: Int = 1) -> [UInt8] {
        let separator = Self.hash(
            Self.hash(Self.domainType) + Self.hash(domain) + Self.hash("1") + EVMWorld.word(chainID))
        let message = Self.hash(
            Self.hash(Self.type) + Self.hash(domain) + EVMWorld.word(address) + Self.hash("Sign in to the test.")
                + Self.hash(field("URI")) + Self.hash("1") + EVMWorld.word(chainID) + Self.hash(field("Nonce"))
                + Self.hash(field("Issued At")) + Self.hash(field("Expiration Time")))
        return Self.hash([0x19, 0x01] + separator + message)
    }

    /// Signed by a key, 65 bytes.
    func signature(by secret: [UInt8], domain: String = "rewards.example") -> JSONValue {
        guard let signed = Secp256k1.sign(digest: digest(domain: domain), secret: secret) else { return .null }
        return EVMWorld.hex(signed.signature + [27 + signed.recoveryID])
    }

    private func field(_ name: String) -> String {
        let line = text.split(separator: "\n").first { $0.hasPrefix("\(name): ") }
        return String(line?.dropFirst(name.count + 2) ?? "")
    }

    private static func hash(_ text: String) -> [UInt8] { Keccak256.hash(Array(text.utf8)) }
    private static func hash(_ bytes: [UInt8]) -> [UInt8] { Keccak256.hash(bytes) }
}
