import ChainKit
import Foundation
import Testing

/// Sign-ins by wallets that sign nothing but transactions: a memo that is never sent.
struct SolanaMemoSignInTests {
    private let adapter: any ChainAdapter
    private let challenge: Challenge
    private let text: [UInt8]
    private let signer: Signer
    private let other: Signer

    init() async throws {
        adapter = try await Sample.adapter()
        signer = try Signer(Sample.secret)
        other = try Signer(Sample.otherSecret)
        challenge = try await Sample.challenge(adapter)
        text = try await Array(#require(adapter.ownership).message(for: challenge).utf8)
    }

    private func verdict(_ transaction: [UInt8], answering asked: Challenge? = nil) async throws -> ProofVerdict? {
        let proof = Proof(["transaction": .string(Offchain.base64(transaction)), "address": .string(signer.address)])
        return try await adapter.ownership?.verify(proof, answering: asked ?? challenge, now: Sample.now)
    }

    private func accepted() async throws -> ProofVerdict { .accepted(try await adapter.accounts.account(signer.address)) }

    private func sample(_ change: (inout MemoTransaction) -> Void = { _ in }) -> MemoTransaction {
        var transaction = MemoTransaction(signers: [signer], instructions: [.init(program: MemoTransaction.memo, data: text)])
        change(&transaction)
        return transaction
    }

    private static let budget = [
        MemoTransaction.Instruction(program: MemoTransaction.computeBudget, data: [2, 0x20, 0x4e, 0, 0]),
        MemoTransaction.Instruction(program: MemoTransaction.computeBudget, data: [3, 1, 0, 0, 0, 0, 0, 0, 0]),
    ]

    private static let goodChanges: [@Sendable (inout MemoTransaction) -> Void] = [
        { _ in }, { $0.version = 0x80 }, { $0.instructions[0].accounts = [0] }, { $0.instructions = budget + $0.instructions },
        { $0.instructions[0].program = MemoTransaction.oldMemo }, { $0.otherKeys = [MemoTransaction.system] },
    ]

    @Test(arguments: goodChanges.indices)
    func acceptsAMemoThatTheWalletAloneSigned(_ index: Int) async throws {
        let transaction = sample(Self.goodChanges[index])
        #expect(try await verdict(transaction.bytes) == accepted())
        let bound = try await Sample.challenge(adapter, account: signer.address)
        let text = try await Array(#require(adapter.ownership).message(for: bound).utf8)
        var answer = transaction
        answer.instructions[answer.instructions.count - 1].data = text
        #expect(try await verdict(answer.bytes, answering: bound) == accepted())
    }

    /// Each is a whole and well-signed transaction that is no sign-in.
    private static let badChanges: [@Sendable (inout MemoTransaction, _ other: Signer) -> Void] = [
        // Moves funds.
        { transaction, other in
            transaction.otherKeys = [other.key]
            transaction.instructions.append(
                .init(program: MemoTransaction.system, accounts: [0, 1], data: [2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]))
        },
        // Calls a stranger's program, a second memo, no memo.
        { $0.instructions.append(.init(program: $1.key, data: [])) },
        { transaction, _ in transaction.instructions.append(transaction.instructions[0]) },
        { transaction, _ in transaction.instructions = budget },
        { transaction, _ in transaction.instructions = [] },
        // Another text.
        { transaction, _ in transaction.instructions[0].data.removeLast() },
        { transaction, _ in transaction.instructions[0].data.append(0x20) },
        // Another fee payer, a second signer, another signer.
        { $0.signers.insert($1, at: 0) }, { $0.signers.append($1) }, { $0.signers = [$1] },
        // Accounts from a table, and two of one account.
        { transaction, other in
            transaction.version = 0x80
            transaction.lookups = [1] + other.key + [1, 0, 0]
        },
        { transaction, _ in transaction.otherKeys = [MemoTransaction.memo, MemoTransaction.memo] },
        // Versions and headers there are not.
        { transaction, _ in transaction.version = 0x81 },
        { transaction, _ in transaction.readOnlySigners = 1 },
        { transaction, _ in transaction.readOnlyOthers = 2 },
        { transaction, _ in transaction.instructions[0].accounts = [2] },
        { transaction, _ in transaction.instructions[0].program = transaction.signers[0].key },
        // Lengths in more bytes than it takes, or too large ones.
        { transaction, _ in transaction.instructionCount = [0x81, 0] },
        { transaction, _ in transaction.instructionCount = [0x81, 0x80, 0] },
        { transaction, _ in transaction.instructionCount = [0xff, 0xff, 0xff] },
        { transaction, _ in
            transaction.lookups += [0]; transaction.version = 0x80
        },
        { transaction, _ in transaction.instructions += [MemoTransaction.Instruction](repeating: budget[0], count: 8) },
    ]

    @Test(arguments: badChanges.indices)
    func rejectsEveryOtherTransaction(_ index: Int) async throws {
        let transaction = sample { Self.badChanges[index](&$0, other) }
        #expect(try await verdict(transaction.bytes) == .rejected(.signatureInvalid))
    }

    @Test(arguments: [nil, 0x80] as [UInt8?])
    func rejectsATransactionWithAnyBitChangedOrByteMissing(_ version: UInt8?) async throws {
        let bytes = sample { $0.version = version }.bytes
        for index in bytes.indices {
            for bit in [0, 7] {
                var changed = bytes
                changed[index] ^= 1 << bit
                #expect(try await verdict(changed) == .rejected(.signatureInvalid), "byte \(index)")
            }
            #expect(try await verdict(Array(bytes.prefix(index))) == .rejected(.signatureInvalid))
        }
        #expect(try await verdict(bytes + [0]) == .rejected(.signatureInvalid))
    }

    @Test func rejectsAMemoForAnotherChallenge() async throws {
        let asked = try await Sample.challenge(adapter) { $0.nonce = "k3J9x0Qz82" }
        #expect(try await verdict(sample().bytes, answering: asked) == .rejected(.signatureInvalid))
    }

    @Test func rejectsAnotherWalletThanTheOneAsked() async throws {
        let asked = try await Sample.challenge(adapter, account: other.address)
        #expect(try await verdict(sample().bytes, answering: asked) == .rejected(.addressInvalid))
    }

    @Test func rejectsATransactionThatAnotherWalletPaysFor() async throws {
        let message = sample { $0.signers = [other] }.message
        #expect(try await verdict([1] + signer.sign(message) + message) == .rejected(.signatureInvalid))
    }

    @Test(arguments: [(1232, true), (1233, false)])
    func takesNothingLongerThanAPacket(_ size: Int, _ isAccepted: Bool) async throws {
        let asked = try await Sample.challenge(adapter) { $0.statement = String(repeating: "a", count: 750) }
        let text = try await Array(#require(adapter.ownership).message(for: asked).utf8)
        var transaction = sample { $0.instructions[0].data = text }
        while transaction.bytes.count < size { transaction.instructions[0].accounts.append(0) }
        #expect(transaction.bytes.count == size)
        #expect(
            try await verdict(transaction.bytes, answering: asked) == (isAccepted ? accepted() : .rejected(.signatureInvalid)))
    }

    @Test func doesNotReadWhatIsMuchTooLong() async throws {
        let error = await #expect(throws: ChainError.self) { try await verdict([UInt8](repeating: 1, count: 1 << 20)) }
        #expect(error?.code == .proofMalformed)
        #expect(error?.pointer == "/transaction")
    }

    @Test(
        arguments: [
            (["transaction": "AA==", "signature": "1", "address": "1"], "/signature"),
            (["transaction": "AA==", "signed_message": "1", "address": "1"], "/signed_message"),
            (["transaction": "AA=="], "/address"), (["transaction": 1, "address": "1"], "/transaction"),
            (["transaction": nil, "address": "1"], "/signature"),
        ] as [(JSONValue, String)])
    func callsAProofOfTheWrongShapeMalformed(_ fields: JSONValue, _ pointer: String) async throws {
        let prover = try #require(adapter.ownership)
        let error = await #expect(throws: ChainError.self) {
            try await prover.verify(Proof(fields), answering: challenge, now: Sample.now)
        }
        #expect(error?.code == .proofMalformed)
        #expect(error?.pointer == pointer)
    }

    @Test(arguments: ["", "AA==", "not base 64", "gA=="])
    func rejectsWhatIsNoTransaction(_ text: String) async throws {
        let proof = Proof(["transaction": .string(text), "address": .string(signer.address)])
        let verdict = try await adapter.ownership?.verify(proof, answering: challenge, now: Sample.now)
        #expect(verdict == .rejected(.signatureInvalid))
    }
}
