import ChainKit
import Foundation

/// The vector operations on transactions: signed ones offline, and payments as a node records them.
enum SolanaTransactionOps {
    static let all = [
        VectorOp("tx_signin.verify") { inputs throws(ChainError) in
            guard let transaction = SolanaTransaction(parsing: try inputs.base64Input("transaction")) else { return .reject() }
            let limit = inputs["max_instructions"]?.whole.map(Int.init) ?? SolanaTransaction.signInInstructionLimit
            let isSignIn = transaction.isSignIn(
                memo: Array(try inputs.input("expected_memo").utf8), by: try inputs.keyInput("address"), instructionLimit: limit)
            return isSignIn ? .accept() : .reject()
        },
        VectorOp("payment.verify") { inputs throws(ChainError) in
            let expected = inputs["expect"] ?? .null
            let commitment = SolanaConfiguration.Commitment(rawValue: try expected.input("commitment"))
            guard let commitment else { throw ChainError(.internalError, "The case's commitment is none.") }
            let record = try present(inputs["response"]).map { (json) throws(ChainError) in try SolanaTransactionRecord(json) }
            let status = try present(inputs["status"]).map { (json) throws(ChainError) in try SolanaSignatureStatus(json) }
            let payment = SolanaPayment(
                expected: try ExpectedPayment(of: inputs["signature"]?.text ?? "", expected), commitment: commitment)
            switch try payment.verdict(on: record, status) {
            case .paid(_, let isFinal): return .accept(["final": .bool(isFinal)])
            case .pending: return VectorAnswer(verdict: "pending", fields: [:])
            case .refused(let refusal): return .reject(["reason": .string(refusal.rawValue)])
            }
        },
    ]

    private static func present(_ json: JSONValue?) -> JSONValue? { json?.isNull == true ? nil : json }
}

extension ExpectedPayment {
    /// Reads a case's `expect`; vectors name no chain, so it is Solana's mainnet.
    fileprivate init(of transaction: String, _ expected: JSONValue) throws(ChainError) {
        let chain = try SolanaNetwork("mainnet").chain
        guard let amount = expected["lamports"]?.whole.flatMap(UInt64.init(exactly:)) else {
            throw ChainError(.internalError, "The case's lamports are no whole number.")
        }
        func date(_ name: String) -> Date? { expected[name]?.whole.map { Date(timeIntervalSince1970: Double($0)) } }
        self.init(
            transaction: transaction, payer: try Account(chain: chain, address: expected.input("from")),
            recipient: try Account(chain: chain, address: expected.input("to")), amount: Amount(amount),
            memo: .text(try expected.input("memo")), notBefore: date("min_block_time") ?? .distantPast,
            notAfter: date("max_block_time") ?? .distantFuture)
    }
}
