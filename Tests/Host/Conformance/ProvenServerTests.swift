import AdapterSet
import ChainConformance
import ChainKit
import Foundation
import Testing

@testable import Host

@Suite struct ProvenServerTests {
    private let folder = TestFolder()

    /// Writes a report about the EVM adapter of this build.
    private func write(_ change: (inout ConformanceReport) -> Void = { _ in }) async throws {
        let kind = try #require(AdapterSet.kinds.first { $0.id == "evm" })
        let manifest = try await kind.make(
            AdapterSetup(
                name: "eth", options: ["network": 1], providers: [.init(name: "a", host: "a.example", options: [:])],
                now: { ReportSample.begun }
            ) { _, _ in
                UnconnectedPool()
            }
        ).manifest
        let report = ReportSample.report(
            of: "evm", version: manifest.version, roles: manifest.roles, readsPages: manifest.readsPages)
        try Data(ReportSample.signed(report.changing(change)).jsonBytes).write(to: URL(filePath: folder.file("eth.json")))
    }

    private func health() async throws -> Int {
        let path = folder.file("eth.json")
        return try await TestServer.run(
            { configuration in
                configuration.conformance.keys = [ReportSample.key]
                configuration.chains[1].requiresReport = true
                configuration.chains[1].report = path
            }, folder: folder
        ) { try await $0.get("/health").status }
    }

    @Test func aServerStartsWithAProvenChain() async throws {
        try await write()
        #expect(try await health() == 200)
    }

    @Test func aServerDoesNotStartWithoutTheProof() async throws {
        await #expect(throws: ConfigurationMistakes.self) { try await health() }
        try await write { $0.adapters[0].version = "0.0.1" }
        let mistakes = await #expect(throws: ConfigurationMistakes.self) { try await health() }
        #expect(mistakes?.description.contains("is about evm 0.0.1") == true)
    }
}
