import ChainKit

extension SolanaHoldings {
    /// Reads members from the chain's own accounts, in two requests for an ordinary wallet: the owner's token accounts
    /// and the collections' own accounts, then the metadata of what may be an NFT and, for MPL Core collections, a search.
    /// Compressed assets have no account and are not seen.
    /// - Throws: `upstream_too_large` past `max_pages` times 100 candidates; `upstream_invalid`.
    func onChainMembers(
        of collections: [String], heldBy owner: String, _ client: SolanaClient
    ) async throws(ChainError) -> [String: Found] {
        let first = try await client.ask(
            [SolanaPrograms.token, SolanaPrograms.token2022].map { client.tokenAccountsCall(of: owner, .program($0)) }
                + collections.chunked(SolanaClient.accountsLimit).map(client.accountsCall))
        let accounts = [try SolanaClient.tokenAccounts(first[0]), try SolanaClient.tokenAccounts(first[1])]
        let held = accounts.flatMap(\.value)
        guard held.isEmpty || held.contains(where: { $0.owner == owner }) else {
            throw ChainError(.upstreamInvalid, "The node answered with the token accounts of another owner.")
        }
        var slots = accounts.map(\.slot)
        let core = try coreCollections(of: collections, first.dropFirst(2), &slots)

        let mints = SolanaTokenAccount.candidates(of: owner, in: held)
        let (ownerKey, wanted) = (try Self.key(owner), try Self.chunks(of: mints, atMost: configuration.maxPages))
        let searches = try core.map { (key) throws(ChainError) in client.coreAssetsCall(of: ownerKey, in: try Self.key(key)) }
        let second = try await client.ask(wanted.map { client.accountsCall($0.map(\.account)) } + searches)
        var memberships: [String: MetaplexMetadata.Collection] = [:]
        for (chunk, json) in zip(wanted, second) {
            let answer = try SolanaClient.accounts(json, count: chunk.count)
            slots.append(answer.slot)
            for (candidate, account) in zip(chunk, answer.value) {
                memberships[candidate.mint] = try Self.membership(of: candidate.mint, account)
            }
        }
        var found: [String: Found] = [:]
        for (key, json) in zip(core, second.dropFirst(wanted.count)) {
            let answer = try SolanaClient.coreAssets(json, of: ownerKey, in: try Self.key(key))
            slots.append(answer.slot)
            found[key] = Found(ids: answer.value)
        }
        for collection in collections {
            let tokens = SolanaTokenAccount.held(
                by: owner, in: try Self.key(collection), of: held, collections: memberships)
            // The earliest of the slots: by then, all of it was so.
            found[collection] = Found(ids: tokens + (found[collection]?.ids ?? []), slot: slots.min())
        }
        return found
    }

    /// Which of the collections are kept by MPL Core.
    private func coreCollections(
        of collections: [String], _ answers: ArraySlice<JSONValue>, _ slots: inout [UInt64]
    ) throws(ChainError) -> [String] {
        var core: [String] = []
        for (keys, json) in zip(collections.chunked(SolanaClient.accountsLimit), answers) {
            let answer = try SolanaClient.accounts(json, count: keys.count)
            slots.append(answer.slot)
            core += zip(keys, answer.value).filter { $0.1?.program == SolanaPrograms.core }.map(\.0)
        }
        return core
    }

    /// The mints with the addresses of their metadata, as many at a time as a node takes.
    private static func chunks(of mints: [String], atMost limit: Int) throws(ChainError) -> [[(mint: String, account: String)]] {
        let chunks = mints.chunked(SolanaClient.accountsLimit)
        guard chunks.count <= limit else {
            throw ChainError(
                .upstreamTooLarge,
                "The wallet has more than \(limit * SolanaClient.accountsLimit) single tokens; raise max_pages if that is wanted."
            )
        }
        return try chunks.map { (chunk) throws(ChainError) in
            try chunk.map { (mint) throws(ChainError) in
                guard let account = ProgramAddress.metadata(mint: try key(mint)) else {
                    throw ChainError(.upstreamInvalid, "The node answered with a mint that has no metadata address.")
                }
                return (mint, account.text)
            }
        }
    }

    /// The collection of a mint by its metadata account; `nil` when there is no metadata or it names none.
    private static func membership(
        of mint: String, _ account: SolanaAccount?
    ) throws(ChainError) -> MetaplexMetadata.Collection? {
        guard let account else { return nil }
        do {
            let metadata = try MetaplexMetadata(program: account.program, data: account.data)
            guard metadata.mint == (try key(mint)) else {
                throw ChainError(.upstreamInvalid, "The node answered with the metadata of another mint.")
            }
            return metadata.collection
        } catch MetaplexMetadata.Fault.notMetadata {
            return nil
        } catch let error as ChainError {
            throw error
        } catch {
            throw ChainError(.upstreamInvalid, "The node answered with a metadata account that is cut off.")
        }
    }

    private static func key(_ address: String) throws(ChainError) -> [UInt8] {
        guard let key = SolanaKey.parse(address) else {
            throw ChainError(.upstreamInvalid, "The node answered with an address that is not 32 bytes in base 58.")
        }
        return key
    }
}

extension Array {
    /// Consecutive pieces of `size` elements, the last one of what is left.
    func chunked(_ size: Int) -> [[Element]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}
