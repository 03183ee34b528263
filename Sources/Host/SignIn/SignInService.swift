import ChainKit
import Foundation

/// Opens sign-in sessions and turns proofs into users and tokens.
struct SignInService: Sendable {
    let platform: CurrentPlatform
    let store: Store
    let sessions: SessionRepository
    let users: UserRepository
    let tokens: TokenRepository
    let accessTokens: AccessTokens
    let views: UserService
    let settings: SignInSettings
    let metrics: HostMetrics

    /// Opens a single-use session.
    /// - Throws: `parameters_invalid` for a chain there is not, `account_invalid` for an address that is none.
    func open(
        chain name: String, address: String?, purpose: SignInSession.Purpose = .signIn, now: Date
    ) async throws -> SessionInfo {
        let adapter = try chain(name)
        guard let ownership = adapter.ownership else {
            throw ChainError(.parametersInvalid, "The chain \"\(name)\" has no sign-in.", pointer: "chain")
        }
        var account: Account?
        if let address {
            do { account = try await adapter.accounts.account(address) } catch { throw error.under("address") }
        }
        let challenge = challenge(on: adapter.chain, account: account, now: now)
        let session = SignInSession(
            id: Secrets.token(), chain: name, challenge: challenge, purpose: purpose, expiresAt: challenge.expiresAt)
        let message = try await ownership.message(for: challenge)
        try await sessions.record(session)
        return SessionInfo(sessionID: session.id, message: message, chain: name, expiresAt: session.expiresAt)
    }

    /// Takes a session away and judges the proof for it.
    /// - Parameters:
    ///   - purpose: what the caller wants the session for; a session of another purpose is unknown to it.
    ///   - chain: the configured name of the only chain whose session will do; `nil` is any.
    /// - Returns: the account that the proof proves, and the name of its chain.
    /// - Throws: one of the 401 problems, `proof_malformed`, or an error of the outside.
    func redeem(
        _ body: SignInBody, for purpose: SignInSession.Purpose, on chain: String? = nil, now: Date
    ) async throws -> (ProvenAccount, chain: String) {
        let session: SignInSession
        switch try await sessions.consume(body.sessionID, now: now) {
        case .found(let found) where found.purpose == purpose && found.chain == chain ?? found.chain: session = found
        case .expired: throw Problem(.sessionExpired, "The session is over. GET /sign-in opens a new one.")
        case .unknown, .found:
            throw Problem(.sessionUnknown, "The session does not exist or was used. GET /sign-in opens a new one.")
        }
        guard let ownership = platform.current.adapters.find(session.chain)?.ownership else {
            throw Problem(.sessionUnknown, "The session's chain has been switched off.")
        }
        do {
            let proven = try await judge(body.proof, by: ownership, answering: session.challenge, chain: session.chain, now: now)
            return (proven, session.chain)
        } catch let error as ChainError {
            throw error.code == .proofMalformed ? error.under(body.proofPointer) : error
        }
    }

    private func challenge(on chain: ChainID, account: Account?, now: Date) -> Challenge {
        let issuedAt = Date(timeIntervalSince1970: now.timeIntervalSince1970.rounded(.down))
        return Challenge(
            chain: chain, domain: settings.domain, uri: settings.uri, statement: settings.statement, nonce: Secrets.nonce(),
            issuedAt: issuedAt, expiresAt: issuedAt.addingTimeInterval(settings.sessionLifetimeSeconds), account: account)
    }

    private func judge(
        _ proof: Proof, by ownership: any OwnershipProver, answering challenge: Challenge, chain: String, now: Date
    ) async throws -> ProvenAccount {
        let verdict = try await ownership.verify(proof, answering: challenge, now: now)
        metrics.signIns.count(["chain": chain, "outcome": verdict.word])
        switch verdict {
        case .accepted(let account, by: let control): return ProvenAccount(account, by: control)
        case .rejected(let rejection): throw rejection.problem
        }
    }

    /// Signs a wallet in: the first time it is seen, its user is made.
    func verify(_ body: SignInBody, now: Date) async throws -> SignedIn {
        let (proven, chain) = try await redeem(body, for: .signIn, now: now)
        let refreshToken = Secrets.token()
        let accessJTI = Secrets.token()
        let isOfService = platform.current.isService(chain)
        let user = try await store.write { [users, tokens, settings, accessTokens] db in
            let user: UserRecord
            do {
                user = try users.signIn(wallet: proven, chain: chain, isOfService: isOfService, now: now, in: db).user
            } catch is AccountCannotSignIn {
                throw Problem(
                    .walletAlreadyLinked,
                    "This account is linked to a user and cannot sign in. Sign in with that user's wallet.")
            }
            let refresh = RefreshRecord(
                hash: Secrets.hash(refreshToken), family: Secrets.token(), userID: user.id,
                walletAddress: proven.account.displayAddress,
                chain: chain, accessJTI: accessJTI, accessExpiresAt: now.addingTimeInterval(accessTokens.lifetimeSeconds),
                expiresAt: now.addingTimeInterval(settings.refreshLifetimeSeconds))
            try tokens.record(refresh, now: now, in: db)
            return user
        }
        return try await signedIn(
            userID: user.id, wallet: proven.account.displayAddress, chain: chain, accessJTI: accessJTI,
            refreshToken: refreshToken,
            now: now)
    }

    /// Exchanges a refresh token for the next one, once. A second use revokes the whole family.
    /// - Throws: `refresh_invalid`.
    func refresh(_ token: String, now: Date) async throws -> SignedIn {
        let next = Secrets.token()
        let successor = RefreshSuccessor(
            hash: Secrets.hash(next), accessJTI: Secrets.token(),
            accessExpiresAt: now.addingTimeInterval(accessTokens.lifetimeSeconds),
            expiresAt: now.addingTimeInterval(settings.refreshLifetimeSeconds))
        guard case .rotated(let record) = try await tokens.rotate(Secrets.hash(token), to: successor, now: now) else {
            throw Problem(.refreshInvalid, "The refresh token is unknown, expired, or was used before. Sign in again.")
        }
        return try await signedIn(
            userID: record.userID, wallet: record.walletAddress, chain: record.chain, accessJTI: record.accessJTI,
            refreshToken: next, now: now)
    }

    func signOut(_ identity: Identity, now: Date) async throws {
        try await tokens.signOut(identity.tokenID, until: identity.expiresAt, now: now)
    }

    private func signedIn(
        userID: String, wallet: String, chain: String, accessJTI: String, refreshToken: String, now: Date
    ) async throws -> SignedIn {
        let token = try await accessTokens.sign(
            userID: userID, walletAddress: wallet, chain: chain, tokenID: accessJTI, now: now)
        return SignedIn(
            token: token, expiresInSeconds: Int(accessTokens.lifetimeSeconds), refreshToken: refreshToken,
            user: try await views.view(of: userID))
    }

    private func chain(_ name: String) throws(ChainError) -> any ChainAdapter {
        do { return try platform.current.adapters.require(name) } catch { throw error.under("chain") }
    }
}

extension ProofVerdict {
    fileprivate var word: String {
        switch self {
        case .accepted: "accepted"
        case .rejected(let rejection): rejection.rawValue
        }
    }
}

extension ProofVerdict.Rejection {
    fileprivate var problem: Problem {
        switch self {
        case .signatureInvalid: Problem(.signatureInvalid, "The signature does not prove the address for this session's message.")
        case .addressInvalid:
            Problem(.addressInvalid, "The address is not one of this chain, or not the one the session asked for.")
        case .proofExpired: Problem(.proofExpired, "The proof is expired or not valid yet. GET /sign-in opens a new session.")
        case .domainMismatch: Problem(.domainMismatch, "The signed message was made for another site.")
        }
    }
}
