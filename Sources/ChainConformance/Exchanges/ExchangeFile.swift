import ChainKit
import Foundation

/// `exchanges/<adapter>/<name>.json`: what an adapter of one configuration must make of a scripted upstream.
public struct ExchangeFile: Sendable, Hashable {
    /// The adapter's id in its manifest, such as `evm`.
    public let adapter: String
    /// The file's name without `.json`.
    public let name: String
    /// A chain as a configuration has it, without `adapter`. `{{upstream}}` is the scripted server's URL, `{{secret}}` a text
    /// that must never be seen again.
    public let configuration: JSONValue
    /// The world that all cases share: a script, asked after the case's own.
    public let upstream: JSONValue
    /// Names of members that the chain's own interface may leave out of its answers, where that means what is good.
    public let optional: [String]
    public let accounts: [SpelledAccount]
    public let malformed: [MalformedAccount]
    public let cases: [ExchangeCase]
    public let live: [LiveSample]
}

/// An account and other texts that name it.
public struct SpelledAccount: Sendable, Hashable {
    /// The canonical address, as ``Account/address`` has it.
    public let canonical: String
    public let spellings: [String]
}

/// A text that is no address.
public struct MalformedAccount: Sendable, Hashable {
    public let text: String
    /// A part that the refusal has to have, so that it names what is wrong.
    public let says: String
}

/// An account that really holds an asset, to be asked about with `--live`.
public struct LiveSample: Sendable, Hashable {
    public let account: String
    public let asset: JSONValue
    public let atLeast: Amount
}

/// One question to an adapter, the upstream it meets, and the answer it must give.
public struct ExchangeCase: Sendable, Hashable {
    public enum Question: Sendable, Hashable {
        case holding(HoldingQuestion)
        case proof(ProofQuestion)
        case payment(ExpectedPaymentText)
        case delivery(headers: [String: String], body: String, now: Date)
    }

    public let name: String
    public let question: Question
    /// Members of the file's configuration that are otherwise in this case.
    public let configuration: JSONValue
    /// A script of its own, asked before the file's.
    public let upstream: JSONValue
    public let expected: ExchangeExpectation
    /// How many HTTP requests it may take, not counting the question which chain a provider serves.
    public let budget: Int?
    /// The requirement it is an example for: `HLD-3` of a provider that serves no such chain, `HLD-4` of a look-alike, `HLD-5`
    /// of a reading in pages.
    public let requirement: RequirementID?
    public let reason: String
    public let source: String
}

public struct HoldingQuestion: Sendable, Hashable {
    public let account: String
    public let asset: JSONValue
    public let wanted: Amount
    public let namesItems: Bool
}

public struct ProofQuestion: Sendable, Hashable {
    /// How bytes are written in a proof.
    public enum Form: String, Sendable, Hashable, CaseIterable {
        case hex, base58, base64, base64url
        /// A list of numbers from 0 to 255.
        case bytes
    }

    /// A field of the proof that is a signature.
    public struct Signature: Sendable, Hashable {
        /// RFC 6901 pointer into ``ProofQuestion/data``.
        public let pointer: String
        public let form: Form
    }

    public let challenge: Challenge
    /// The `data` of `/verify`.
    public let data: JSONValue
    public let now: Date
    /// The parts of `data` that are signatures.
    public let signatures: [Signature]
    /// Pointers to the parts of `data` that are signed text; none where the wallet sends no text along.
    public let messages: [String]
    /// Pointers to the parts of `data` that declare the account.
    public let addresses: [String]
    /// What this kind of proof has no place for; a report says so. Empty for everything a wallet signs.
    public let unbound: [Unbound]

    /// A part of a challenge that a proof can lack because a service makes it, and no wallet that shows who asks.
    public enum Unbound: String, Sendable, Hashable, CaseIterable {
        case domain
    }
}

/// An ``ExpectedPayment`` whose accounts are addresses as people write them.
public struct ExpectedPaymentText: Sendable, Hashable {
    public let members: JSONValue
}

/// What the answer to an ``ExchangeCase`` must be.
public enum ExchangeExpectation: Sendable, Hashable {
    /// An amount, and where they are given the items, sorted, and who holds them by delegation.
    case holds(Amount, items: [String]?, delegated: JSONValue?)
    /// An error that blames the outside, with this code; `any` is each of them.
    case undetermined(String)
    /// A refusal: the word of a rejected proof or of a refused payment or delivery, or the code of an error that blames the
    /// caller.
    case rejects(String)
    /// The canonical address of who proved to control it, and how.
    case accepts(String, by: Control)
    /// A payment as agreed.
    case paid
    /// A payment the chain does not know yet.
    case pending
    /// What a delivery is answered with, or who asks for a code of which campaign.
    case answers(JSONValue)
}
