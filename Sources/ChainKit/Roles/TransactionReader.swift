import Foundation

/// Judges payments that callers say they made on a chain.
public protocol TransactionReader: Sendable {
    /// Fetches the transaction and compares it with what was agreed.
    ///
    /// A refusal is the chain's own word. A provider that answers with another transaction, or with a record that lacks
    /// what has to be judged, is at fault itself and gives an error.
    /// - Throws: `parameters_invalid` with a pointer when what is expected cannot be a payment on this chain; an error that
    ///   blames the outside. A transaction that is not there yet is ``PaymentVerdict/pending``.
    func payment(_ payment: ExpectedPayment) async throws(ChainError) -> PaymentVerdict
}

/// What a payment has to be, exactly.
public struct ExpectedPayment: Sendable, Hashable, Codable {
    /// The transaction's id as the chain writes it: on Solana the first signature in base 58.
    public var transaction: String
    public var payer: Account
    public var recipient: Account
    /// Base units of the chain's own coin.
    public var amount: Amount
    /// What the payment's memo must say.
    public var memo: ExpectedMemo
    /// The block's time must be in here.
    public var notBefore: Date
    public var notAfter: Date

    public init(
        transaction: String, payer: Account, recipient: Account, amount: Amount, memo: ExpectedMemo, notBefore: Date,
        notAfter: Date = .distantFuture
    ) {
        self.transaction = transaction
        self.payer = payer
        self.recipient = recipient
        self.amount = amount
        self.memo = memo
        self.notBefore = notBefore
        self.notAfter = notAfter
    }
}

/// What a memo must say to belong to a payment.
public enum ExpectedMemo: Sendable, Hashable, Codable {
    /// These bytes of UTF-8 and no others.
    case text(String)
    /// A JSON object in which each of these members has this text, or the whole number it spells; others may be there.
    case members([String: String])
}

/// What became of an ``ExpectedPayment``.
public enum PaymentVerdict: Sendable, Hashable, Codable {
    /// Paid as agreed. Not `isFinal` yet, it could still vanish from the chain in rare cases.
    case paid(at: ChainPoint, isFinal: Bool)
    /// The chain does not know the transaction, or not at the wanted commitment; ask again.
    case pending
    case refused(Refusal)

    /// Why a transaction is not the payment.
    public enum Refusal: String, Sendable, Hashable, Codable, CaseIterable {
        case transactionFailed = "transaction_failed"
        case wrongTransaction = "wrong_transaction"
        case wrongRecipient = "wrong_recipient"
        case wrongAmount = "wrong_amount"
        case wrongPayer = "wrong_payer"
        case notOneTransfer = "not_one_transfer"
        case memoMissing = "memo_missing"
        case memoMismatch = "memo_mismatch"
        case outsideWindow = "outside_window"
        /// The record of the transaction lacks its outcome or its time, so nothing can be said for it.
        case recordIncomplete = "record_incomplete"
    }
}
