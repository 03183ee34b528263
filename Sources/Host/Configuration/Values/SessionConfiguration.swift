/// `sessions:` — sign-in sessions that wait for a proof.
public struct SessionConfiguration: Sendable, Hashable {
    public var lifetimeSeconds = 600
    /// One line that sign-in messages show to the wallet's owner.
    public var statement: String?
}
