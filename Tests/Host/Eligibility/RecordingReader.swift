import ChainKit
import Synchronization

@testable import Host

/// A chain without a network whose addresses are words: it answers as it is told, and keeps what it was asked.
final class RecordingReader: ChainAdapter, AccountFormat, HoldingReader {
    let chain: ChainID
    private let answer: @Sendable (HoldingQuery) -> Result<Holding, ChainError>
    private let questions = Mutex<[[HoldingQuery]]>([])

    /// The batches, in order.
    var asked: [[HoldingQuery]] { questions.withLock { $0 } }

    init(answer: @escaping @Sendable (HoldingQuery) -> Result<Holding, ChainError>) throws {
        chain = try ChainID("words:main")
        self.answer = answer
    }

    /// An adapter kind that makes this adapter.
    var kind: AdapterKind {
        AdapterKind(id: "words", namespace: "words", accounts: { _ in self }, vectorOps: [], testWallets: nil) { _ in self }
    }

    var manifest: AdapterManifest {
        AdapterManifest(
            id: "words", version: "1.0.0", roles: [.accounts, .holdings], assetKinds: ["nft"], configurationSchema: [:],
            hosts: [], budget: UpstreamBudget())
    }
    var accounts: any AccountFormat { self }
    var ownership: (any OwnershipProver)? { nil }
    var holdings: (any HoldingReader)? { self }
    func health() async -> AdapterHealth { AdapterHealth(providers: []) }

    func account(_ text: String) throws(ChainError) -> Account { try Account(chain: chain, address: text) }

    func asset(_ description: JSONValue) throws(ChainError) -> Asset {
        Asset(chain: chain, namespace: "nft", reference: description["nft"]?.text ?? "frogs", isUnique: true)
    }

    func holdings(_ queries: [HoldingQuery]) async -> [Result<Holding, ChainError>] {
        questions.withLock { $0.append(queries) }
        return queries.map(answer)
    }

    func query(_ address: String, _ asset: String = "frogs", wanted: UInt64 = 1) throws -> FactQuery {
        .holding(
            HoldingQuery(account: try account(address), asset: try self.asset(["nft": .string(asset)]), wanted: Amount(wanted)))
    }
}
