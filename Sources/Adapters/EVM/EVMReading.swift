import ChainKit

/// Outcomes by what was asked.
typealias EVMOutcomes = [EVMCall: EVMCallOutcome]

/// Answers a batch of queries at one block, in at most three rounds of calls: who delegates to the accounts; what balances
/// there are and whether the contracts are what the assets say; which tokens those are, where that matters.
struct EVMReading: Sendable {
    let reader: EVMBlockReader
    let interfaces: KnownInterfaces

    /// One answer a query, in order: the account's own share first, then the vaults' that add something.
    /// - Throws: what goes wrong with the provider; what goes wrong with a contract is in the answers of its queries.
    func shares(of queries: [EVMTokenQuery]) async throws(ChainError) -> [Result<[EVMShare], ChainError>] {
        let holders = try await holders(of: queries)
        let balances = try await balances(of: queries, holders)
        return try await shares(of: queries, balances)
    }

    /// The account, and the vaults that delegate to it. Anybody can delegate to anybody, so that what goes wrong with vaults
    /// is put aside as `fault`: it matters only where the account's own share is too little.
    private struct Holders: Sendable {
        var list: [EVMHolder]
        var fault: ChainError?
    }

    private func holders(of queries: [EVMTokenQuery]) async throws(ChainError) -> [Holders] {
        let calls = try queries.map { (query) throws(ChainError) in
            query.countsDelegations ? try DelegateRegistry.call(query.account) : nil
        }
        var outcomes: [EVMCall: Result<EVMCallOutcome, ChainError>] = [:]
        // One by one: a wallet that very many delegate to must not take the answer from others.
        for call in Set(calls.compactMap { $0 }) { outcomes[call] = try await registryAnswer(call) }
        return zip(queries, calls).map { query, call in
            var holders = Holders(list: [EVMHolder(address: query.account, scope: .all)])
            guard let call, let answer = outcomes[call] else { return holders }
            do throws(ChainError) {
                let vaults = try DelegateRegistry.vaults(
                    answer.get(), to: query.account, of: query.standard, at: query.contract)
                holders.list += vaults.sorted { $0.key.text < $1.key.text }.map {
                    EVMHolder(address: $0.key, scope: $0.value)
                }
            } catch {
                holders.fault = error
            }
            return holders
        }
    }

    /// - Throws: what is the provider's; what the call itself is too much for is in the result.
    private func registryAnswer(_ call: EVMCall) async throws(ChainError) -> Result<EVMCallOutcome, ChainError> {
        do throws(ChainError) { return .success(try await reader.outcomes(of: [call])[0]) } catch {
            guard [.upstreamTooLarge, .upstreamInvalid].contains(error.code) else { throw error }
            return .failure(error)
        }
    }

    private struct Balances: Sendable {
        var holders: [(holder: EVMHolder, balances: [Amount?: Amount])] = []
        let isEnumerable: Bool
        var fault: ChainError?
    }

    private func balances(
        of queries: [EVMTokenQuery], _ holders: [Holders]
    ) async throws(ChainError) -> [Result<Balances, ChainError>] {
        let asked = zip(queries, holders).map { query, holders in
            Result { () throws(ChainError) in
                try holders.list.map { (holder) throws(ChainError) in try EVMBalance(of: holder.address, in: query) }
            }
        }
        let missing = await interfaces.missing(of: queries.flatMap(\.interfaces))
        var calls = asked.flatMap { (try? $0.get())?.map(\.call) ?? [] }
        var interfaceCalls: [[EVMCall]] = []
        for interface in missing { interfaceCalls.append(try interface.calls()) }
        calls += interfaceCalls.joined()
        let outcomes = try await reader.outcomes(ofEach: calls)
        let implemented = zip(missing, interfaceCalls).filter { pair in
            EVMInterface.isImplemented(pair.1.compactMap { outcomes[$0] })
        }.map(\.0)
        await interfaces.record(implemented)
        let lacking = Set(missing).subtracting(implemented)

        return zip(zip(queries, holders), asked).map { pair, asked in
            let (query, holders) = pair
            return Result { () throws(ChainError) in
                let enumerable = EVMInterface(contract: query.contract, id: EVMInterface.erc721Enumerable)
                var read = Balances(
                    isEnumerable: query.needsTokens && !lacking.contains(enumerable), fault: holders.fault)
                for (holder, balance) in zip(holders.list, try asked.get()) {
                    do throws(ChainError) {
                        read.holders.append((holder, try balance.read(outcomes[balance.call])))
                    } catch {
                        guard !read.holders.isEmpty else { throw error }
                        read.fault = read.fault ?? error
                    }
                }
                try require(query, lacking: lacking)
                return read
            }
        }
    }

    /// An ERC-20 contract has a balance for everybody too, and would pass for a collection with millions of tokens.
    private func require(_ query: EVMTokenQuery, lacking: Set<EVMInterface>) throws(ChainError) {
        guard let id = query.standard.interface, lacking.contains(EVMInterface(contract: query.contract, id: id)) else { return }
        throw ChainError(
            .upstreamInvalid,
            "The contract \(query.contract.text) does not say that it is \(query.standard.rawValue) (ERC-165); check the asset's address and standard."
        )
    }

    /// The tokens of one holder, where they are asked for one by one.
    private typealias Tokens = Result<EVMTokens?, ChainError>

    private func shares(
        of queries: [EVMTokenQuery], _ balances: [Result<Balances, ChainError>]
    ) async throws(ChainError) -> [Result<[EVMShare], ChainError>] {
        let tokens = zip(queries, balances).map { query, balances in
            balances.map { balances in
                balances.holders.map { holder, amounts in
                    Tokens { () throws(ChainError) in
                        guard query.needsTokens || holder.scope.isOfTokens else { return nil }
                        return try EVMTokens(
                            of: holder, in: query, balance: amounts[nil] ?? .zero, isEnumerable: balances.isEnumerable)
                    }
                }
            }
        }
        let outcomes = try await reader.outcomes(
            ofEach: tokens.flatMap { (try? $0.get())?.flatMap { (try? $0.get())?.calls ?? [] } ?? [] })
        return zip(zip(queries, balances), tokens).map { pair, tokens in
            Result { () throws(ChainError) in
                try shares(of: pair.0, pair.1.get(), tokens: tokens.get(), outcomes)
            }
        }
    }

    private func shares(
        of query: EVMTokenQuery, _ balances: Balances, tokens: [Tokens], _ outcomes: EVMOutcomes
    ) throws(ChainError) -> [EVMShare] {
        var shares: [EVMShare] = []
        var fault = balances.fault
        for ((holder, amounts), tokens) in zip(balances.holders, tokens) {
            do throws(ChainError) {
                let share = try EVMShare(of: holder, amounts, tokens: tokens.get()?.read(outcomes))
                if shares.isEmpty || share.amount > .zero { shares.append(share) }
            } catch {
                guard !shares.isEmpty else { throw error }
                fault = fault ?? error
            }
        }
        if let fault, shares.map(\.amount).reduce(.zero, +) < query.wanted { throw fault }
        return shares
    }
}

extension EVMBlockReader {
    /// As ``outcomes(of:)``, each call made once.
    func outcomes(ofEach calls: [EVMCall]) async throws(ChainError) -> EVMOutcomes {
        var seen: Set<EVMCall> = []
        let unique = calls.filter { seen.insert($0).inserted }
        return Dictionary(uniqueKeysWithValues: zip(unique, try await outcomes(of: unique)))
    }
}

extension DelegateRegistry.Scope {
    fileprivate var isOfTokens: Bool { if case .tokens = self { true } else { false } }
}

extension EVMShare {
    /// - Parameter tokens: the holder's tokens that count, where they were asked for one by one.
    fileprivate init(of holder: EVMHolder, _ balances: [Amount?: Amount], tokens: [Amount]?) {
        self.holder = holder.address
        if let tokens {
            items = tokens
            amount = Amount(UInt64(tokens.count))
            return
        }
        var counted = balances
        if case .amounts(let most) = holder.scope {
            counted = balances.reduce(into: [:]) { counted, balance in
                if let most = most[balance.key] { counted[balance.key] = min(most, balance.value) }
            }
        }
        items = counted.filter { $0.value > .zero }.compactMap(\.key)
        amount = counted.values.reduce(.zero, +)
    }
}
