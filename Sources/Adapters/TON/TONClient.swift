import ChainKit
import Foundation

/// Asks one provider of a TON network.
protocol TONClient: Sendable {
    var provider: any Provider { get }

    /// The network the provider serves and the masterchain block it has reached.
    /// - Throws: an error that blames the outside.
    func identity() async throws(ChainError) -> ProviderIdentity

    /// One page of a list, from the `offset`-th item on; a page that is not full is the last one.
    /// - Throws: an error that blames the outside.
    func page(_ question: TONItemQuestion, offset: Int) async throws(ChainError) -> [TONListedItem]

    /// Runs a get method at the newest state of a contract.
    /// - Throws: an error that blames the outside: the provider's trouble, never the contract's.
    func run(_ method: String, of contract: TONAddress, _ arguments: [TVMInteger]) async throws(ChainError) -> TVMOutcome
}

/// Which items are asked for.
struct TONItemQuestion: Sendable, Hashable {
    static let pageSize = 250

    let owner: TONAddress
    /// `nil` for the items of every collection.
    let collection: TONAddress?
    /// Whether also those that lie with a sale's contract.
    let includesOnSale: Bool

    /// Whether an item can be part of the answer: the wallet's, or by the index's word behind a sale, in the collection.
    func admits(_ item: TONListedItem) -> Bool {
        let isOfOwner = item.owner == owner || includesOnSale && item.realOwner ?? owner == owner
        return isOfOwner && collection ?? item.collection == item.collection
    }
}

extension TONClient {
    /// Reads every page.
    /// - Throws: `upstream_too_large` past `maxPages` pages.
    func items(_ question: TONItemQuestion, maxPages: Int) async throws(ChainError) -> [TONListedItem] {
        var items: [TONListedItem] = []
        for number in 0..<maxPages {
            let page = try await page(question, offset: number * TONItemQuestion.pageSize)
            guard page.count <= TONItemQuestion.pageSize else {
                throw ChainError(.upstreamInvalid, "The provider listed more items than a page may have.")
            }
            guard page.allSatisfy(question.admits) else {
                throw ChainError(
                    .upstreamInvalid, "The provider listed an item of another wallet or collection than was asked for.")
            }
            items += page
            if page.count < TONItemQuestion.pageSize { return items }
        }
        throw ChainError(
            .upstreamTooLarge, "The wallet has more than \(maxPages) pages of items; raise max_pages if that is wanted.")
    }

    /// The Ed25519 key a wallet's contract names, 32 bytes (`get_public_key`).
    ///
    /// Whatever keeps the contract itself from naming one counts as naming none: a contract anybody may deploy must not
    /// make a provider look broken.
    /// - Returns: `nil` when there is no contract, no such method (exit code 11), or no key in its answer.
    /// - Throws: an error that blames the outside.
    func publicKey(of wallet: TONAddress) async throws(ChainError) -> [UInt8]? {
        guard case .returned(let stack) = try await run("get_public_key", of: wallet, []),
            case .integer(let number)? = stack.first, !number.isNegative
        else { return nil }
        return number.magnitude.bigEndianBytes(count: 32)
    }

    static func readIdentity(_ block: JSONValue?) throws(ChainError) -> ProviderIdentity {
        guard let block, let id = block["global_id"]?.whole, let seqno = block["seqno"]?.whole, seqno >= 0 else {
            throw ChainError(.upstreamInvalid, "The provider's newest block has no global_id or no seqno.")
        }
        // toncenter writes the time as text, tonapi as a number.
        let time = block["gen_utime"].flatMap { $0.whole ?? $0.text.flatMap { Int64($0) } }
        return ProviderIdentity(
            chain: try ChainID(namespace: "tvm", reference: String(id)), head: UInt64(seqno),
            headTime: time.map { Date(timeIntervalSince1970: Double($0)) })
    }

    static func readItems(
        _ answer: JSONValue, _ read: (JSONValue) throws(ChainError) -> TONListedItem
    ) throws(ChainError) -> [TONListedItem] {
        guard let entries = answer["nft_items"]?.elements else {
            throw ChainError(.upstreamInvalid, "The provider's answer has no list \"nft_items\".")
        }
        var items: [TONListedItem] = []
        for entry in entries { items.append(try read(entry)) }
        return items
    }
}
