import ChainKit

/// The question whether a contract takes a signature for its own (EIP-1271).
enum EIP1271 {
    /// `isValidSignature(digest, signature)` at the account; the signature may have any length, its meaning is the contract's.
    static func call(_ account: EVMAddress, digest: [UInt8], signature: [UInt8]) throws(ChainError) -> EVMCall {
        EVMCall(contract: account, data: try ABIFunction.isValidSignature.call([.bytes(digest), .bytes(signature)]))
    }

    /// Whether the contract said yes: a word with the function's own selector, 0x1626ba7e, at its start and nothing else in
    /// it. Anything else is no, among it the value of the function's older form, one at the wrong end of the word, the
    /// question itself, and nothing at all.
    static func accepts(_ outcome: EVMCallOutcome) -> Bool {
        guard case .returned(let data) = outcome else { return false }
        return data.count >= 32 && data.starts(with: ABIFunction.isValidSignature.selector)
            && data[4..<32].allSatisfy { $0 == 0 }
    }
}
