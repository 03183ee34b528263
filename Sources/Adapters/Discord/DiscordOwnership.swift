import ChainKit
import Foundation

/// Proves who a Discord user is: by an OAuth2 code, or by a slash command that Discord signed.
struct DiscordOwnership: OwnershipProver {
    let chain: ChainID
    let accounts: DiscordAccountFormat
    let oauth: DiscordOAuthSettings?
    let deliveries: DiscordDeliveries?
    let client: DiscordClient
    /// Access tokens, with which their owners' memberships can be read.
    let grants: DiscordMemory<Account, DiscordSecret>
    let command: String

    /// How far ahead of our clock a challenge may be dated, in seconds: other instances issue challenges too.
    static let skewSeconds = 60.0
    /// The slash command's option that carries a challenge's nonce.
    static let codeOption = "code"

    /// Discord's authorize page for the challenge; without OAuth2, the slash command to type.
    /// - Throws: `challenge_invalid`.
    func message(for challenge: Challenge) throws(ChainError) -> String {
        try requireOwn(challenge)
        return oauth?.authorizeURL(state: challenge.nonce) ?? "/\(command) \(Self.codeOption):\(challenge.nonce)"
    }

    /// Judges `{oauth_code, redirect_uri, state}` or `{timestamp, signature, body}`.
    ///
    /// `state` must be the challenge's nonce, and so must the option `code` of a slash command.
    /// - Throws: `proof_malformed` with a pointer; `challenge_invalid`; `reauthorization_required` when the user granted too
    ///   little; an error that blames the outside.
    func verify(_ proof: Proof, answering challenge: Challenge, now: Date) async throws(ChainError) -> ProofVerdict {
        if let code = try proof.findText("oauth_code", limit: 512) {
            let redirectURI = try proof.requireText("redirect_uri", limit: 2048)
            let state = try proof.requireText("state", limit: 512)
            guard let oauth else {
                throw ChainError(
                    .proofMalformed, "OAuth2 with Discord is not configured here; use a slash command.", pointer: "/oauth_code")
            }
            if let rejection = try rejection(of: challenge, now: now) { return .rejected(rejection) }
            guard DiscordSecret(challenge.nonce).matches(state) else { return .rejected(.signatureInvalid) }
            guard oauth.redirectURIs.contains(where: { $0.utf8.elementsEqual(redirectURI.utf8) }) else {
                return .rejected(.domainMismatch)
            }
            return try await verify(code: code, redirectURI: redirectURI, by: oauth, answering: challenge, now: now)
        }
        guard proof.fields["signature"] != nil else {
            throw ChainError(
                .proofMalformed, "Send oauth_code, redirect_uri and state, or timestamp, signature and body of a slash command.",
                pointer: "/oauth_code")
        }
        let signature = try proof.requireText("signature", limit: 1024)
        let timestamp = try proof.requireText("timestamp", limit: 64)
        let body = try proof.requireText("body", limit: 65_536)
        guard let deliveries else {
            throw ChainError(
                .proofMalformed, "Slash commands are not configured here; use OAuth2.", pointer: "/signature")
        }
        if let rejection = try rejection(of: challenge, now: now) { return .rejected(rejection) }
        switch try deliveries.read(signature: signature, timestamp: timestamp, body: Array(body.utf8), now: now) {
        case .stale: return .rejected(.proofExpired)
        case .command(let command, _) where command.name == self.command:
            guard DiscordSecret(challenge.nonce).matches(command.options[Self.codeOption] ?? "") else {
                return .rejected(.signatureInvalid)
            }
            return accepted(command.account, by: challenge)
        case .forged, .ping, .command, .other: return .rejected(.signatureInvalid)
        }
    }

    private func verify(
        code: String, redirectURI: String, by oauth: DiscordOAuthSettings, answering challenge: Challenge, now: Date
    ) async throws(ChainError) -> ProofVerdict {
        let answer = try await client.exchange(code: code, redirectURI: redirectURI, by: oauth)
        guard let grant = try DiscordGrant.read(answer) else { return .rejected(.signatureInvalid) }
        guard grant.scopes.contains(DiscordOAuthSettings.identityScope) else {
            throw ChainError(
                .reauthorizationRequired,
                "The user did not let us see who they are (scope identify); send them to the sign-in message's page again.")
        }
        let user = try await client.user(by: grant.accessToken, owner: challenge.nonce)
        try user.requireWithinLimits()
        guard let account = try? accounts.account(user.requireJSON()["id"]?.text ?? "") else {
            throw ChainError(.upstreamInvalid, "Discord did not say whose the access token is.")
        }
        let verdict = accepted(account, by: challenge)
        if case .accepted = verdict, grant.scopes.contains(DiscordOAuthSettings.membershipScope) {
            grants.remember(grant.accessToken, for: account, until: now + grant.lifetimeSeconds, now: now)
        }
        return verdict
    }

    private func accepted(_ account: Account, by challenge: Challenge) -> ProofVerdict {
        challenge.account.map { $0 == account } ?? true ? .accepted(account) : .rejected(.addressInvalid)
    }

    private func rejection(of challenge: Challenge, now: Date) throws(ChainError) -> ProofVerdict.Rejection? {
        try requireOwn(challenge)
        let isTimely = now < challenge.expiresAt && challenge.issuedAt.timeIntervalSince(now) <= Self.skewSeconds
        return isTimely ? nil : .proofExpired
    }

    private func requireOwn(_ challenge: Challenge) throws(ChainError) {
        guard challenge.chain == chain, challenge.account?.chain ?? chain == chain else {
            throw ChainError(
                .challengeInvalid, "The challenge is for \(challenge.chain) and this is \(chain); ask that chain's adapter.",
                pointer: "/chain")
        }
        guard challenge.nonce.wholeMatch(of: /[A-Za-z0-9]{8,128}/) != nil else {
            throw ChainError(.challengeInvalid, "A nonce is 8 to 128 letters and digits.", pointer: "/nonce")
        }
    }
}
