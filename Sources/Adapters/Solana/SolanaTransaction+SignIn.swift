import ChainCrypto
import ChainKit

extension SolanaTransaction {
    /// The most instructions of a sign-in: the memo, and what wallets add about the compute budget.
    static let signInInstructionLimit = 8

    /// Whether this is a sign-in: one memo of exactly this text, signed by the key and by nobody else.
    ///
    /// The key pays the fee, and no program but Memo and Compute Budget is called, so that the transaction can never move
    /// funds, wherever it ends up.
    func isSignIn(memo text: [UInt8], by key: [UInt8], instructionLimit: Int = signInInstructionLimit) -> Bool {
        guard requiredSignatures == 1, keys[0] == key, instructions.count <= instructionLimit else { return false }
        let called = instructions.map { (program: Base58.encode(keys[$0.program]), data: $0.data) }
        let memos = called.filter { SolanaPrograms.memo.contains($0.program) }
        guard memos.count == 1, memos[0].data == text,
            called.allSatisfy({ SolanaPrograms.memo.contains($0.program) || $0.program == SolanaPrograms.computeBudget })
        else { return false }
        return Ed25519.isValid(signature: signatures[0], message: message, publicKey: key)
    }
}
