/// The on-chain programs whose accounts and instructions are read.
enum SolanaPrograms {
    static let system = "11111111111111111111111111111111"
    static let computeBudget = "ComputeBudget111111111111111111111111111111"
    /// Version 2 and version 1 of the Memo program.
    static let memo = ["MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr", "Memo1UhkJRfHyvLMcVucJwxXeuD728EqVDDwQDxFMNo"]
    static let token = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA"
    static let token2022 = "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb"
    static let associatedToken = "ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL"
    static let tokenMetadata = "metaqbxxUerdq28cj1RbAWkYQm3ybzjb6a8bt518x1s"
    static let core = "CoREENxT6tW1HoK8ypY1SxRMZTcVPm7R94rH4PZNhX7d"
    /// Not a program but a sysvar account: the chain's own clock.
    static let clock = "SysvarC1ock11111111111111111111111111111111"
}
