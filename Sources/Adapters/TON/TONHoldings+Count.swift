import ChainKit

extension TONHoldings {
    /// What an index lists of an account: one collection's items, or all items where several collections are wanted.
    ///
    /// A wallet with too many items to list them all, as gifts nobody asked for can make it, is asked about by collection.
    /// - Throws: `upstream_too_large` past `max_pages`; else an error that blames the outside.
    func list(
        of owner: TONAddress, in collections: Set<TONAddress>, _ client: any TONClient
    ) async throws(ChainError) -> [TONListedItem] {
        func items(in collection: TONAddress?) async throws(ChainError) -> [TONListedItem] {
            try await client.items(
                TONItemQuestion(owner: owner, collection: collection, includesOnSale: configuration.countsOnSale),
                maxPages: configuration.maxPages)
        }
        if collections.count > 1 {
            do throws(ChainError) { return try await items(in: nil) } catch {
                guard error.code == .upstreamTooLarge else { throw error }
            }
        }
        var found: [TONListedItem] = []
        for collection in collections { found += try await items(in: collection) }
        return found
    }

    /// Confirms listed items, a few at a time, until there are as many as wanted.
    /// - Returns: a failure when items that may count or not leave the answer open, or more items than `max_confirmations`
    ///   would have to be asked about: then nobody knows the amount, and no provider is to blame.
    /// - Throws: an error that blames the outside.
    func count(
        _ want: Want, of owner: TONAddress, in listed: [TONListedItem], _ client: any TONClient
    ) async throws(ChainError) -> Result<Holding, ChainError> {
        // In one order for all, so that two providers which know the same items confirm the same ones.
        var waiting = listed.held(by: owner, in: want.asset.collection, countingOnSale: configuration.countsOnSale)
            .filter { want.asset.items.isEmpty || want.asset.items.contains($0.address) }
            .sorted { $0.address.raw < $1.address.raw }[...]
        var budget = configuration.maxConfirmations
        var counted: [TONAddress] = []
        var doubt: ChainError?
        while !waiting.isEmpty, want.namesItems || Amount(UInt64(counted.count)) < want.amount {
            guard budget > 0 else {
                return .failure(
                    ChainError(
                        .upstreamTooLarge,
                        "More than \(configuration.maxConfirmations) items would have to be confirmed; raise max_confirmations if that is wanted."
                    ))
            }
            let size = min(Self.confirmationsAtOnce, budget, want.namesItems ? .max : want.missing(after: counted.count))
            let wave = waiting.prefix(size)
            waiting = waiting.dropFirst(wave.count)
            budget -= wave.count
            for (item, standing) in zip(wave, await standings(of: wave, client)) {
                switch try standing.get() {
                case .counts: counted.append(item.address)
                case .countsNot: continue
                case .unknown(let error): doubt = doubt ?? error
                }
            }
        }
        if let doubt, want.namesItems || Amount(UInt64(counted.count)) < want.amount { return .failure(doubt) }
        return .success(
            Holding(
                amount: Amount(UInt64(counted.count)), items: counted.map(\.raw).sorted(), basis: .index, at: nil,
                source: client.provider.name, observedAt: now()))
    }

    private static let confirmationsAtOnce = 4

    private func standings(
        of items: ArraySlice<TONListedItem>, _ client: any TONClient
    ) async -> [Result<TONItemStanding, ChainError>] {
        await withTaskGroup(of: (Int, Result<TONItemStanding, ChainError>).self) { group in
            for (index, item) in items.enumerated() {
                group.addTask {
                    do throws(ChainError) { return (index, .success(try await client.standing(of: item))) } catch {
                        return (index, .failure(error))
                    }
                }
            }
            var standings: [(Int, Result<TONItemStanding, ChainError>)] = []
            for await standing in group { standings.append(standing) }
            return standings.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }
}

extension TONHoldings.Want {
    /// How many more items make the wanted amount.
    func missing(after count: Int) -> Int {
        Int(amount.description).map { max(1, $0 - count) } ?? .max
    }
}
