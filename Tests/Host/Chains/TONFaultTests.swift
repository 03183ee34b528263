import ChainConformance
import ChainKit
import HTTPTypes
import Testing

@testable import Host

/// A TON that does not answer rightly is never a no, and needs no restart when it comes back.
@Suite struct TONFaultTests {
    private typealias TON = ScriptedTON

    @Test(arguments: OutsideFault.all, ScriptedTON.API.allCases)
    func aFaultyInterfaceMakesTheVerdictUndetermined(fault: OutsideFault, api: ScriptedTON.API) async throws {
        try await TON.run([api]) { ton, server in
            let wallet = try TestWallet("ton")
            let token = try await server.token(of: wallet)
            let items = [try TON.item(7, of: wallet)]
            ton.spoil(api, fault, of: items)
            expectUndetermined(try await server.tonDryRun(wallet))
            expectUndetermined(try await server.tonCheck(token))
            ton.tell(items)
            #expect(try await server.eventually(server.tonDryRunPath(wallet)) { $0["is_eligible"] == true })
            #expect(try await server.tonCheck(token).body["is_eligible"] == true)
        }
    }

    @Test(arguments: OutsideFault.all)
    func theOtherInterfaceAnswersWhereOneIsFaulty(fault: OutsideFault) async throws {
        try await TON.run { ton, server in
            let wallet = try TestWallet("ton")
            ton.tell([try TON.item(7, of: wallet)])
            ton.spoil(.toncenter, fault, of: [try TON.item(7, of: wallet)])
            let verdict = try await server.tonDryRun(wallet)
            #expect(verdict.body["is_eligible"] == true, "\(verdict.text)")
            #expect(verdict.body["evidence"]?[0]?["source"] == "tonapi")
        }
    }

    @Test(arguments: ScriptedTON.API.allCases)
    func anInterfaceOfAnotherNetworkIsNotBelieved(api: ScriptedTON.API) async throws {
        let wallet = try TestWallet("ton")
        let items = [try TON.item(7, of: wallet)]
        let testnet = TON.script(api, items, globalID: -3)
        try await TON.run([api], prepare: { $0.upstream(api).replace(script: testnet) }) { ton, server in
            let verdict = try await server.tonDryRun(wallet)
            expectUndetermined(verdict)
            #expect(verdict.reasons.allSatisfy { ["upstream_wrong_chain", "upstream_not_asked"].contains($0) })
            ton.tell(items)
            #expect(try await server.eventually(server.tonDryRunPath(wallet)) { $0["is_eligible"] == true })
        }
    }

    @Test func aListOfAnotherOwnersItemsGivesNobodyAnything() async throws {
        try await TON.run { ton, server in
            let (wallet, other) = (try TestWallet("ton", 1), try TestWallet("ton", 2))
            let owner = try TON.owner(wallet)
            for api in TON.API.allCases {
                let foreign: JSONValue = ["nft_items": [TON.listed(api, try TON.item(7, of: other))]]
                let wrong = TON.Entry(.init(path: TON.listPath(api, of: owner)), .init(body: .json(foreign)))
                ton.upstream(api).replace(script: [wrong] + TON.script(api, [try TON.item(7, of: other)]))
            }
            #expect(try await server.tonDryRun(wallet).body["is_eligible"] != true)
            #expect(try await server.tonDryRun(other).body["is_eligible"] == true)
        }
    }

    @Test func aConfirmationThatFailsIsNoNo() async throws {
        try await TON.run([.toncenter]) { ton, server in
            let wallet = try TestWallet("ton")
            let script = TON.script(.toncenter, [try TON.item(7, of: wallet)])
            for fault in OutsideFault.all where fault.testDescription != "429" {
                let broken = TON.Entry(.init(path: "/api/v3/runGetMethod"), fault.response)
                ton.toncenter.replace(script: [broken] + script)
                expectUndetermined(try await server.tonDryRun(wallet), fault.testDescription)
            }
            ton.toncenter.replace(script: script)
            #expect(try await server.eventually(server.tonDryRunPath(wallet)) { $0["is_eligible"] == true })
        }
    }

    @Test func aGrantOutlivesAChainThatGoesDown() async throws {
        try await TON.run { ton, server in
            let wallet = try TestWallet("ton")
            ton.tell([try TON.item(7, of: wallet)])
            let token = try await server.token(of: wallet)
            #expect(try await server.tonCheck(token).body["is_eligible"] == true)
            for api in TON.API.allCases { ton.spoil(api, OutsideFault("hang", .init(fault: .hang))) }
            #expect(try await server.tonCheck(token).body["is_eligible"] == true)
        }
    }
}
