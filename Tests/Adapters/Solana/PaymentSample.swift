import ChainKit
import Foundation

/// A payment as it was agreed on, and what a node tells of it.
enum Paid {
    static let transaction = Base58.encode([UInt8](repeating: 5, count: 64))
    static let payer = Sample.address(1)
    static let treasury = Sample.address(2)
    static let stranger = Sample.address(3)
    static let lamports: Int64 = 1_000_000
    static let memoText = #"{"user_id":42,"nft_id":"7","note":"thanks"}"#
    static let system = "11111111111111111111111111111111"
    static let memoProgram = "MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr"
    static let blockTime: Int64 = 1_780_000_000

    static func expected(
        on adapter: any ChainAdapter, _ change: (inout ExpectedPayment) -> Void = { _ in }
    ) async throws -> ExpectedPayment {
        var payment = ExpectedPayment(
            transaction: transaction, payer: try await adapter.accounts.account(payer),
            recipient: try await adapter.accounts.account(treasury), amount: Amount(UInt64(lamports)),
            memo: .members(["user_id": "42", "nft_id": "7"]), notBefore: Date(timeIntervalSince1970: Double(blockTime) - 60),
            notAfter: Date(timeIntervalSince1970: Double(blockTime) + 600))
        change(&payment)
        return payment
    }

    static func transfer(from source: String = payer, to destination: String = treasury, _ amount: Int64 = lamports) -> JSONValue
    {
        call(system, "transfer", ["source": .string(source), "destination": .string(destination), "lamports": .integer(amount)])
    }

    static func call(_ program: String, _ type: String, _ info: JSONValue) -> JSONValue {
        ["programId": .string(program), "program": "system", "parsed": ["type": .string(type), "info": info]]
    }

    static func memo(_ text: String = memoText, program: String = memoProgram) -> JSONValue {
        ["programId": .string(program), "program": "spl-memo", "parsed": .string(text)]
    }

    /// What a node leaves unread.
    static func unread(_ program: String, accounts: [String] = [], data: [UInt8] = []) -> JSONValue {
        [
            "programId": .string(program), "accounts": .array(accounts.map(JSONValue.string)),
            "data": .string(Base58.encode(data)),
        ]
    }

    /// The result of `getTransaction`.
    struct Record: Sendable {
        var instructions = [transfer(), memo()]
        var inner: JSONValue = []
        var error: JSONValue = nil
        var blockTime: JSONValue = .integer(Paid.blockTime)
        var signatures: JSONValue = [.string(transaction)]
        var signers = [payer]
        var slot: Int64 = 300

        var json: JSONValue {
            [
                "slot": .integer(slot), "blockTime": blockTime, "version": 0,
                "meta": ["err": error, "innerInstructions": inner],
                "transaction": [
                    "signatures": signatures,
                    "message": [
                        "accountKeys": .array(
                            [payer, treasury, stranger].map {
                                ["pubkey": .string($0), "signer": .bool(signers.contains($0))]
                            }),
                        "instructions": .array(instructions),
                    ],
                ],
            ]
        }
    }

    /// The result of `getSignatureStatuses`.
    static func status(_ level: String? = "finalized", slot: Int64 = 300) -> JSONValue {
        let status: JSONValue = level.map { ["slot": .integer(slot), "confirmationStatus": .string($0), "err": nil] } ?? nil
        return ["context": ["slot": 400], "value": [status]]
    }

    static let genesisHash = "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d"
}
