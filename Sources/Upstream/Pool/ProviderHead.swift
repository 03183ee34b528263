/// How far a provider has followed its chain, as it told.
struct ProviderHead: Sendable, Hashable {
    /// The newest block, slot or seqno, if it tells.
    let height: UInt64?
    /// How old that one was, if it tells.
    let ageSeconds: Double?
    let seenAt: Duration

    /// How long a head counts as what the chain has reached at least.
    static let memory: Duration = .seconds(60)
}
