import ChainKit
import Testing

@testable import EVMAdapter

@Suite struct EVMAssetTests {
    private static let token: JSONValue = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
    private let reader: any HoldingReader

    init() async throws {
        reader = try #require(try await ReplayChain.adapter([ReplayChain().provider()]).holdings)
    }

    @Test(
        arguments: [
            (["erc721": "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", "chain": "berachain", "at_least": 2], "/erc721:", "", 0),
            (["erc20": token, "decimals": 18], "/erc20:", "", 18),
            (["erc1155": token, "ids": ["7", 10, "3"]], "/erc1155:", "/10,3,7", 0),
            (["erc721": token, "ids": [7, "100-250", "20-20"]], "/erc721:", "/7,20-20,100-250", 0),
            (["erc721": token, "through": "delegate.xyz"], "/erc721:", "", 0),
            (
                [
                    "erc1155": token,
                    "ids": ["115792089237316195423570985008687907853269984665640564039457584007913129639935"],
                ], "/erc1155:", "/115792089237316195423570985008687907853269984665640564039457584007913129639935", 0
            ),
        ] as [(JSONValue, String, String, Int)])
    func readsAnAssetAsCAIP19(description: JSONValue, namespace: String, ids: String, decimals: Int) async throws {
        let asset = try await reader.asset(description)
        #expect(asset.description == "eip155:80094\(namespace)0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed\(ids)")
        #expect(asset.decimals == decimals)
    }

    @Test(
        arguments: [
            ([:], ""), ("0x12", ""), (["erc721": token, "erc20": token], ""), (["collection": token], ""),
            (["erc721": 5], "/erc721"), (["erc721": "0x5aaeb6053F3E94C9b9A09f33669435E7Ef1BeAed"], "/erc721"),
            (["erc721": token, "ids": ["2-1"]], "/ids/0"), (["erc721": token, "ids": ["1-5", "5-9"]], "/ids"),
            (["erc721": token, "ids": ["1-5", 3]], "/ids"), (["erc721": token, "through": "delegate.cash"], "/through"),
            (["erc1155": token, "ids": ["0-1000"]], "/ids"), (["erc721": token, "decimals": 0], "/decimals"),
            (["erc20": token], "/decimals"), (["erc20": token, "decimals": 78], "/decimals"),
            (["erc20": token, "decimals": "18"], "/decimals"), (["erc20": token, "decimals": 18, "symbol": "HONEY"], "/symbol"),
            (["erc1155": token], "/ids"), (["erc1155": token, "ids": []], "/ids"), (["erc1155": token, "ids": "1"], "/ids"),
            (["erc1155": token, "ids": .array((0...1000).map { .integer($0) })], "/ids"),
            (["erc1155": token, "ids": ["1", "01"]], "/ids/1"), (["erc1155": token, "ids": [-1]], "/ids/0"),
            (["erc1155": token, "ids": ["1", 2, 1]], "/ids/2"), (["erc1155": token, "ids": ["0x1"]], "/ids/0"),
            (["erc1155": token, "ids": [true]], "/ids/0"),
            (
                [
                    "erc1155": token,
                    "ids": ["115792089237316195423570985008687907853269984665640564039457584007913129639936"],
                ], "/ids/0"
            ),
        ] as [(JSONValue, String)])
    func pointsAtWhatIsWrong(description: JSONValue, pointer: String) async {
        let error = await #expect(throws: ChainError.self) { try await reader.asset(description) }
        #expect(error?.code == .assetInvalid)
        #expect(error?.pointer == pointer)
    }
}
