import ChainKit
import Testing

@testable import EVMAdapter

/// ERC-721 token by token: filters, names, and what contracts say they are.
struct EVMTokenTests {
    private static let token = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
    private static let anna = "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB"
    private static let bert = "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb"
    private static let owners: [UInt64: String] = [1: anna, 5: bert, 7: anna, 120: anna, 121: bert, 900: anna]

    private func ask(
        _ asset: [String: JSONValue] = [:], isEnumerable: Bool = true, namesItems: Bool = false,
        owners: [UInt64: String] = owners, contract: ReplayChain.Contract? = nil, hasMulticall: Bool = true,
        log: (ReplayProvider) -> Void = { _ in }
    ) async throws -> Result<Holding, ChainError> {
        let collection = CollectionContract(owners: owners, isEnumerable: isEnumerable)
        let provider = ReplayChain(
            hasMulticall: hasMulticall, contracts: [Self.token: contract ?? collection.contract]
        ).provider()
        let reader = try #require(try await ReplayChain.adapter([provider]).holdings)
        let description = ["erc721": .string(Self.token)].merging(asset) { _, given in given }
        let query = await HoldingQuery(
            account: try Account(chain: ChainID("eip155:80094"), address: Self.anna),
            asset: try reader.asset(.object(description)), namesItems: namesItems)
        let answer = await reader.holdings([query])
        log(provider)
        return try #require(answer.first)
    }

    @Test(arguments: [true, false])
    func countsOnlyTheTokenIDsThatTheAssetNames(isEnumerable: Bool) async throws {
        let some = try await ask(["ids": [5, 7, "100-150", "899-900"]], isEnumerable: isEnumerable).get()
        #expect(some.items == ["7", "120", "900"])
        #expect(some.amount == Amount(3 as UInt64))
        #expect(try await ask(["ids": [5, 6]], isEnumerable: isEnumerable).get().amount == .zero)
    }

    @Test func listsTheTokensWhenTheyAreToBeNamed() async throws {
        #expect(try await ask(namesItems: true).get().items == ["1", "7", "120", "900"])
        #expect(try await ask().get().items.isEmpty)
    }

    @Test func readsAWideRangeFromTheOwnersList() async throws {
        var requests = 0
        let held = try await ask(["ids": ["0-99999999"]], log: { requests = $0.requests.count }).get()
        #expect(held.amount == Amount(4 as UInt64))
        #expect(requests == 4)
    }

    @Test func asksNoTokensOfAWalletWithoutAny() async throws {
        var requests = 0
        let none = try await ask(
            ["ids": ["0-99999999"]], isEnumerable: false, owners: [1: Self.bert], log: { requests = $0.requests.count })
        #expect(try none.get().amount == .zero)
        #expect(requests == 3)
    }

    @Test func cannotTellTokensOfAContractThatDoesNotListThem() async throws {
        for (asset, code) in [([:], .upstreamInvalid), (["ids": ["0-99999999"]], .upstreamTooLarge)]
            as [([String: JSONValue], ChainError.Code)]
        {
            let error = await #expect(throws: ChainError.self) {
                try await ask(asset, isEnumerable: false, namesItems: true).get()
            }
            #expect(error?.code == code)
        }
    }

    @Test(arguments: [true, false])
    func doesNotTakeUsedUpGasForNoSuchToken(hasMulticall: Bool) async throws {
        let sound = CollectionContract(owners: Self.owners, isEnumerable: false).contract
        let costly: ReplayChain.Contract = { data in
            data.starts(with: ABIFunction.ownerOf.selector) && data.last == 7 ? .failed : sound(data)
        }
        let error = await #expect(throws: ChainError.self) {
            try await ask(["ids": [5, 7]], contract: costly, hasMulticall: hasMulticall).get()
        }
        #expect(error?.code == .upstreamInvalid)
        #expect(try await ask(["ids": [1, 6]], contract: costly, hasMulticall: hasMulticall).get().items == ["1"])
    }

    @Test func refusesAListWithATokenTwice() async throws {
        let liar = ReplayChain.implementing([EVMInterface.erc721, EVMInterface.erc721Enumerable]) { _ in
            .returned([UInt8](repeating: 0, count: 31) + [2])
        }
        let error = await #expect(throws: ChainError.self) { try await ask(namesItems: true, contract: liar).get() }
        #expect(error?.code == .upstreamInvalid)
    }

    /// ERC-20 has `balanceOf(address)` as well.
    private static let impostors: [[[UInt8]]] = [[], [EVMInterface.erc1155], [EVMInterface.erc721, [255, 255, 255, 255]]]

    @Test(arguments: impostors)
    func takesNoBalanceOfAContractThatIsNotERC721(_ interfaces: [[UInt8]]) async throws {
        let rich = ReplayChain.implementing(interfaces) { _ in .returned([UInt8](repeating: 0, count: 31) + [99]) }
        let error = await #expect(throws: ChainError.self) { try await ask(contract: rich).get() }
        #expect(error?.code == .upstreamInvalid)
        #expect(error?.message.contains("ERC-165") == true)
    }
}
