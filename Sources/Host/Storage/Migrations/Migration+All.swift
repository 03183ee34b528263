extension Migration {
    /// Every migration this build knows, in the order they are applied.
    static let all: [Migration] = [.accountsAndCampaigns, .controlAndClaims, .authCodes]
}
