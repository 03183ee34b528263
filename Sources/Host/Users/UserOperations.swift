import HTTPTypes

/// The user's own routes.
struct UserOperations: Sendable {
    let users: UserService

    var all: [APIOperation] {
        [
            APIOperation(
                id: "get_user_info", method: .get, path: "/user/info", tag: "user", summary: "The user.", needsUser: true,
                answers: [.init("The user.", schema: Schemas.ref("User"))]
            ) { call in
                .json(try await users.view(of: call.user().userID).json)
            }
        ]
    }
}
