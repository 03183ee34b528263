import ChainConformance
import ChainKit
import Foundation
import Testing

extension ProcessTests {
    @Suite struct CommandTests {
        @Test func tenMistakesAreTenLinesWithTheirPlaces() async throws {
            let fixture = try ServerFixture()
            try fixture.write(
                "gatehouse.yaml",
                """
                server:
                  listen: nowhere
                  domain: rewards example
                  uri: ftp://rewards.example
                  max_concurrent_requests: 0
                  colour: blue
                database: mysql://localhost/gatehouse
                tokens:
                  keys:
                    - { kid: "bad kid!", algorithm: EdDSA, secret: "short" }
                rate_limits: { sign_in: many }
                """)
            try fixture.write("campaigns/holders.yaml", "name: Not A Name\nmethods: [bypass]\nrequirement: { method: bypass }")
            let result = try await fixture.run("check")
            #expect(result.ending == .exit(1))
            let places = result.errors.compactMap { $0.wholeMatch(of: /\S+\/(\S+\.yaml:\d+:\d+): \S.*/).map { String($0.1) } }
            let main = ["2:11", "3:11", "4:8", "5:28", "6:3", "7:11", "10:14", "10:52", "11:25"].map { "gatehouse.yaml:\($0)" }
            #expect(Set(places) == Set(main + ["holders.yaml:1:7"]), "\(result.errors.joined(separator: "\n"))")
            #expect(result.errors.count == 11)
            #expect(!result.errors.contains { $0.contains("short") })
        }

        @Test func aRightConfigurationIsSummedUp() async throws {
            let fixture = try ServerFixture()
            let result = try await fixture.run("check")
            #expect(result.ending == .exit(0))
            #expect(result.errors.isEmpty)
            for text in ["no mistakes", "chain eth: evm, scripted", "campaign holders: eth"] {
                #expect(result.output.contains { $0.contains(text) }, "\(text)")
            }
            #expect(fixture.upstream.requestCount == 0)
            #expect(!FileManager.default.fileExists(atPath: fixture.database))
        }

        @Test(arguments: ["check", "serve", "migrate"]) func aVariableThatIsNotSetIsAMistake(command: String) async throws {
            let fixture = try ServerFixture()
            let result = try await GatehouseProcess.run(command, "--config", fixture.config)
            #expect(result.ending == .exit(1))
            #expect(result.errors.contains { $0.hasPrefix("\(fixture.config):10:") && $0.contains("GATEHOUSE_KEY") })
        }

        @Test(arguments: ["check", "serve", "migrate"]) func aConfigurationThatIsNotThereIsAMistake(command: String) async throws
        {
            let result = try await GatehouseProcess.run(command, "--config", "/nonexistent/gatehouse.yaml")
            #expect(result.ending == .exit(1))
            #expect(result.errors.first?.hasPrefix("/nonexistent/gatehouse.yaml:1:1: ") == true)
        }

        @Test func migratingTwiceChangesNothingTheSecondTime() async throws {
            let fixture = try ServerFixture()
            let first = try await fixture.run("migrate")
            #expect(first.ending == .exit(0) && first.output.contains { $0.contains("applied") })
            let second = try await fixture.run("migrate")
            #expect(second.ending == .exit(0) && second.output == ["\(fixture.database): up to date"])
        }

        @Test func manyMigrationsAtOnceAreOne() async throws {
            let fixture = try ServerFixture()
            let results = try await withThrowingTaskGroup(of: (GatehouseProcess.Ending?, Bool).self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        let result = try await fixture.run("migrate")
                        return (result.ending, result.output.contains { $0.contains("applied") })
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(results.allSatisfy { $0.0 == .exit(0) })
            #expect(results.count { $0.1 } == 1)
        }

        @Test func aDatabaseThatCannotBeMadeIsOneClearLine() async throws {
            let fixture = try ServerFixture()
            try FileManager.default.createDirectory(atPath: fixture.database, withIntermediateDirectories: true)
            for command in ["migrate", "serve"] {
                let result = try await fixture.run(command)
                #expect(result.ending?.isSignalled == false && result.ending?.status != 0)
                #expect(result.errors.contains { $0.contains(fixture.database) }, "\(result.errors)")
                #expect(
                    !result.errors.contains { $0.contains("SQLite error") || $0.contains("StorageError") }, "\(result.errors)")
            }
        }

        @Test func helpTeachesEverySubcommand() async throws {
            let commands = ["serve", "migrate", "check", "wallet", "conformance", "replay-node", "errors"]
            let help = try await GatehouseProcess.run("--help")
            #expect(help.ending == .exit(0))
            for command in commands {
                #expect(help.output.contains { $0.hasPrefix("  \(command) ") }, "\(command)")
                let own = try await GatehouseProcess.run(command, "--help")
                #expect(own.ending == .exit(0))
                #expect(own.output.contains { $0.contains("USAGE: gatehouse \(command)") })
            }
            #expect(help.output.contains { $0.contains("gatehouse migrate --config") })
        }

        @Test func theVersionIsPrinted() async throws {
            let result = try await GatehouseProcess.run("--version")
            #expect(result.ending == .exit(0))
            #expect(result.output.first?.wholeMatch(of: /\d+\.\d+\.\d+/) != nil)
        }

        @Test(arguments: [["nonsense"], ["serve", "--nonsense"], ["wallet", "new"]]) func whatIsNoCommandIsAUsageError(
            arguments: [String]
        ) async throws {
            let process = try GatehouseProcess(arguments)
            let errors = await process.errors.whole()
            #expect(await process.ended() == .exit(64))
            #expect(errors.contains { $0.hasPrefix("Error: ") })
        }
    }
}
