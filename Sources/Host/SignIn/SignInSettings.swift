/// What sign-in messages say and how long things last.
struct SignInSettings: Sendable {
    /// RFC 3986 authority shown to the wallet's owner.
    let domain: String
    let uri: String
    let statement: String?
    let sessionLifetimeSeconds: Double
    let refreshLifetimeSeconds: Double
}
