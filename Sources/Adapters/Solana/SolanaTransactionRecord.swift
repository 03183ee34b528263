import ChainKit
import Foundation

/// What a node knows of a transaction that the chain has taken in (`getTransaction`, `jsonParsed`).
struct SolanaTransactionRecord: Sendable {
    let slot: UInt64
    /// When the chain says it was; `nil` when the node does not know (yet).
    let blockTime: Date?
    /// `nil` when the node has not kept the outcome.
    let outcome: Outcome?
    let signatures: [String]
    let signers: Set<String>
    let instructions: [Instruction]

    struct Outcome: Sendable {
        let hasFailed: Bool
        /// What programs called in turn; `nil` when it was not recorded.
        let innerInstructions: [Instruction]?
    }

    struct Instruction: Sendable {
        let program: String
        /// What the node made of the data; `nil` when it could not read it.
        let parsed: JSONValue?
        /// Base 58, where there is no ``parsed``.
        let data: String?
        /// The accounts it is handed, where there is no ``parsed``.
        let accounts: [String]

        /// - Throws: `upstream_invalid`.
        init(_ json: JSONValue) throws(ChainError) {
            guard let program = json["programId"]?.text, SolanaKey.parse(program) != nil else {
                throw SolanaTransactionRecord.invalid("an instruction names no program")
            }
            self.program = program
            parsed = json["parsed"]
            data = json["data"]?.text
            accounts = try SolanaTransactionRecord.list(json["accounts"] ?? [], "accounts") { $0.text }
            guard parsed != nil || data != nil else { throw SolanaTransactionRecord.invalid("an instruction has no content") }
        }

        /// Whether a call of the System program can touch an account: it touches none but those it is handed.
        func touches(_ account: String) -> Bool {
            guard let parsed else { return accounts.contains(account) }
            return parsed["info"]?.members?.values.contains(.string(account)) ?? true
        }
    }

    /// - Throws: `upstream_invalid`.
    init(_ json: JSONValue) throws(ChainError) {
        guard let slot = json["slot"]?.whole.flatMap(UInt64.init(exactly:)) else { throw Self.invalid("it has no slot") }
        self.slot = slot
        switch json["blockTime"] {
        case .integer(let seconds)?: blockTime = Date(timeIntervalSince1970: Double(seconds))
        case .null?, nil: blockTime = nil
        default: throw Self.invalid("its time is no whole number")
        }
        guard let meta = json["meta"] else { throw Self.invalid("it has no outcome") }
        outcome = meta.isNull ? nil : try Outcome(meta)
        let message = json["transaction"]?["message"]
        signatures = try Self.list(json["transaction"]?["signatures"], "signatures") { $0.text }
        let keys = try Self.list(message?["accountKeys"], "accounts") { key in
            key["pubkey"]?.text.flatMap { text in key["signer"]?.flag.map { (text, $0) } }
        }
        signers = Set(keys.filter(\.1).map(\.0))
        instructions = try Self.instructions(message?["instructions"])
    }

    fileprivate static func list<Element>(
        _ json: JSONValue?, _ name: String, _ read: (JSONValue) -> Element?
    ) throws(ChainError) -> [Element] {
        let elements = json?.elements?.compactMap(read)
        guard let elements, elements.count == json?.elements?.count else { throw invalid("its \(name) cannot be read") }
        return elements
    }

    fileprivate static func instructions(_ json: JSONValue?) throws(ChainError) -> [Instruction] {
        guard let elements = json?.elements else { throw invalid("it has no instructions") }
        return try elements.map { (element) throws(ChainError) in try Instruction(element) }
    }

    fileprivate static func invalid(_ detail: String) -> ChainError {
        ChainError(.upstreamInvalid, "The node's record of the transaction cannot be read: \(detail).")
    }
}

extension SolanaTransactionRecord.Outcome {
    /// - Throws: `upstream_invalid`.
    fileprivate init(_ meta: JSONValue) throws(ChainError) {
        guard let error = meta["err"] else { throw SolanaTransactionRecord.invalid("it does not say whether it failed") }
        hasFailed = !error.isNull
        guard let groups = meta["innerInstructions"], !groups.isNull else {
            innerInstructions = nil
            return
        }
        guard let groups = groups.elements else { throw SolanaTransactionRecord.invalid("its inner calls are no list") }
        var calls: [SolanaTransactionRecord.Instruction] = []
        for group in groups { calls += try SolanaTransactionRecord.instructions(group["instructions"]) }
        innerInstructions = calls
    }
}
