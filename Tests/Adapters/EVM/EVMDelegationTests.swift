import ChainKit
import Testing

@testable import EVMAdapter

/// Holdings through delegate.xyz.
struct EVMDelegationTests {
    private static let token = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
    private static let other = "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359"
    private static let hot = "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB"
    private static let vault = "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb"
    private static let owners: [UInt64: String] = [1: hot, 5: vault, 7: vault, 9: other]
    private typealias Entry = RegistryContract.Entry

    private func ask(
        _ entries: [RegistryContract.Entry], asset: JSONValue = ["erc721": .string(token), "through": "delegate.xyz"],
        namesItems: Bool = true, hasRegistry: Bool = true, wanted: UInt64 = 1, token: ReplayChain.Contract? = nil
    ) async throws -> Result<Holding, ChainError> {
        var contracts = [
            Self.token: token ?? CollectionContract(owners: Self.owners).contract,
            Self.other: ReplayChain.token([Self.vault: 40]),
        ]
        if hasRegistry { contracts[DelegateRegistry.address] = RegistryContract(entries: [Self.hot: entries]).contract }
        let reader = try #require(try await ReplayChain.adapter([ReplayChain(contracts: contracts).provider()]).holdings)
        let query = await HoldingQuery(
            account: try Account(chain: ChainID("eip155:80094"), address: Self.hot), asset: try reader.asset(asset),
            wanted: Amount(wanted), namesItems: namesItems)
        return try #require(await reader.holdings([query]).first)
    }

    private static let entries: [(Entry, [String])] = [
        (Entry(kind: 1, from: vault), ["1", "5", "7"]),
        (Entry(kind: 2, from: vault, contract: token), ["1", "5", "7"]),
        (Entry(kind: 2, from: vault, contract: other), ["1"]),
        (Entry(kind: 3, from: vault, contract: token, tokenID: 7), ["1", "7"]),
        // Delegated once, sold since.
        (Entry(kind: 3, from: vault, contract: token, tokenID: 9), ["1"]),
        (Entry(kind: 3, from: vault, contract: other, tokenID: 7), ["1"]),
        (Entry(kind: 1, from: vault, rights: 1), ["1"]),
        (Entry(kind: 0, from: vault), ["1"]),
        (Entry(kind: 4, from: vault, contract: token, amount: 5), ["1"]),
    ]

    @Test(arguments: entries.indices)
    func countsWhatTheVaultDelegated(_ index: Int) async throws {
        let (entry, items) = Self.entries[index]
        let holding = try await ask([entry]).get()
        #expect(holding.items == items)
        #expect(holding.amount == Amount(UInt64(items.count)))
        #expect(holding.delegated.map(\.holder.address) == (items.count > 1 ? [Self.vault] : []))
        #expect(holding.delegated.first.map { Array($0.items) } ?? [] == Array(items.dropFirst()))
    }

    @Test func countsABalanceWithoutNames() async throws {
        let holding = try await ask([Entry(kind: 1, from: Self.vault)], namesItems: false).get()
        #expect(holding.amount == Amount(3 as UInt64))
        #expect(holding.delegated.map(\.amount) == [Amount(2 as UInt64)])
    }

    @Test func countsNoMoreOfATokenThanWasDelegated() async throws {
        let asset: JSONValue = ["erc20": .string(Self.other), "decimals": 0, "through": "delegate.xyz"]
        for (amount, held) in [(15, 15), (100, 40)] as [(UInt64, UInt64)] {
            let entry = Entry(kind: 4, from: Self.vault, contract: Self.other, amount: amount)
            #expect(try await ask([entry], asset: asset).get().amount == Amount(held))
        }
    }

    @Test func countsNoDelegationUnlessTheAssetSaysSo() async throws {
        let alone = try await ask([Entry(kind: 1, from: Self.vault)], asset: ["erc721": .string(Self.token)]).get()
        #expect(alone.items == ["1"])
        #expect(alone.delegated.isEmpty)
    }

    @Test(arguments: [1, 2] as [UInt64])
    func needsNoDelegationsWhereTheWalletsOwnTokensSuffice(wanted: UInt64) async throws {
        for entries in [Self.flood, []] {
            let answer = try await ask(entries, hasRegistry: !entries.isEmpty, wanted: wanted)
            #expect((try? answer.get())?.items == (wanted == 1 ? ["1"] : nil))
        }
    }

    /// A token may revert for one holder, whom it bars for example.
    @Test(arguments: [1, 2] as [UInt64])
    func needsNoBalanceOfAVaultWhereTheWalletsOwnTokensSuffice(wanted: UInt64) async throws {
        let barred = ReplayChain.implementing([EVMInterface.erc721]) { data in
            EVMAddress(bytes: data.suffix(20))?.text == Self.hot ? ReplayChain.token([Self.hot: 1])(data) : .reverted
        }
        let answer = try await ask([Entry(kind: 1, from: Self.vault)], namesItems: false, wanted: wanted, token: barred)
        #expect((try? answer.get())?.amount == (wanted == 1 ? Amount(1 as UInt64) : nil))
        if case .failure(let error) = answer { #expect(error.code == .upstreamInvalid) }
    }

    @Test(arguments: [1, 12], [true, false])
    func asksForEachWalletsDelegationsWithinTheBudget(wallets: Int, hasMulticall: Bool) async throws {
        let chain = try ChainID("eip155:80094")
        let accounts = (1...wallets).map { "0x" + String(repeating: "a", count: 38) + (10 + $0).description }
        let addresses = try accounts.map { try EVMAddress($0.utf8).text }
        let entries = Dictionary(uniqueKeysWithValues: addresses.map { ($0, [Entry(kind: 1, from: Self.vault)]) })
        let node = ReplayChain(
            hasMulticall: hasMulticall,
            contracts: [
                Self.token: ReplayChain.token([Self.vault: 4]),
                DelegateRegistry.address: RegistryContract(entries: entries).contract,
            ]
        ).provider()
        let adapter = try await ReplayChain.adapter([node])
        let reader = try #require(adapter.holdings)
        let asset = try await reader.asset(["erc721": .string(Self.token), "through": "delegate.xyz"])
        let queries = try addresses.map { HoldingQuery(account: try Account(chain: chain, address: $0), asset: asset) }
        let answers = await reader.holdings(queries)
        #expect(answers.allSatisfy { (try? $0.get())?.amount == Amount(4 as UInt64) })
        #expect(node.requests.count <= adapter.manifest.budget.limit(queries: wallets, accounts: wallets))
    }

    /// Anybody can delegate to anybody.
    private static let flood = (1...201).map { number in
        let digits = String(number, radix: 16)
        return Entry(kind: 1, from: "0x" + String(repeating: "0", count: 40 - digits.count) + digits)
    }

    @Test func isUndeterminedWhereTheRegistryIsNot() async throws {
        let error = await #expect(throws: ChainError.self) { try await ask([], hasRegistry: false, wanted: 2).get() }
        #expect(error?.code == .upstreamInvalid)
    }

    @Test func readsNoFloodOfDelegations() async throws {
        let error = await #expect(throws: ChainError.self) { try await ask(Self.flood, wanted: 2).get() }
        #expect(error?.code == .upstreamTooLarge)
    }
}
