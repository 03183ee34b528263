import ChainConformance
import ChainKit
import Foundation
import Upstream

@testable import EVMAdapter

/// A configured chain behind a real pool, its one node scripted on loopback, and a challenge for its wallets.
struct WalletStage {
    typealias Entry = ScriptedUpstream.Entry

    static let secret = [UInt8](1...32)
    /// A contract's address, which is no key's.
    static let contract = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
    static let factory = "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359"
    static let yes: JSONValue = .string("0x1626ba7e" + String(repeating: "0", count: 56))
    static let no: JSONValue = .string("0xffffffff" + String(repeating: "0", count: 56))
    static let code: JSONValue = "0x6080604052"
    static let delegation: JSONValue = .string("0xef0100" + String(repeating: "22", count: 20))

    let node: ScriptedUpstream
    let prover: any OwnershipProver
    let challenge: Challenge

    /// - Parameter script: before the answers of a healthy node, which says nothing to `eth_getCode` and `eth_call`.
    static func with(
        _ script: [Entry], options: [String: JSONValue] = [:], deadline: Duration = .seconds(10),
        _ play: (WalletStage) async throws -> Void
    ) async throws {
        let healthy: [Entry] = [
            .rpc("eth_chainId", result: "0x138de"),
            .rpc("eth_getBlockByNumber", result: ["number": "0x3e8", "timestamp": "0x6b49d200"]),
        ]
        let node = try ScriptedUpstream(script: script + healthy)
        node.start()
        let transport = try CurlTransport()
        let outcome: Result<Void, any Error>
        do {
            let provider = try HTTPProvider(name: "node", url: node.url, transport: transport, retry: .never)
            try await play(try WalletStage(node, provider, options, deadline))
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        await transport.shutdown()
        node.stop()
        try outcome.get()
    }

    private init(
        _ node: ScriptedUpstream, _ provider: HTTPProvider, _ options: [String: JSONValue], _ deadline: Duration
    ) async throws(ChainError) {
        self.node = node
        let options = JSONValue.object(options.merging(["network": 80094]) { own, _ in own })
        let described = AdapterSetup.ProviderDescription(name: "node", host: "127.0.0.1", options: [:])
        let setup = AdapterSetup(name: "berachain", options: options, providers: [described], now: { ReplayChain.moment }) {
            chain, identify in
            var settings = FailoverPool.Settings()
            settings.deadline = deadline
            return FailoverPool(chain: chain, providers: [provider], identify: identify, settings: settings)
        }
        let adapter = try await AdapterKind.evm.make(setup)
        guard let prover = adapter.ownership else { throw ChainError(.internalError, "There is no prover.") }
        self.prover = prover
        challenge = Challenge(
            chain: adapter.chain, domain: "rewards.example", uri: "https://rewards.example", nonce: "Fj78BFF9H16ggG0C",
            issuedAt: ReplayChain.moment, expiresAt: ReplayChain.moment.addingTimeInterval(600))
    }

    static var keyAddress: String { get throws(ChainError) { try EVMTestWallet().address(secret: secret) } }

    func account(_ address: String) throws -> Account { try Account(chain: challenge.chain, address: address) }

    func digest(_ challenge: Challenge? = nil) async throws -> [UInt8] {
        EIP191.digest(of: Array(try await prover.message(for: challenge ?? self.challenge).utf8))
    }

    /// What the key signs for the challenge, 65 bytes.
    func keySignature() async throws -> [UInt8] { EVMSignature(signing: try await digest(), secret: Self.secret)?.bytes ?? [] }

    /// The signature of a wallet that the factory would deploy (ERC-6492).
    static func wrapped(_ inner: [UInt8], calldata: [UInt8] = [1, 2, 3]) throws -> [UInt8] {
        let values: [ABIValue] = [.address(try EVMAddress(factory.utf8)), .bytes(calldata), .bytes(inner)]
        let mark = [UInt8](repeating: 0x64, count: 32).enumerated().map { $0.offset.isMultiple(of: 2) ? 0x64 : 0x92 as UInt8 }
        return try ABIValue.encode(values, as: [.address, .bytes, .bytes]) + mark
    }

    func verify(_ signature: [UInt8], by address: String) async throws -> ProofVerdict {
        let proof = Proof(["signature": .string(Hex.encode(signature, prefixed: true)), "address": .string(address)])
        return try await prover.verify(proof, answering: challenge, now: ReplayChain.moment)
    }
}
