import ChainKit
import HTTPTypes

extension UserOperations {
    /// Links a wallet that the user has proven in a sign-in session. The session is used up whatever comes of it.
    /// - Parameters:
    ///   - word: names the route.
    ///   - namespace: of the chains whose wallets the route takes.
    func updateWallet(_ word: String, namespace: String) -> APIOperation {
        APIOperation(
            id: "update_\(word)_wallet", method: .post, path: "/user/update-\(word)-wallet", tag: "user",
            summary: "Links a wallet of a \(namespace) chain to the user, by the proof for a session of /sign-in.",
            needsUser: true, rateGroup: .verify, body: Schemas.ref("SignInVerify"),
            answers: [.init("The user, who is shown with this wallet.", schema: Schemas.ref("User"))],
            problems: SignInOperations.proofProblems + [.proofRequired, .walletAlreadyLinked, .walletLimitReached]
        ) { call in
            let user = try call.user()
            try requireProof(call.body)
            let (proven, chain) = try await signIn.redeem(SignInBody(call.body), for: .signIn, now: call.now)
            guard proven.account.chain.namespace == namespace else {
                let detail = "The session is of the chain \"\(chain)\", which is none of \(namespace). Open one of such a chain."
                throw Problem(.invalidRequest, detail, errors: [.init(pointer: "/session_id", detail: detail)])
            }
            try await accounts.link(proven, chain: chain, to: user.userID, now: call.now)
            return .json(try await users.view(of: user.userID).json)
        }
    }

    /// An address is not proof that the wallet is the user's.
    /// - Throws: `proof_required`.
    private func requireProof(_ body: JSONValue) throws(Problem) {
        guard let members = body.members else { return }
        let missing = ["session_id", "data"].filter { members[$0] ?? .null == .null }
        guard !missing.isEmpty else { return }
        throw Problem(
            .proofRequired, "A wallet is linked by a signature: open a session with GET /sign-in and send its proof.",
            errors: missing.map { .init(pointer: "/\($0)", detail: "\"\($0)\" is missing.") })
    }
}
