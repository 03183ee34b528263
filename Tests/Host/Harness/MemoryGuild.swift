import ChainKit
import Foundation

/// A service with users and members, all of it in memory: accounts are 17 to 20 digits, deliveries are signed by a word.
struct MemoryGuild: ChainAdapter {
    static let chainName = "guild"
    static let botKey = "key-of-the-bot-in-the-tests"
    /// A key that cannot be looked at.
    static let unknowableKey = "key-while-the-service-is-away"
    /// A member whose id cannot be read.
    static let unknowableMember = "100000000000000009"
    /// A key over which the service broods until nobody waits for it any more.
    static let endlessKey = "key-without-an-answer"

    static let kind = AdapterKind(
        id: "memory-guild", namespace: "guild", accounts: { chain in Accounts(chain: chain) }, vectorOps: [], testWallets: nil
    ) { setup throws(ChainError) in
        let members = setup.options["members"]?.elements?.compactMap(\.text) ?? []
        let chain = try ChainID(namespace: "guild", reference: setup.options["network"]?.text ?? "test")
        return MemoryGuild(
            chain: chain, members: Set(members), knowsKeys: setup.options["knows_keys"]?.flag ?? true, now: setup.now)
    }

    let chain: ChainID
    let members: Set<String>
    let knowsKeys: Bool
    let now: @Sendable () -> Date

    var manifest: AdapterManifest {
        AdapterManifest(
            id: "memory-guild", version: "1.0.0", roles: [.accounts, .ownership, .holdings, .interactions],
            assetKinds: ["guild"], configurationSchema: [:], hosts: [], budget: UpstreamBudget())
    }
    var accounts: any AccountFormat { Accounts(chain: chain) }
    var ownership: (any OwnershipProver)? { Ownership(accounts: Accounts(chain: chain)) }
    var holdings: (any HoldingReader)? { Holdings(guild: self) }
    var interactions: (any InteractionReceiver)? {
        Interactions(accounts: Accounts(chain: chain), knowsKeys: knowsKeys)
    }
    func health() async -> AdapterHealth { AdapterHealth(providers: [ProviderHealth(name: "scripted", status: .ok)]) }

    struct Accounts: AccountFormat {
        let chain: ChainID

        func account(_ text: String) throws(ChainError) -> Account {
            if text == MemoryGuild.unknowableMember { throw ChainError(.upstreamUnavailable, "The service is away.") }
            guard (17...20).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
                throw ChainError(.accountInvalid, "A member's id has 17 to 20 digits.")
            }
            return try Account(chain: chain, address: text)
        }
    }

    /// Takes `good:<id>` for an OAuth2 code.
    struct Ownership: OwnershipProver {
        let accounts: Accounts

        func message(for challenge: Challenge) -> String { "\(challenge.domain) \(challenge.nonce)" }

        func verify(_ proof: Proof, answering challenge: Challenge, now: Date) async throws(ChainError) -> ProofVerdict {
            let code = try proof.requireText("oauth_code")
            let state = try proof.requireText("state")
            guard try proof.requireText("redirect_uri") == "https://rewards.example/back", state == challenge.nonce else {
                return .rejected(.signatureInvalid)
            }
            if code == "down" { throw ChainError(.upstreamUnavailable, "The service is away.") }
            if code == "late" || challenge.expiresAt <= now { return .rejected(.proofExpired) }
            guard code.hasPrefix("good:") else { return .rejected(.signatureInvalid) }
            return .accepted(try accounts.account(String(code.dropFirst(5))))
        }
    }

    struct Holdings: HoldingReader {
        let guild: MemoryGuild

        func asset(_ description: JSONValue) throws(ChainError) -> Asset {
            guard let id = description["guild"]?.text else { throw ChainError(.assetInvalid, "Name a guild.") }
            return Asset(chain: guild.chain, namespace: "guild", reference: id)
        }

        func holdings(_ queries: [HoldingQuery]) async -> [Result<Holding, ChainError>] {
            queries.map {
                let amount = Amount(guild.members.contains($0.account.address) ? 1 as UInt64 : 0)
                return .success(Holding(amount: amount, at: nil, source: "memory", observedAt: guild.now()))
            }
        }
    }

    struct Interactions: InteractionReceiver {
        static let lifetimeSeconds = 300.0
        let accounts: Accounts
        let knowsKeys: Bool

        func receive(headers: [String: String], body: [UInt8], now: Date) throws(ChainError) -> Interaction {
            guard headers["x-signature"] == Delivery.signature(of: body), let sent = headers["x-sent"].flatMap({ Double($0) }),
                abs(now.timeIntervalSince1970 - sent) <= Self.lifetimeSeconds
            else { return .refused }
            guard let value = try? JSONValue(parsing: body), let kind = value["type"]?.whole else {
                throw ChainError(.proofMalformed, "This is no delivery.", pointer: "/type")
            }
            if kind == 1 { return .answer(["type": 1]) }
            return .codeRequest(
                CodeRequest(
                    id: value["id"]?.text ?? "", rememberUntil: Date(timeIntervalSince1970: sent + Self.lifetimeSeconds),
                    account: try accounts.account(value["user"]?.text ?? ""), campaign: value["campaign"]?.text ?? ""
                ) { ["type": 4, "text": .string($0)] })
        }

        func isBotKey(_ text: String) async throws(ChainError) -> Bool {
            if text == MemoryGuild.unknowableKey || !knowsKeys { throw ChainError(.upstreamTimeout, "The service is away.") }
            if text == MemoryGuild.endlessKey {
                let silence = AsyncStream<Never> { _ in }
                for await _ in silence {}
                throw ChainError(.cancelled, "Nobody waits any more.")
            }
            return text == MemoryGuild.botKey
        }
    }
}
