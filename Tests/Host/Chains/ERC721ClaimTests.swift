import ChainConformance
import ChainKit
import HTTPTypes
import Testing

@testable import Host

/// Campaigns in which an ERC-721 token makes one user eligible only, and vaults that lend their tokens.
@Suite struct ERC721ClaimTests {
    private static let vault = "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb"

    private static func campaign(
        _ name: String, _ members: [String: JSONValue] = [:], claimsAssets: Bool = true
    ) -> @Sendable (inout GatehouseConfiguration) -> Void {
        let asset: [String: JSONValue] = ["chain": "eth", "erc721": .string(TestChains.contract)]
        return { configuration in
            var campaign = TestConfiguration.campaign(name, ["eth"], ["holds": .object(asset.merging(members) { $1 })])
            if claimsAssets { campaign.claimBy = .asset }
            configuration.campaigns.append(campaign)
        }
    }

    private func items(_ verdict: TestReply) -> [String]? {
        verdict.body["evidence"]?[0]?["items"]?.elements?.compactMap(\.text)
    }

    @Test func aTokenThatIsPassedOnGrantsNobodyElse() async throws {
        try await TestServer.run(Self.campaign("punks")) { server in
            let path = "/campaigns/punks/check-eligible"
            let (seller, buyer) = (try TestWallet("eth", 1), try TestWallet("eth", 2))
            let eth = server.chains.eth
            eth.replace(script: EVMWorld.collection([seller.address: [7]], nobody: [buyer.address]) + EVMWorld.node())
            let granted = try await server.get(path, token: server.token(of: seller))
            #expect(granted.body["is_eligible"] == true && items(granted) == ["7"], "\(granted.text)")
            eth.replace(script: EVMWorld.collection([buyer.address: [7]], nobody: [seller.address]) + EVMWorld.node())
            let token = try await server.token(of: buyer)
            let refused = try await server.get(path, token: token)
            #expect(refused.body["is_eligible"] == false && refused.reasons.contains("asset_claimed"), "\(refused.text)")
            eth.replace(script: EVMWorld.collection([buyer.address: [7, 9]]) + EVMWorld.node())
            let other = try await server.get(path, token: token)
            #expect(other.body["is_eligible"] == true && items(other) == ["9"], "\(other.text)")
        }
    }

    @Test func aContractThatListsNothingIsAskedForTheOwnersOfTheIdsThatCount() async throws {
        try await TestServer.run({
            Self.campaign("listed", ["ids": [7, 9]])(&$0)
            Self.campaign("unlisted")(&$0)
        }) { server in
            let (holder, other) = (try TestWallet("eth", 1), try TestWallet("eth", 2))
            let owners = [holder.address: [UInt8(7), 8], other.address: [9]]
            server.chains.eth.replace(script: EVMWorld.collection(owners, isEnumerable: false) + EVMWorld.node())
            for (wallet, id) in [(holder, "7"), (other, "9")] {
                let token = try await server.token(of: wallet)
                let verdict = try await server.get("/campaigns/listed/check-eligible", token: token)
                #expect(verdict.body["is_eligible"] == true && items(verdict) == [id], "\(verdict.text)")
                expectUndetermined(
                    try await server.get("/campaigns/unlisted/check-eligible", token: token),
                    "tokens that nobody can name are not granted for")
            }
        }
    }

    @Test func aVaultsTokensCountOnceForTwoWalletsThatMayActForIt() async throws {
        try await TestServer.run({
            for count in [2, 3] as [Int64] {
                let members: [String: JSONValue] = ["through": "delegate.xyz", "at_least": .integer(count)]
                Self.campaign("vault-\(count)", members)(&$0)
                Self.campaign("lent-\(count)", members, claimsAssets: false)(&$0)
            }
        }) { server in
            let (first, second) = (try TestWallet("eth", 1), try TestWallet("eth", 2))
            let stranger = try TestWallet("eth", 3)
            let wallets = [first.address, second.address]
            let script = EVMWorld.collection([Self.vault: [5, 7]], nobody: wallets + [stranger.address])
            let registry = EVMWorld.delegations(of: Self.vault, to: wallets, strangers: [stranger.address])
            server.chains.eth.replace(script: script + registry + EVMWorld.node())
            let token = try await server.token(of: first)
            let linked = try await server.post(
                "/user/update-eth-wallet", second.answer(try await server.openSession(second)), token: token)
            #expect(linked.status == 200)
            for kind in ["lent", "vault"] {
                let enough = try await server.get("/campaigns/\(kind)-2/check-eligible", token: token)
                #expect(enough.body["is_eligible"] == true, "\(enough.text)")
                #expect(enough.body["evidence"]?[0]?["holders"] == [.string("eip155:1:\(Self.vault)")], "\(enough.text)")
                let tooMuch = try await server.get("/campaigns/\(kind)-3/check-eligible", token: token)
                #expect(tooMuch.body["is_eligible"] == false, "two tokens are not four: \(tooMuch.text)")
            }
            let other = try await server.get("/campaigns/lent-2/check-eligible", token: server.token(of: stranger))
            #expect(other.body["is_eligible"] == false, "\(other.text)")
        }
    }

    @Test func aTokenOfAVaultIsClaimedByOneOfItsDelegates() async throws {
        try await TestServer.run(Self.campaign("vault", ["through": "delegate.xyz"])) { server in
            let path = "/campaigns/vault/check-eligible"
            let (first, second) = (try TestWallet("eth", 1), try TestWallet("eth", 2))
            let wallets = [first.address, second.address]
            let script = EVMWorld.collection([Self.vault: [5]], nobody: wallets)
            server.chains.eth.replace(script: script + EVMWorld.delegations(of: Self.vault, to: wallets) + EVMWorld.node())
            let granted = try await server.get(path, token: server.token(of: first))
            #expect(granted.body["is_eligible"] == true && items(granted) == ["5"], "\(granted.text)")
            let refused = try await server.get(path, token: server.token(of: second))
            #expect(refused.body["is_eligible"] == false && refused.reasons.contains("asset_claimed"), "\(refused.text)")
        }
    }
}
