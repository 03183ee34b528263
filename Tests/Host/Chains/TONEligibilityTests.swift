import ChainConformance
import ChainKit
import HTTPTypes
import Testing

@testable import Host

/// A campaign for the items of a TON collection.
@Suite struct TONEligibilityTests {
    private typealias TON = ScriptedTON

    @Test(arguments: ScriptedTON.API.allCases)
    func anItemThatItsCollectionConfirmsCounts(api: ScriptedTON.API) async throws {
        try await TON.run([api]) { ton, server in
            let wallet = try TestWallet("ton")
            ton.tell([try TON.item(7, of: wallet)])
            #expect(try await server.tonDryRun(wallet).body["is_eligible"] == true)
            let token = try await server.token(of: wallet)
            let verdict = try await server.tonCheck(token).body
            #expect(verdict["is_eligible"] == true && verdict["method"] == "ton")
            let evidence = try #require(verdict["evidence"]?[0])
            #expect(evidence["source"]?.text == api.rawValue && evidence["amount"] == "1")
            #expect(evidence["items"] == [.string(TON.address(0xB7))])
            #expect(evidence["asset"]?.text == "tvm:-239/nft:0%3A\(TON.collection.dropFirst(2))")
            #expect(evidence["account"]?.text == "tvm:-239:0%3A\(try TON.owner(wallet).dropFirst(2))")
            #expect(try await server.get("/user/info", token: token).body["eligibles"]?.elements?.count == 1)
        }
    }

    @Test func aFakeItemDoesNotCountAndItIsANoWhenBothInterfacesSaySo() async throws {
        try await TON.run { ton, server in
            let wallet = try TestWallet("ton")
            ton.tell([try TON.item(7, of: wallet, isGenuine: false)])
            let token = try await server.token(of: wallet)
            for verdict in [try await server.tonDryRun(wallet), try await server.tonCheck(token)] {
                #expect(verdict.body["is_eligible"] == false && verdict.body["status"] == "ineligible", "\(verdict.text)")
                #expect(verdict.reasons == ["holds_too_little"])
            }
            // Not the fake one, but the genuine one beside it.
            ton.tell([try TON.item(7, of: wallet, isGenuine: false), try TON.item(8, of: wallet)])
            let verdict = try await server.tonCheck(token).body
            #expect(verdict["is_eligible"] == true)
            #expect(verdict["evidence"]?[0]?["items"] == [.string(TON.address(0xB8))])
        }
    }

    @Test(arguments: ScriptedTON.API.allCases)
    func oneInterfaceAloneMakesNoNo(api: ScriptedTON.API) async throws {
        try await TON.run([api]) { ton, server in
            let wallet = try TestWallet("ton")
            ton.tell([], strangers: [try TON.owner(wallet)])
            let token = try await server.token(of: wallet)
            for verdict in [try await server.tonDryRun(wallet), try await server.tonCheck(token)] {
                expectUndetermined(verdict)
                #expect(verdict.reasons == ["upstream_unconfirmed"])
            }
        }
    }

    @Test func whatOneIndexHasLostTheOtherOneFinds() async throws {
        try await TON.run { ton, server in
            let wallet = try TestWallet("ton")
            ton.tell([], strangers: [try TON.owner(wallet)], by: [.toncenter])
            ton.tell([try TON.item(7, of: wallet)], by: [.tonapi])
            let verdict = try await server.tonDryRun(wallet).body
            #expect(verdict["is_eligible"] == true && verdict["evidence"]?[0]?["source"] == "tonapi")
        }
    }

    @Test func aNoIsNotTakenFromOneIndexWhileTheOtherIsDown() async throws {
        try await TON.run { ton, server in
            let wallet = try TestWallet("ton")
            let owner = try TON.owner(wallet)
            for (api, other) in [(TON.API.toncenter, TON.API.tonapi), (.tonapi, .toncenter)] {
                ton.tell([], strangers: [owner], by: [api])
                ton.spoil(other, OutsideFault("500", .init(status: 500)))
                expectUndetermined(try await server.tonDryRun(wallet), api.rawValue)
            }
            ton.tell([], strangers: [owner])
            #expect(try await server.eventually(server.tonDryRunPath(wallet)) { $0["is_eligible"] == false })
        }
    }

    @Test func anItemThatWasSoldCountsForItsNewOwnerAlone() async throws {
        try await TON.run { ton, server in
            let (seller, buyer) = (try TestWallet("ton", 1), try TestWallet("ton", 2))
            ton.tell([try TON.item(7, of: buyer)], strangers: [try TON.owner(seller)])
            #expect(try await server.tonDryRun(seller).body["is_eligible"] == false)
            #expect(try await server.tonDryRun(buyer).body["is_eligible"] == true)
        }
    }

    @Test func anItemIsClaimedOnce() async throws {
        try await TON.run(
            ScriptedTON.API.allCases,
            { configuration in
                var campaign = TestConfiguration.campaign("ton-claims", ["ton"], TON.holds)
                campaign.claimBy = .asset
                configuration.campaigns.append(campaign)
            }
        ) { ton, server in
            let (seller, buyer) = (try TestWallet("ton", 1), try TestWallet("ton", 2))
            ton.tell([try TON.item(7, of: seller)], strangers: [try TON.owner(buyer)])
            let path = "/campaigns/ton-claims/check-eligible"
            #expect(try await server.get(path, token: server.token(of: seller)).body["is_eligible"] == true)
            ton.tell([try TON.item(7, of: buyer)], strangers: [try TON.owner(seller)])
            let token = try await server.token(of: buyer)
            let refused = try await server.get(path, token: token)
            #expect(refused.body["is_eligible"] == false && refused.reasons.contains("asset_claimed"), "\(refused.text)")
            #expect(try await server.tonCheck(token).body["is_eligible"] == true, "a campaign by wallet does not mind")
        }
    }
}
