import ChainKit
import Foundation
import Testing

@testable import DiscordAdapter

@Suite struct DiscordAssetTests {
    private static func asset(_ description: JSONValue) throws(ChainError) -> Asset {
        try DiscordAsset.asset(description, on: ChainID("discord:global"))
    }

    private static let guild = JSONValue.string(Samples.guild)
    private static let red = JSONValue.string(Samples.red)
    private static let blue = JSONValue.string(Samples.blue)
    private static let name = "discord:global/guild:\(Samples.guild)"

    private static let names: [(JSONValue, String)] = [
        (["guild": guild], name), (["guild": guild, "role": red], "\(name)/\(Samples.red)"),
        (["guild": guild, "roles": [red]], "\(name)/\(Samples.red)"),
        (["guild": guild, "roles": [red], "match": "all"], "\(name)/\(Samples.red)"),
        (["guild": guild, "roles": [blue, red, blue]], "\(name)/\(Samples.red),\(Samples.blue)"),
        (["guild": guild, "roles": [blue, red], "match": "any"], "\(name)/\(Samples.red),\(Samples.blue)"),
        (["guild": guild, "roles": [blue, red], "match": "all"], "\(name)/\(Samples.red).\(Samples.blue)"),
    ]

    @Test(arguments: names)
    func hasOneCanonicalName(description: JSONValue, name: String) throws {
        let asset = try Self.asset(description)
        #expect(asset.description == name)
        #expect(asset.isUnique)
        #expect(asset.decimals == 0)
        #expect(try JSONDecoder().decode(Asset.self, from: JSONEncoder().encode(asset)) == asset)
    }

    @Test(
        arguments: [
            ("guild", ""), ([:], "/guild"), (["guild": 197_038_439_483_310_086], "/guild"), (["guild": "1"], "/guild"),
            (["guild": "197038439483310086/x"], "/guild"), (["guild": guild, "role": 5], "/role"),
            (["guild": guild, "role": guild], "/role"), (["guild": guild, "role": red, "roles": [red]], "/role"),
            (["guild": guild, "roles": []], "/roles"), (["guild": guild, "roles": [red, "x"]], "/roles/1"),
            (["guild": guild, "match": "all"], "/match"), (["guild": guild, "roles": [red], "match": "some"], "/match"),
            (["guild": guild, "rolls": [red]], "/rolls"),
        ] as [(JSONValue, String)])
    func pointsAtWhatIsWrong(description: JSONValue, pointer: String) {
        let error = #expect(throws: ChainError.self) { try Self.asset(description) }
        #expect(error?.code == .assetInvalid)
        #expect(error?.pointer ?? "" == pointer)
    }

    @Test(
        arguments: [
            (["guild": guild], [], true), (["guild": guild, "role": red], [Samples.red], true),
            (["guild": guild, "role": red], [Samples.blue], false),
            (["guild": guild, "roles": [red, blue]], [Samples.blue], true),
            (["guild": guild, "roles": [red, blue], "match": "all"], [Samples.blue], false),
            (["guild": guild, "roles": [red, blue], "match": "all"], [Samples.blue, Samples.red, "1"], true),
        ] as [(JSONValue, [String], Bool)])
    func itsNameSaysWhichRolesWillDo(description: JSONValue, roles: [String], isMet: Bool) throws {
        let rule = DiscordRoleRule(tokenIDs: try Self.asset(description).tokenIDs)
        #expect(rule.isMet(by: Set(roles)) == isMet)
    }
}
