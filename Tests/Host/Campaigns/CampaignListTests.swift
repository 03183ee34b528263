import ChainKit
import Foundation
import HTTPTypes
import Testing

@testable import Host

@Suite struct CampaignListTests {
    /// 120 campaigns, every third of group 9.
    private static let many: @Sendable (inout GatehouseConfiguration) -> Void = { configuration in
        configuration.campaigns = (1...120).map { number in
            var campaign = TestConfiguration.campaign("c\(number)", ["bypass"], ["method": "bypass"])
            campaign.groupID = number % 3 == 0 ? 9 : nil
            return campaign
        }
    }

    @Test(arguments: [
        ("", 1, 20), ("?limit=1", 1, 1), ("?limit=100", 1, 100), ("?limit=101", 1, 100),
        ("?limit=99999999999999999999999", 1, 100),
        ("?offset=0", 1, 20), ("?offset=115", 116, 5), ("?offset=5&limit=2", 6, 2), ("?offset=120", 0, 0),
        ("?offset=9223372036854775807", 0, 0), ("?offset=99999999999999999999999", 0, 0), ("?limit=007", 1, 7),
    ])
    func aPageStartsAtTheOffsetAndHasAtMostAHundred(query: String, first: Int, count: Int) async throws {
        try await TestServer.run(Self.many) { server in
            let names = try await server.get("/campaigns\(query)").names
            #expect(names == (first..<(first + count)).map { "c\($0)" })
        }
    }

    @Test(arguments: [
        "?limit=0", "?limit=-5", "?offset=-1", "?limit=x", "?offset=1.0", "?limit=", "?active=x", "?limit=1&limit=2",
    ])
    func anythingElseIsRefusedWithTheParametersName(query: String) async throws {
        try await TestServer.run { server in
            for path in query.contains("active") ? ["/campaigns"] : ["/campaigns", "/group-campaigns/7"] {
                let reply = try await server.get(path + query)
                expectProblem(reply, "invalid_request", path + query)
                let name = query.dropFirst().prefix { $0 != "=" }
                #expect(reply.body["errors"]?[0]?["pointer"]?.text == String(name))
            }
        }
    }

    @Test func aGroupHasItsCampaignsByThePage() async throws {
        try await TestServer.run(Self.many) { server in
            let second = try await server.get("/group-campaigns/9?limit=2&offset=1")
            #expect(second.names == ["c6", "c9"])
            #expect(try await server.get("/group-campaigns/9?limit=100").names.count == 40)
            #expect(try await server.get("/group-campaigns/8").names.isEmpty)
        }
    }

    @Test func aCampaignIsFoundByItsNumberAndByItsName() async throws {
        try await TestServer.run { server in
            for campaign in try await server.get("/campaigns").body.elements ?? [] {
                let id = try #require(campaign["campaign_id"]?.whole)
                let name = try #require(campaign["name"]?.text)
                #expect(try await server.get("/campaigns/\(id)").body == campaign)
                #expect(try await server.get("/campaigns/\(name)").body == campaign)
            }
        }
    }

    @Test func theNumberOfACampaignOutlivesARestartAndAnotherOrder() async throws {
        let folder = TestFolder()
        let before = try await TestServer.run(folder: folder) { try await $0.get("/campaigns/both").body["campaign_id"] }
        let after = try await TestServer.run({ $0.campaigns.reverse() }, folder: folder) {
            try await $0.get("/campaigns/both").body["campaign_id"]
        }
        #expect(before == after && before != nil)
    }

    @Test func onlyReadyCampaignsAreListedAndActiveOnesOnRequest() async throws {
        try await TestServer.run({ configuration in
            func campaign(_ name: String, _ change: (inout CampaignConfiguration) -> Void) -> CampaignConfiguration {
                var campaign = TestConfiguration.campaign(name, ["bypass"], ["method": "bypass"])
                change(&campaign)
                return campaign
            }
            let now = Date(timeIntervalSince1970: 1_795_000_000)
            configuration.campaigns = [
                campaign("always") { _ in }, campaign("draft") { $0.isReady = false }, campaign("over") { $0.end = now },
                campaign("starts-now") { $0.start = now }, campaign("soon") { $0.start = now.addingTimeInterval(1) },
                campaign("running") {
                    $0.start = now.addingTimeInterval(-1)
                    $0.end = now.addingTimeInterval(1)
                },
            ]
        }) { server in
            let all = try await server.get("/campaigns")
            #expect(all.names == ["always", "over", "starts-now", "soon", "running"])
            #expect(try await server.get("/campaigns?active=false").names == ["always", "over", "starts-now", "soon", "running"])
            #expect(try await server.get("/campaigns?active=true").names == ["always", "starts-now", "running"])
            #expect(try await server.get("/campaigns?active=true&limit=1&offset=1").names == ["starts-now"])
            let running = try await server.get("/campaigns/running").body
            #expect(running["is_active"] == true && running["start_date"] == "2026-11-18T11:06:39Z")
            #expect(running["end_date_timestamp"] == 1_795_000_001 || running["end_date_timestamp"] == .number(1_795_000_001))
            server.clock.advance(seconds: 1)
            #expect(try await server.get("/campaigns?active=true").names == ["always", "starts-now", "soon"])
        }
    }
}

extension TestReply {
    fileprivate var names: [String] { body.elements?.compactMap { $0["name"]?.text } ?? [] }
}
