import ChainKit

extension SolanaHoldings {
    /// Reads members from the chain's own accounts, in two requests for an ordinary wallet: the owner's token accounts
    /// and the collections' own accounts, then the metadata of what may be an NFT and, for MPL Core collections, a search.
    /// Compressed assets have no account and are not seen.
    /// - Throws: `upstream_too_large` past `max_pages` times 100 candidates; `upstream_invalid`.
    func onChainMembers(
        of collections: [String], heldBy owner: String, _ client: SolanaClient
    ) async throws(ChainError) -> [String: Found] {
        let ownerKey = try Self.key(owner)
        let first = try await client.ask(
            [SolanaPrograms.token, SolanaPrograms.token2022].map { client.tokenAccountsCall(of: owner, .program($0)) }
                + collections.chunked(SolanaClient.accountsLimit).map(client.accountsCall))
        var slots: [UInt64] = []
        let held = try tokenAccounts(of: owner, first.prefix(2), &slots)
        let programs = try programs(of: collections, first.dropFirst(2), &slots)
        let core = collections.filter { programs[$0] == SolanaPrograms.core }

        let candidates = try Self.candidates(
            SolanaTokenAccount.candidates(of: owner, in: held), atMost: configuration.maxPages)
        let searches = try core.map { (key) throws(ChainError) in client.coreAssetsCall(of: ownerKey, in: try Self.key(key)) }
        let second = try await client.ask(candidates.map { client.accountsCall($0.map(\.account)) } + searches)
        let memberships = try memberships(of: candidates, second.prefix(candidates.count), &slots)
        var coreAssets: [String: [String]] = [:]
        for (key, json) in zip(core, second.dropFirst(candidates.count)) {
            let answer = try SolanaClient.coreAssets(json, of: ownerKey, in: try Self.key(key))
            slots.append(answer.slot)
            coreAssets[key] = answer.value
        }

        var found: [String: Found] = [:]
        for key in collections {
            let tokens = SolanaTokenAccount.held(by: owner, in: try Self.key(key), of: held, collections: memberships)
            // The earliest slot read is the one that all of the answer has reached.
            found[key] = Found(
                ids: tokens + (coreAssets[key] ?? []), slot: slots.min(), basis: .chain, isOnChain: programs[key] != nil)
        }
        return found
    }

    private func tokenAccounts(
        of owner: String, _ answers: ArraySlice<JSONValue>, _ slots: inout [UInt64]
    ) throws(ChainError) -> [SolanaTokenAccount] {
        var accounts: [SolanaTokenAccount] = []
        for json in answers {
            let answer = try SolanaClient.tokenAccounts(json)
            slots.append(answer.slot)
            accounts += answer.value
        }
        guard accounts.isEmpty || accounts.contains(where: { $0.owner == owner }) else {
            throw ChainError(.upstreamInvalid, "The node answered with the token accounts of another owner.")
        }
        return accounts
    }

    /// The programs that keep the collections' own accounts, of those that have one.
    private func programs(
        of collections: [String], _ answers: ArraySlice<JSONValue>, _ slots: inout [UInt64]
    ) throws(ChainError) -> [String: String] {
        var programs: [String: String] = [:]
        for (keys, json) in zip(collections.chunked(SolanaClient.accountsLimit), answers) {
            let answer = try SolanaClient.accounts(json, count: keys.count)
            slots.append(answer.slot)
            for (key, account) in zip(keys, answer.value) { programs[key] = account?.program }
        }
        return programs
    }

    /// A mint that may be an NFT, and where its metadata is.
    private typealias Candidate = (mint: String, account: String)

    /// As many candidates at a time as a node takes.
    private static func candidates(_ mints: [String], atMost limit: Int) throws(ChainError) -> [[Candidate]] {
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

    /// The collections of the candidates that belong to one.
    private func memberships(
        of candidates: [[Candidate]], _ answers: ArraySlice<JSONValue>, _ slots: inout [UInt64]
    ) throws(ChainError) -> [String: MetaplexMetadata.Collection] {
        var memberships: [String: MetaplexMetadata.Collection] = [:]
        for (chunk, json) in zip(candidates, answers) {
            let answer = try SolanaClient.accounts(json, count: chunk.count)
            slots.append(answer.slot)
            for (candidate, account) in zip(chunk, answer.value) {
                guard let account else { continue }
                memberships[candidate.mint] = try Self.collection(of: candidate.mint, account)
            }
        }
        return memberships
    }

    /// The collection a mint's metadata account names; `nil` when it names none, is no metadata at all, or declares the
    /// mint fungible, which an indexer leaves out as well.
    private static func collection(
        of mint: String, _ account: SolanaAccount
    ) throws(ChainError) -> MetaplexMetadata.Collection? {
        let metadata: MetaplexMetadata
        do throws(MetaplexMetadata.Fault) {
            metadata = try MetaplexMetadata(program: account.program, data: account.data)
        } catch {
            switch error {
            case .notMetadata: return nil
            case .truncated: throw ChainError(.upstreamInvalid, "The node answered with a metadata account that is cut off.")
            }
        }
        guard metadata.mint == (try key(mint)) else {
            throw ChainError(.upstreamInvalid, "The node answered with the metadata of another mint.")
        }
        return metadata.isFungible ? nil : metadata.collection
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
