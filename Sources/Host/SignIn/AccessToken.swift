import ChainKit
import Foundation
import JWTKit

/// The claims of an access token (RFC 7519).
struct AccessClaims: JWTPayload {
    var userID: String
    var walletAddress: String
    /// The configured chain's name.
    var chain: String
    var iss: IssuerClaim
    var aud: Audience
    var iat: IssuedAtClaim
    var nbf: NotBeforeClaim
    var exp: ExpirationClaim
    var jti: IDClaim

    private enum CodingKeys: String, CodingKey {
        case userID = "user_id"
        case walletAddress = "wallet_address"
        case chain, iss, aud, iat, nbf, exp, jti
    }

    /// Times, issuer and audience are judged by ``AccessTokens``, which is given the time.
    func verify(using algorithm: some JWTAlgorithm) {}
}

/// The `aud` claim: one audience or a list of them (RFC 7519 §4.1.3).
struct Audience: Codable {
    let values: [String]

    init(values: [String]) { self.values = values }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        values = try (try? [container.decode(String.self)]) ?? container.decode([String].self)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if values.count == 1 { try container.encode(values[0]) } else { try container.encode(values) }
    }
}

/// Signs and reads access tokens. The first key signs; every key is accepted, so that keys rotate without logging
/// anyone out.
struct AccessTokens: Sendable {
    let lifetimeSeconds: Double
    private let configuration: TokenConfiguration
    private let keys: JWTKeyCollection
    private let signingKeyID: JWKIdentifier
    /// RFC 7517 key set with the public keys; keys of HMAC have none.
    let publicKeySet: JSONValue

    /// - Throws: `configuration_invalid` when a key's secret is not one of its algorithm.
    init(_ configuration: TokenConfiguration) async throws {
        self.configuration = configuration
        lifetimeSeconds = Double(configuration.accessLifetimeSeconds)
        keys = JWTKeyCollection()
        var published: [JSONValue] = []
        for key in configuration.keys {
            let kid = JWKIdentifier(string: key.kid)
            switch key.algorithm {
            case .EdDSA:
                let secret = try EdDSA.PrivateKey(d: Base64URL.encode(key.secret.bytes), curve: .ed25519)
                await keys.add(eddsa: secret, kid: kid)
                published.append([
                    "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": .string(key.kid),
                    "x": .string(Base64URL.encode(secret.publicKey.rawRepresentation)),
                ])
            case .HS256:
                await keys.add(hmac: HMACKey(from: Data(key.secret.bytes)), digestAlgorithm: .sha256, kid: kid)
            }
        }
        guard let first = configuration.keys.first else {
            throw ChainError(.configurationInvalid, "tokens.keys is empty; give at least one signing key.")
        }
        signingKeyID = JWKIdentifier(string: first.kid)
        publicKeySet = ["keys": .array(published)]
    }

    func sign(userID: String, walletAddress: String, chain: String, tokenID: String, now: Date) async throws -> String {
        let issuedAt = Date(timeIntervalSince1970: now.timeIntervalSince1970.rounded(.down))
        let claims = AccessClaims(
            userID: userID, walletAddress: walletAddress, chain: chain, iss: IssuerClaim(value: configuration.issuer),
            aud: Audience(values: [configuration.audience]), iat: IssuedAtClaim(value: issuedAt),
            nbf: NotBeforeClaim(value: issuedAt), exp: ExpirationClaim(value: issuedAt.addingTimeInterval(lifetimeSeconds)),
            jti: IDClaim(value: tokenID))
        return try await keys.sign(claims, kid: signingKeyID)
    }

    /// - Returns: `nil` for a token that is forged, expired, not valid yet, or meant for someone else.
    func identity(in token: String, now: Date) async -> Identity? {
        guard isNamedRightly(token), let claims = try? await keys.verify(token, as: AccessClaims.self), claims.exp.value > now,
            claims.nbf.value <= now.addingTimeInterval(1), claims.iss.value == configuration.issuer,
            claims.aud.values.contains(configuration.audience)
        else { return nil }
        return Identity(
            userID: claims.userID, walletAddress: claims.walletAddress, chain: claims.chain, tokenID: claims.jti.value,
            expiresAt: claims.exp.value)
    }

    /// Whether the header names one of our keys with that key's algorithm, and asks for nothing we do not know (RFC 8725
    /// §3.1, RFC 7515 §4.1.11). Left alone, the library takes its first key for a name it does not know.
    private func isNamedRightly(_ token: String) -> Bool {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false).map { Base64URL.decode(String($0)) }
        guard parts.count == 3, !parts.contains(nil), let bytes = parts[0], let header = try? JSONValue(parsing: bytes),
            let key = configuration.keys.first(where: { $0.kid == header["kid"]?.text })
        else { return false }
        return header["alg"]?.text == key.algorithm.rawValue && header["crit"] == nil
    }
}
