import AdapterProtocol
import ChainKit

struct ExternalTransactions: TransactionReader {
    let program: ExternalProgram

    func payment(_ payment: ExpectedPayment) async throws(ChainError) -> PaymentVerdict {
        let answer = try await program.askWithNonce(
            "payment.judge", ["payment": payment.wire], allowing: [.parametersInvalid, .accountInvalid])
        try answer.allow("nonce", "transaction", "verdict", "at", "is_final", "refusal")
        guard try answer.text("transaction") == payment.transaction else {
            throw answer.wrong("belongs to another call", at: "transaction")
        }
        return try PaymentVerdict(wire: answer)
    }
}
