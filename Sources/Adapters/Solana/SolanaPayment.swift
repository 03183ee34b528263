import ChainKit
import Foundation

/// Judges the record of a transaction as a payment in the chain's own coin, calling nobody.
struct SolanaPayment: Sendable {
    let expected: ExpectedPayment
    /// How sure the chain must be before a payment counts at all.
    let commitment: SolanaConfiguration.Commitment

    /// - Parameters:
    ///   - record: `nil` when the node does not know the transaction.
    ///   - status: `nil` when the node has not seen it.
    /// - Throws: `upstream_invalid` when the record contradicts itself or hides what has to be judged.
    func verdict(on record: SolanaTransactionRecord?, _ status: SolanaSignatureStatus?) throws(ChainError) -> PaymentVerdict {
        guard let record, let status, status.level >= SolanaSignatureStatus.Level(commitment) else { return .pending }
        // Two forks: between the two answers the chain has changed its mind.
        guard status.slot.map({ $0 == record.slot }) ?? true else { return .pending }
        if let refusal = try refusal(of: record) { return .refused(refusal) }
        return .paid(at: .slot(record.slot), isFinal: status.level == .finalized)
    }

    private func refusal(of record: SolanaTransactionRecord) throws(ChainError) -> PaymentVerdict.Refusal? {
        guard record.signatures.first == expected.transaction else { return .wrongTransaction }
        guard let outcome = record.outcome else { return .recordIncomplete }
        if outcome.hasFailed { return .transactionFailed }
        guard let time = record.blockTime else { return .recordIncomplete }
        guard expected.notBefore <= time, time <= expected.notAfter else { return .outsideWindow }
        if let refusal = try refusal(ofTransfersIn: record, outcome) { return refusal }
        return try refusal(ofMemosIn: record)
    }

    /// Exactly one call of the System program may touch the recipient, and it is the transfer agreed on. That leaves out
    /// payments in parts, and those that another call takes back.
    private func refusal(
        ofTransfersIn record: SolanaTransactionRecord, _ outcome: SolanaTransactionRecord.Outcome
    ) throws(ChainError) -> PaymentVerdict.Refusal? {
        let inner = outcome.innerInstructions
        guard inner != nil || record.instructions.allSatisfy({ Self.programsThatCallNone.contains($0.program) }) else {
            throw ChainError(.upstreamInvalid, "The node has not recorded what the transaction's programs called in turn.")
        }
        let touching = (record.instructions + (inner ?? [])).filter {
            $0.program == SolanaPrograms.system && $0.touches(expected.recipient.address)
        }
        guard let call = touching.first else { return .wrongRecipient }
        guard touching.count == 1, let transfer = call.parsed, transfer["type"] == "transfer" else { return .notOneTransfer }
        guard let source = transfer["info"]?["source"]?.text, let destination = transfer["info"]?["destination"]?.text,
            let lamports = transfer["info"]?["lamports"]?.whole.flatMap(UInt64.init(exactly:))
        else { throw ChainError(.upstreamInvalid, "The node's record of a transfer lacks its source, destination or amount.") }
        guard destination == expected.recipient.address else { return .wrongRecipient }
        guard source == expected.payer.address, record.signers.contains(source) else { return .wrongPayer }
        return Amount(lamports) == expected.amount ? nil : .wrongAmount
    }

    /// Programs that call no other, so that nothing is hidden where inner calls are not recorded.
    private static let programsThatCallNone = SolanaPrograms.memo + [SolanaPrograms.system, SolanaPrograms.computeBudget]

    /// Exactly one memo, written by the payer and not by a program on the way.
    private func refusal(ofMemosIn record: SolanaTransactionRecord) throws(ChainError) -> PaymentVerdict.Refusal? {
        let memos = record.instructions.filter { SolanaPrograms.memo.contains($0.program) }
        guard let memo = memos.first else { return .memoMissing }
        let bytes = memo.parsed.map { $0.text.map { Array($0.utf8) } } ?? memo.data.flatMap { Base58.decode($0) }
        guard let bytes else { throw ChainError(.upstreamInvalid, "The node's record of a memo holds no text.") }
        return memos.count == 1 && expected.memo.isMet(by: bytes) ? nil : .memoMismatch
    }
}

extension ExpectedMemo {
    fileprivate func isMet(by bytes: [UInt8]) -> Bool {
        switch self {
        case .text(let text): return text.utf8.elementsEqual(bytes)
        case .members(let wanted):
            guard let found = try? JSONValue(parsing: bytes), case .object(let members) = found else { return false }
            return wanted.allSatisfy { name, text in
                switch members[name] {
                case .string(let found)?: sameBytes(found, text)
                case .integer(let whole)?: String(whole) == text
                default: false
                }
            }
        }
    }
}
