import ChainConformance
import ChainKit
import DiscordAdapter
import Foundation
import Testing

@Suite struct DiscordVectorTests {
    private static let folder = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
        .appending(path: "conformance/vectors")

    private static func file(_ topic: String) throws -> VectorFile {
        try #require(VectorFile.load([folder.appending(path: "\(topic).json").path]).first)
    }

    @Test(arguments: [("discord_interactions", 40), ("discord_member", 20)])
    func answersEveryCaseAsExpected(topic: String, count: Int) async throws {
        let run = try await VectorRunner(AdapterKind.discord.vectorOps).run([try Self.file(topic)])
        #expect(run.results.count == count)
        for result in run.results where result.status != .passed {
            Issue.record("\(result.id): \(result.finding?.problems.joined(separator: "; ") ?? result.status.rawValue)")
        }
    }

    @Test(arguments: [("pending screening", "reject"), ("roles numeric type", "unavailable")])
    func decidesOpenCasesOnTheSafeSide(name: String, verdict: String) async throws {
        let one = try #require(try Self.file("discord_member").cases.first { $0.name == name })
        #expect(one.verdict == "either")
        let op = try #require(AdapterKind.discord.vectorOps.first { $0.name == one.op })
        let answer: String
        do { answer = try await op.run(one.inputs).verdict } catch {
            answer = error.code.blame == .outside ? "unavailable" : "reject"
        }
        #expect(answer == verdict)
    }

    @Test(
        arguments: [
            (["max_skew_s": nil], "accept"), (["max_skew_s": 600], "accept"), (["max_skew_s": 300], "reject"),
        ] as [(JSONValue, String)])
    func keepsToTheWindowOfTheCase(change: JSONValue, verdict: String) async throws {
        let file = try Self.file("discord_interactions")
        let stale = try #require(file.cases.first { $0.name == "gen0 stale replay" })
        let op = try #require(AdapterKind.discord.vectorOps.first { $0.name == stale.op })
        let inputs = (stale.inputs.members ?? [:]).merging(change.members ?? [:]) { _, new in new }
        #expect(try await op.run(.object(inputs)).verdict == verdict)
    }
}
