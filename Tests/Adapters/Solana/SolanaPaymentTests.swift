import ChainKit
import Foundation
import Testing

struct SolanaPaymentTests {
    private typealias Change = @Sendable (inout Paid.Record) -> Void

    private func node(_ record: JSONValue, _ status: JSONValue = Paid.status()) -> ReplayProvider {
        ReplayProvider { call in .success(call.method == "getTransaction" ? record : status) }
    }

    private func verdict(
        _ record: JSONValue, _ status: JSONValue = Paid.status(), options: [String: JSONValue] = [:],
        expecting change: (inout ExpectedPayment) -> Void = { _ in }
    ) async throws -> PaymentVerdict? {
        let adapter = try await Sample.adapter([node(record, status)], options: options)
        return try await adapter.transactions?.payment(Paid.expected(on: adapter, change))
    }

    @Test func asksOnceForTheTransactionAndHowSureTheChainIs() async throws {
        let provider = node(Paid.Record().json)
        let adapter = try await Sample.adapter([provider])
        let verdict = try await adapter.transactions?.payment(Paid.expected(on: adapter))
        #expect(verdict == .paid(at: .slot(300), isFinal: true))
        let calls = try #require(provider.asked.first)
        #expect(provider.asked.count == 1)
        #expect(
            calls[0].params == [
                .string(Paid.transaction),
                ["encoding": "jsonParsed", "commitment": "confirmed", "maxSupportedTransactionVersion": 0],
            ])
        #expect(calls[1].params == [[.string(Paid.transaction)], ["searchTransactionHistory": true]])
    }

    @Test(
        arguments: [
            ("finalized", "confirmed", .paid(at: .slot(300), isFinal: true)),
            ("confirmed", "confirmed", .paid(at: .slot(300), isFinal: false)), ("processed", "confirmed", .pending),
            (nil, "confirmed", .pending), ("confirmed", "finalized", .pending),
            ("finalized", "finalized", .paid(at: .slot(300), isFinal: true)),
        ] as [(String?, String, PaymentVerdict)])
    func waitsUntilTheChainHasAgreed(_ level: String?, _ commitment: String, _ expected: PaymentVerdict) async throws {
        let verdict = try await verdict(
            Paid.Record().json, Paid.status(level), options: ["commitment": .string(commitment)])
        #expect(verdict == expected)
    }

    @Test func isPendingWhileNobodyKnowsTheTransaction() async throws {
        #expect(try await verdict(nil, Paid.status(nil)) == .pending)
        #expect(try await verdict(nil) == .pending)
    }

    @Test func isPendingWhileTheNodeTellsOfTwoForks() async throws {
        #expect(try await verdict(Paid.Record().json, Paid.status(slot: 301)) == .pending)
    }

    private static let goodChanges: [Change] = [
        { $0.instructions = [Paid.memo(), Paid.transfer()] },
        { $0.instructions = [Paid.transfer(), Paid.memo(program: "Memo1UhkJRfHyvLMcVucJwxXeuD728EqVDDwQDxFMNo")] },
        { $0.instructions.append(Paid.transfer(to: Paid.stranger)) },
        { $0.instructions.append(Paid.unread(Paid.system, accounts: [Paid.payer, Paid.stranger])) },
        { $0.inner = nil },
        {
            $0.inner = [["index": 0, "instructions": [Paid.transfer()]]]
            $0.instructions = [Paid.unread(Paid.stranger), Paid.memo()]
        },
        { $0.instructions = [Paid.transfer(), Paid.unread(Paid.memoProgram, data: Array(Paid.memoText.utf8))] },
        { $0.blockTime = .integer(Paid.blockTime - 60) }, { $0.blockTime = .integer(Paid.blockTime + 600) },
    ]

    @Test(arguments: goodChanges.indices)
    func acceptsThePaymentInEveryForm(_ index: Int) async throws {
        var record = Paid.Record()
        Self.goodChanges[index](&record)
        #expect(try await verdict(record.json) == .paid(at: .slot(300), isFinal: true))
    }

    private static let badChanges: [(PaymentVerdict.Refusal, Change)] = [
        (.transactionFailed, { $0.error = ["InstructionError": [0, ["Custom": 1]]] }),
        (.outsideWindow, { $0.blockTime = .integer(Paid.blockTime - 61) }),
        (.outsideWindow, { $0.blockTime = .integer(Paid.blockTime + 601) }),
        (.wrongAmount, { $0.instructions[0] = Paid.transfer(Paid.lamports - 1) }),
        (.wrongAmount, { $0.instructions[0] = Paid.transfer(Paid.lamports + 1) }),
        (.wrongRecipient, { $0.instructions[0] = Paid.transfer(to: Paid.stranger) }),
        (.wrongRecipient, { $0.instructions.removeFirst() }),
        (.wrongPayer, { $0.instructions[0] = Paid.transfer(from: Paid.stranger) }),
        (
            .wrongPayer,
            {
                $0.instructions[0] = Paid.transfer(from: Paid.stranger)
                $0.signers = [Paid.payer, Paid.stranger]
            }
        ),
        (.wrongPayer, { $0.signers = [Paid.stranger] }),
        (.wrongRecipient, { $0.instructions[0] = Paid.transfer(from: Paid.treasury, to: Paid.payer) }),
        (.notOneTransfer, { $0.instructions.append(Paid.transfer()) }),
        (.notOneTransfer, { $0.instructions.append(Paid.transfer(from: Paid.treasury, to: Paid.payer)) }),
        (.notOneTransfer, { $0.inner = [["index": 1, "instructions": [Paid.transfer()]]] }),
        (.notOneTransfer, { $0.inner = [["index": 1, "instructions": [Paid.transfer(from: Paid.treasury, to: Paid.payer)]]] }),
        (
            .notOneTransfer,
            { $0.instructions[0] = Paid.unread(Paid.system, accounts: [Paid.payer, Paid.treasury], data: [2, 0, 0, 0]) }
        ),
        (
            .notOneTransfer,
            {
                let info: JSONValue = [
                    "source": .string(Paid.payer), "newAccount": .string(Paid.treasury), "lamports": .integer(Paid.lamports),
                ]
                $0.instructions[0] = Paid.call(Paid.system, "createAccount", info)
            }
        ),
        (
            .wrongRecipient,
            {
                let info: JSONValue = [
                    "source": .string(Paid.payer), "destination": .string(Paid.treasury), "lamports": .integer(Paid.lamports),
                ]
                $0.instructions[0] = Paid.call(Paid.stranger, "transfer", info)
            }
        ),
        (.memoMissing, { $0.instructions.removeLast() }),
        (
            .memoMissing,
            {
                $0.instructions.removeLast()
                $0.inner = [["index": 0, "instructions": [Paid.memo()]]]
            }
        ),
        (.memoMissing, { $0.instructions[1] = Paid.memo(program: Paid.stranger) }),
        (.memoMismatch, { $0.instructions.append(Paid.memo()) }),
        (.memoMismatch, { $0.instructions[1] = Paid.memo(#"{"user_id":43,"nft_id":"7"}"#) }),
        (.memoMismatch, { $0.instructions[1] = Paid.memo(#"{"user_id":42}"#) }),
        (.memoMismatch, { $0.instructions[1] = Paid.memo(#"{"user_id":42.5,"nft_id":7}"#) }),
        (.memoMismatch, { $0.instructions[1] = Paid.memo(#"{"user_id":43,"user_id":42,"nft_id":7}"#) }),
        (.memoMismatch, { $0.instructions[1] = Paid.memo(#"["user_id",42]"#) }),
        (.memoMismatch, { $0.instructions[1] = Paid.memo("user_id 42 nft_id 7") }),
        (.memoMismatch, { $0.instructions[1] = Paid.unread(Paid.memoProgram, data: [0xff]) }),
    ]

    @Test(arguments: badChanges.indices)
    func refusesEverythingElseAndSaysWhy(_ index: Int) async throws {
        var record = Paid.Record()
        Self.badChanges[index].1(&record)
        #expect(try await verdict(record.json) == .refused(Self.badChanges[index].0))
    }

    @Test(arguments: [("order-1", true), ("order-1 ", false), ("Order-1", false), ("", false)])
    func comparesAMemoOfPlainTextToTheByte(_ text: String, _ isRight: Bool) async throws {
        let record = Paid.Record(instructions: [Paid.transfer(), Paid.memo(text)])
        let verdict = try await verdict(record.json) { $0.memo = .text("order-1") }
        #expect(verdict == (isRight ? .paid(at: .slot(300), isFinal: true) : .refused(.memoMismatch)))
    }

    private static let wrongExpectations: [(String, @Sendable (inout ExpectedPayment) -> Void)] = [
        ("/transaction", { $0.transaction = "" }), ("/transaction", { $0.transaction = Paid.payer }),
        ("/transaction", { $0.transaction = String(repeating: "1", count: 1 << 16) }),
        ("/transaction", { $0.transaction = "0" + $0.transaction.dropFirst() }),
        ("/payer", { $0.payer = onOtherChain($0.payer) }), ("/recipient", { $0.recipient = onOtherChain($0.recipient) }),
        ("/recipient", { $0.recipient = $0.payer }),
    ]

    private static func onOtherChain(_ account: Account) -> Account {
        (try? ChainID("solana:E8aYS7Vghwv5KxKxPdPRDEFPNHXLAMxG")).flatMap(account.moved(to:)) ?? account
    }

    @Test(arguments: wrongExpectations.indices)
    func saysWhatCannotBeAPayment(_ index: Int) async throws {
        let (pointer, change) = Self.wrongExpectations[index]
        let error = await #expect(throws: ChainError.self) { try await verdict(Paid.Record().json, expecting: change) }
        #expect(error?.code == .parametersInvalid)
        #expect(error?.pointer == pointer)
        #expect(error?.adapter == "sol")
    }
}
