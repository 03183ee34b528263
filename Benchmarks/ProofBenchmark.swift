import AdapterSet
import CSecp256k1
import CSodium
import ChainCrypto
import ChainKit
import Foundation

/// What proving a signature costs over the library call that does the mathematics.
enum ProofBenchmark {
    static func run() async throws -> [Row] { [try await solana(), try await evm(), try await ton()] }

    private static func solana() async throws -> Row {
        let subject = try await Subject(kind: "solana", options: ["network": "mainnet"])
        let message = Array(subject.message.utf8)
        guard let signature = subject.proof.fields["signature"]?.text.flatMap({ Base58.decode($0) }),
            let key = Base58.decode(subject.address)
        else { throw BenchmarkError.unexpected("a Solana proof without a signature") }
        let (whole, bare) = try await InTurns.rates({ try await subject.verify() }) {
            guard crypto_sign_verify_detached(signature, message, UInt64(message.count), key) == 0 else {
                throw BenchmarkError.unexpected("libsodium refused the signature")
            }
        }
        return Row(name: "Solana ownership.verify", rate: whole, base: "libsodium", baseRate: bare, promise: 0.85)
    }

    private static func evm() async throws -> Row {
        let subject = try await Subject(kind: "evm", options: ["network": 1, "contract_wallets": false])
        let message = Array(subject.message.utf8)
        guard let signature = subject.proof.fields["signature"]?.text.flatMap({ Hex.decode($0) }), signature.count == 65,
            let context = secp256k1_context_create(UInt32(SECP256K1_CONTEXT_VERIFY))
        else { throw BenchmarkError.unexpected("an EVM proof without a signature") }
        defer { secp256k1_context_destroy(context) }
        let signed = Array("\u{19}Ethereum Signed Message:\n\(message.count)".utf8) + message
        let (whole, bare) = try await InTurns.rates({ try await subject.verify() }) {
            let digest = Keccak256.hash(signed)
            var recoverable = secp256k1_ecdsa_recoverable_signature()
            var key = secp256k1_pubkey()
            guard
                secp256k1_ecdsa_recoverable_signature_parse_compact(
                    context, &recoverable, Array(signature[..<64]), Int32(signature[64]) - 27) == 1,
                secp256k1_ecdsa_recover(context, &key, &recoverable, digest) == 1
            else { throw BenchmarkError.unexpected("libsecp256k1 refused the signature") }
            var bytes = [UInt8](repeating: 0, count: 65)
            var count = 65
            secp256k1_ec_pubkey_serialize(context, &bytes, &count, &key, UInt32(SECP256K1_EC_UNCOMPRESSED))
            _ = Keccak256.hash(Array(bytes[1...]))
        }
        return Row(name: "EVM ownership.verify", rate: whole, base: "libsecp256k1 and Keccak", baseRate: bare, promise: 0.8)
    }

    private static func ton() async throws -> Row {
        let subject = try await Subject(kind: "ton", options: ["network": "mainnet"], provider: ["api": "toncenter"])
        guard let signature = subject.proof.fields["signature"]?.text.flatMap({ Data(base64Encoded: $0) }).map(Array.init),
            let key = subject.proof.fields["public_key"]?.text.flatMap({ Hex.decode($0) })
        else { throw BenchmarkError.unexpected("a TON proof without a signature or a key") }
        let digest = [UInt8](repeating: 9, count: 32)
        let (whole, bare) = try await InTurns.rates({ try await subject.verify() }) {
            // The digest is another one: the mathematics is the same, and what goes into it is ours to build.
            guard crypto_sign_verify_detached(signature, digest, 32, key) != 0 else {
                throw BenchmarkError.unexpected("libsodium took a signature for another digest's")
            }
        }
        return Row(name: "TON ownership.verify", rate: whole, base: "libsodium", baseRate: bare, promise: nil)
    }

    /// A wallet of a chain, its signed challenge, and the prover that judges it.
    struct Subject: Sendable {
        let address: String
        let message: String
        let proof: Proof
        let adapter: any ChainAdapter
        private let challenge: Challenge
        private let prover: any OwnershipProver
        private let now = Date(timeIntervalSince1970: 1_795_000_060)

        /// - Parameter program: another kind that the adapter is made of, for the same chain.
        init(kind id: String, options: JSONValue, provider: JSONValue = [:], program: AdapterKind? = nil) async throws {
            guard let kind = AdapterSet.kinds.first(where: { $0.id == id }), let wallets = kind.testWallets else {
                throw BenchmarkError.unexpected("no adapter \(id)")
            }
            let provider = AdapterSetup.ProviderDescription(name: "none", host: "none", options: provider)
            let setup = AdapterSetup(
                name: id, options: options, providers: [provider], now: { Date(timeIntervalSince1970: 0) }
            ) { _, _ in NoProviders() }
            adapter = try await (program ?? kind).make(setup)
            guard let prover = adapter.ownership else { throw BenchmarkError.unexpected("\(id) proves nothing") }
            self.prover = prover
            let secret = [UInt8](repeating: 7, count: 32)
            address = try wallets.address(secret: secret)
            let issuedAt = Date(timeIntervalSince1970: 1_795_000_000)
            challenge = Challenge(
                chain: adapter.chain, domain: "rewards.example", uri: "https://rewards.example",
                statement: "Sign in to collect your rewards.", nonce: "870974f81ec5df9d25b5579f997206b7", issuedAt: issuedAt,
                expiresAt: issuedAt.addingTimeInterval(600), account: try await adapter.accounts.account(address))
            message = try await prover.message(for: challenge)
            proof = try wallets.proof(signing: message, domain: "rewards.example", now: now, secret: secret)
        }

        func verify() async throws {
            guard case .accepted = try await prover.verify(proof, answering: challenge, now: now) else {
                throw BenchmarkError.unexpected("a right proof was refused")
            }
        }
    }

    /// Proofs of keys ask no chain.
    private struct NoProviders: ProviderPool {
        func ask<Answer: Sendable>(
            _ work: @Sendable (any Provider) async throws(ChainError) -> Answer
        ) async throws(ChainError) -> Answer {
            throw ChainError(.upstreamUnavailable, "The benchmark has no providers.")
        }
        func health() async -> [ProviderHealth] { [] }
    }
}

enum BenchmarkError: Error {
    case unexpected(String)
}
