import ChainKit
import Eligibility
import Foundation

/// A chain whose addresses are lower-case words and whose assets are `{"token": …, "decimals": …, "unique": …}`.
struct MemoryChain: ChainAdapter, AccountFormat, HoldingReader {
    let chain: ChainID
    var readsHoldings = true

    init(_ chain: String, readsHoldings: Bool = true) throws {
        self.chain = try ChainID(chain)
        self.readsHoldings = readsHoldings
    }

    var manifest: AdapterManifest {
        AdapterManifest(
            id: "memory", version: "1.0.0", roles: [.accounts, .holdings], assetKinds: ["token"], configurationSchema: [:],
            hosts: [], budget: UpstreamBudget())
    }
    var accounts: any AccountFormat { self }
    var ownership: (any OwnershipProver)? { nil }
    var holdings: (any HoldingReader)? { readsHoldings ? self : nil }
    func health() async -> AdapterHealth { AdapterHealth(providers: []) }

    func account(_ text: String) throws(ChainError) -> Account {
        guard !text.isEmpty, text.allSatisfy({ $0.isLetter && $0.isASCII }) else {
            throw ChainError(.accountInvalid, "\"\(text)\" is not an address; write letters.")
        }
        return try Account(chain: chain, address: text.lowercased())
    }

    func asset(_ description: JSONValue) throws(ChainError) -> Asset {
        guard let token = description["token"]?.text else {
            throw ChainError(.assetInvalid, "Write the token's name.", pointer: "/token")
        }
        return Asset(
            chain: chain, namespace: "token", reference: token, decimals: description["decimals"]?.whole.map(Int.init) ?? 0,
            isUnique: description["unique"]?.flag ?? false)
    }

    func holdings(_ queries: [HoldingQuery]) async -> [Result<Holding, ChainError>] {
        queries.map { _ in .failure(ChainError(.upstreamUnavailable, "Nothing is asked in these tests.")) }
    }
}

let noon = Date(timeIntervalSince1970: 1_800_000_000)

extension EligibilityRule {
    /// The facts in which each wallet, by its address, holds an amount or could not be asked.
    func facts(for subject: Subject, _ answers: [String: Result<UInt64, ChainError>]) -> Facts {
        ScriptedFacts.facts(plan(for: subject), answers)
    }
}

extension Requirement {
    func facts(for subject: Subject, _ answers: [String: Result<UInt64, ChainError>]) -> Facts {
        ScriptedFacts.facts(plan(for: subject), answers)
    }
}

enum ScriptedFacts {
    static func facts(_ plan: [FactQuery], _ answers: [String: Result<UInt64, ChainError>]) -> Facts {
        var facts: Facts = [:]
        for query in plan {
            guard case .holding(let holding) = query, let answer = answers[holding.account.address] else { continue }
            facts[query] = answer.map {
                .holding(Holding(amount: Amount($0), at: .block(7), source: "memory", observedAt: noon))
            }
        }
        return facts
    }
}

extension Result where Failure == ChainError {
    static var down: Self { .failure(ChainError(.upstreamTimeout, "The node is late.", retryAfterSeconds: 3, cause: "secret")) }
}
