import HTTPTypes

/// The user's own routes.
struct UserOperations: Sendable {
    let users: UserService
    let signIn: SignInService
    let accounts: AccountLinking

    var all: [APIOperation] {
        [
            APIOperation(
                id: "get_user_info", method: .get, path: "/user/info", tag: "user", summary: "The user.", needsUser: true,
                answers: [.init("The user.", schema: Schemas.ref("User"))]
            ) { call in
                .json(try await users.view(of: call.user().userID).json)
            },
            updateWallet("eth", namespace: "eip155"), updateWallet("ton", namespace: "tvm"),
        ]
    }
}
