import ChainKit

/// A question to a contract.
struct EVMCall: Sendable, Hashable {
    let contract: EVMAddress
    let data: [UInt8]
}

/// What became of an ``EVMCall``.
enum EVMCallOutcome: Sendable, Hashable {
    /// What the contract returned; nothing at all when the address has no code.
    case returned([UInt8])
    case reverted
    /// The node could not run it to its end, or nobody knows whether it did: not the contract's word.
    case failed
}
