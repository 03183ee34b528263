import ChainKit
import Foundation

/// A chain of the namespace `tvm` whose wallets sign by repeating the message.
struct MemoryWallets: ChainAdapter {
    static let kind = AdapterKind(
        id: "memory-wallets", namespace: "tvm", accounts: { chain in Accounts(chain: chain) }, vectorOps: [], testWallets: nil
    ) { _ throws(ChainError) in
        MemoryWallets(chain: try ChainID(namespace: "tvm", reference: "-239"))
    }

    /// The address of a wallet, one for each digit.
    static func address(_ digit: Int) -> String { "0:" + String(repeating: String(digit), count: 64) }

    let chain: ChainID

    var manifest: AdapterManifest {
        AdapterManifest(
            id: "memory-wallets", version: "1.0.0", roles: [.accounts, .ownership], assetKinds: [], configurationSchema: [:],
            hosts: [], budget: UpstreamBudget())
    }
    var accounts: any AccountFormat { Accounts(chain: chain) }
    var ownership: (any OwnershipProver)? { Ownership(accounts: Accounts(chain: chain)) }
    var holdings: (any HoldingReader)? { nil }
    func health() async -> AdapterHealth { AdapterHealth(providers: []) }

    struct Accounts: AccountFormat {
        let chain: ChainID

        func account(_ text: String) throws(ChainError) -> Account {
            guard text.utf8.count >= 66, text.hasPrefix("0:") || text.hasPrefix("0%3A") else {
                throw ChainError(.accountInvalid, "An address is 0: and 64 digits.")
            }
            return try Account(chain: chain, address: "0%3A\(text.suffix(64))")
        }
    }

    struct Ownership: OwnershipProver {
        let accounts: Accounts

        func message(for challenge: Challenge) -> String { "\(challenge.domain) \(challenge.nonce)" }

        func verify(_ proof: Proof, answering challenge: Challenge, now: Date) async throws(ChainError) -> ProofVerdict {
            guard try proof.requireText("signature") == message(for: challenge) else { return .rejected(.signatureInvalid) }
            return .accepted(try accounts.account(proof.requireText("address")))
        }
    }
}
