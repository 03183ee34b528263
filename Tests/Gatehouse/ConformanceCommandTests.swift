import ChainConformance
import ChainKit
import Foundation
import Testing

extension ProcessTests {
    @Suite struct ConformanceCommandTests {
        private static let vectors = GatehouseProcess.package.appendingPathComponent("conformance/vectors").path
        private static let exchanges = GatehouseProcess.package.appendingPathComponent("conformance/exchanges").path

        @Test func theShippedVectorsPass() async throws {
            let result = try await GatehouseProcess.run("conformance", "run", "--vectors", Self.vectors, "--filter", "base58/*")
            #expect(result.ending == .exit(0))
            #expect(result.output.last?.wholeMatch(of: /[1-9]\d* passed, 0 failed, \d+ skipped/) != nil)
            #expect(result.errors.isEmpty)
        }

        @Test func aVectorThatFailsIsShownAndCounted() async throws {
            let fixture = try ServerFixture()
            try fixture.write("vectors/wrong.json", Self.wrong)
            let result = try await GatehouseProcess.run("conformance", "run", "--vectors", "\(fixture.folder)/vectors")
            #expect(result.ending == .exit(1))
            #expect(result.output.contains { $0.contains("spoilt") })
            #expect(result.output.last?.hasPrefix("1 passed, 1 failed") == true)
        }

        @Test(arguments: ["/nonexistent", "empty", "nonsense.json", "topicless.json"])
        func aRunThatCannotBeMadeEndsWithTwo(path: String) async throws {
            let fixture = try ServerFixture()
            try FileManager.default.createDirectory(atPath: "\(fixture.folder)/empty", withIntermediateDirectories: true)
            try fixture.write("nonsense.json", "{")
            try fixture.write("topicless.json", #"{"format_version": 1, "cases": []}"#)
            let vectors = path.hasPrefix("/") ? path : "\(fixture.folder)/\(path)"
            let result = try await GatehouseProcess.run("conformance", "run", "--vectors", vectors)
            #expect(result.ending == .exit(2))
            #expect(result.errors.contains { $0.contains(vectors) })
        }

        @Test(
            arguments: [
                (["--adapter", "evmm"], "There is no adapter \"evmm\" in this build; write one of "),
                (["--adapter", "evm", "--exchanges", "conformance/exchanges/ton"], "\"evm\" has no exchange files"),
                (["--external", "'./adapter.py"], "has a ' without its end"),
                (["--external", " "], "The command is empty"),
                (["--external", "./adapter.py"], "The exchange files are of several adapters (discord, evm, "),
                (["--external", "./adapter.py", "--adapter", "a", "b"], "write --adapter once"),
                (["--external", "/nonexistent/adapter", "--adapter", "evm"], "The program could not be started: "),
                (["--external", "python3 /nonexistent.py", "--adapter", "evm"], "The last line it wrote to standard error: "),
                (["--output", "/nonexistent/report.html"], "There is no folder /nonexistent"),
                (["--output", "/tmp"], "/tmp is a folder"),
                (["--live", "--config", "/nonexistent.yaml"], "/nonexistent.yaml:1:1: "),
            ] as [([String], String)])
        func whatCannotBeRunIsSaid(arguments: [String], words: String) async throws {
            let process = try GatehouseProcess(["conformance", "run"] + arguments)
            let errors = await process.errors.whole()
            #expect(await process.ended() == .exit(2))
            #expect(errors.contains { $0.contains(words) }, "\(errors)")
        }

        @Test(
            arguments: [
                (["run", "--vectors", "caseless.json"], "There is nothing to run: the files have no cases"),
                (["run", "--adapter", "ton", "--vectors", "wrong.json"], "or none that the adapter answers."),
                (["fuzz", "--vectors", "caseless.json"], "There is nothing to feed: the files have no cases."),
                (
                    ["fuzz", "--vectors", "wrong.json", "--filter", "base59*"],
                    "no operation that the files have cases of fits base59*."
                ),
                (["fuzz", "--vectors", "wrong.json", "--trace", "nowhere/trace"], "nowhere/trace cannot be written."),
            ] as [([String], String)])
        func nothingToRunIsNoSuccess(arguments: [String], words: String) async throws {
            let fixture = try ServerFixture()
            try fixture.write("wrong.json", Self.wrong)
            try fixture.write("caseless.json", #"{"topic": "none", "format_version": 1, "notes": "", "cases": []}"#)
            let process = try GatehouseProcess(["conformance"] + arguments, in: URL(filePath: fixture.folder))
            let errors = await process.errors.whole()
            #expect(await process.ended() == .exit(2))
            #expect(errors.contains { $0.contains(words) }, "\(errors)")
        }

        @Test func fuzzingWithoutRoundsIsAUsageError() async throws {
            let result = try await GatehouseProcess.run("conformance", "fuzz", "--rounds", "0")
            #expect(result.ending == .exit(64))
            #expect(result.errors.first == "Error: --rounds is a number from 1 up.")
        }

        @Test(
            arguments: [
                ["--report", "pdf"], ["--jobs", "0"], ["--environment", "HOME"], ["--live", "--vectors", "conformance/vectors"],
            ])
        func aCommandLineWithoutSenseIsAUsageError(arguments: [String]) async throws {
            let process = try GatehouseProcess(["conformance", "run"] + arguments)
            let errors = await process.errors.whole()
            #expect(await process.ended() == .exit(64))
            #expect(errors.contains { $0.hasPrefix("Error: ") })
        }

        @Test func anAdapterIsRunWithItsVectorsItsExchangesAndItsRequirements() async throws {
            let fixture = try ServerFixture()
            let file = "\(fixture.folder)/report.json"
            let result = try await GatehouseProcess.run(
                "conformance", "run", "--adapter", "evm", "--filter", "*/[!]", "--report", "json", "--output", file)
            #expect(result.ending == .exit(2))
            let report = try JSONValue(parsing: Data(contentsOf: URL(fileURLWithPath: file)))
            let topics = Set(report["results"]?.elements?.compactMap { $0["topic"]?.text } ?? [])
            #expect(topics.isSuperset(of: ["siwe_verify", "requirements/evm"]))
            #expect(topics.contains { $0.hasPrefix("exchanges/evm/") })
            #expect(!topics.contains { $0.contains("ton") || $0.contains("solana") || $0 == "base58" })
            #expect(report["run"]?["adapters"]?[0]?["id"] == "evm")
            #expect(report["verdict"] == "not_made")
            #expect(result.output.last?.hasPrefix("0 passed, 0 failed, ") == true)
            #expect(result.errors.contains { $0.hasPrefix("No check fits */[!]") }, "\(result.errors)")
        }

        @Test(arguments: ["tap", "junit", "json", "html"]) func aReportToStandardOutputIsNothingElse(format: String) async throws
        {
            let fixture = try ServerFixture()
            try fixture.write("wrong.json", Self.wrong)
            let result = try await GatehouseProcess.run(
                "conformance", "run", "--vectors", "\(fixture.folder)/wrong.json", "--report", format)
            #expect(result.ending == .exit(1))
            let starts = ["tap": "TAP version 14", "junit": "<?xml ", "json": "{", "html": "<!doctype html>"]
            #expect(result.output.first?.hasPrefix(try #require(starts[format])) == true)
            #expect(result.output.contains { $0.contains("spoilt") })
        }

        @Test func theDigestIsOfTheCasesNotOfTheirPlace() async throws {
            let fixture = try ServerFixture()
            try fixture.write("a/one.json", Self.wrong)
            try fixture.write("b/two.json", Self.wrong)
            try fixture.write("c/one.json", Self.wrong.replacing("spoilt", with: "spoiled"))
            var digests: [String] = []
            for folder in ["a", "b", "c"] {
                let result = try await GatehouseProcess.run("conformance", "run", "--vectors", "\(fixture.folder)/\(folder)")
                digests.append(try #require(result.output.first { $0.hasPrefix("cases sha256 ") }))
            }
            #expect(digests[0] == digests[1])
            #expect(digests[0] != digests[2])
        }

        @Test func sampleAccountsAreAskedOfTheConfiguredProviders() async throws {
            let fixture = try ServerFixture()
            try fixture.write("live/own.json", Self.live)
            let result = try await GatehouseProcess.run(
                "conformance", "run", "--adapter", "evm", "--exchanges", "\(fixture.folder)/live", "--live", "--config",
                fixture.config, "--filter", "live/*", environment: ["GATEHOUSE_KEY": ServerFixture.key])
            #expect(result.ending == .exit(1), "\(result.errors)")
            #expect(result.output.contains { $0.hasPrefix("live/eth  1 passed, 1 failed") }, "\(result.output)")
            #expect(result.output.contains("  problem   expected at least 2, got 1"))
            #expect(fixture.upstream.calls("eth_call") > 0)
        }

        @Test func everythingIsListed() async throws {
            let result = try await GatehouseProcess.run("conformance", "list")
            #expect(result.ending == .exit(0))
            for part in ["  siwe.", "  evm/", "  ton/", "  OWN-1  "] { #expect(result.output.contains { $0.hasPrefix(part) }) }
            #expect(!result.output.contains { $0.contains("nobody offers it") })
        }

        private static let wrong = """
            {"topic": "wrong", "format_version": 1, "notes": "", "cases": [
              {"name": "right", "op": "base58.decode", "inputs": {"text": "2g"}, "expected": {"verdict": "accept", "bytes": "61"}},
              {"name": "spoilt", "op": "base58.decode", "inputs": {"text": "2g"}, "expected": {"verdict": "accept", "bytes": "62"}}
            ]}
            """

        /// Two samples of one token, of which everyone has one, and one of a chain that is not configured.
        private static let live = """
            {"adapter": "evm", "format_version": 1, "configuration": {"network": 1, "providers": [{"url": "{{upstream}}"}]},
             "live": [
               {"account": "0x0000000000000000000000000000000000000001", "asset": {"erc20": "0x3c2af055277d632ba4fa3bb32af88176da5d9b52", "decimals": 0}},
               {"account": "0x0000000000000000000000000000000000000002", "asset": {"erc20": "0x3c2af055277d632ba4fa3bb32af88176da5d9b52", "decimals": 0}, "at_least": "2"}
             ],
             "cases": [{"name": "none", "query": {"account": "0x0000000000000000000000000000000000000001", "asset": {}}, "expected": {"reject": "asset_invalid"}}]}
            """
    }
}
