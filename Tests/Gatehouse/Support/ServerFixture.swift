import ChainConformance
import ChainKit
import Foundation
import Testing
import Upstream

/// A configuration in a folder of its own, with a scripted node as the provider of its one chain.
final class ServerFixture: Sendable {
    static let key = "c2VjcmV0LXNpZ25pbmcta2V5LTAxMjM0NTY3ODktYWI="

    let folder: String
    let upstream: ScriptedUpstream

    var config: String { "\(folder)/gatehouse.yaml" }
    var database: String { "\(folder)/gatehouse.db" }

    init(listen: String = "127.0.0.1:0", graceSeconds: Int = 20) throws {
        folder = FileManager.default.temporaryDirectory.path + "/gatehouse-\(UUID().uuidString)"
        upstream = try ScriptedUpstream(script: [
            .rpc("eth_chainId", result: "0x1"), .rpc("eth_getCode", result: "0x"),
            .rpc(
                "eth_getBlockByNumber",
                result: ["number": "0x10", "hash": .string("0x" + String(repeating: "ab", count: 32)), "timestamp": "0x6af00000"]),
            .rpc("eth_call", result: .string("0x" + String(repeating: "0", count: 63) + "1")),
        ])
        upstream.start()
        try write(
            "gatehouse.yaml",
            """
            server:
              listen: \(listen)
              domain: rewards.example
              uri: https://rewards.example
              environment: development
              shutdown_grace_seconds: \(graceSeconds)
            database: sqlite:\(folder)/gatehouse.db
            tokens:
              keys:
                - { kid: one, algorithm: EdDSA, secret: "${GATEHOUSE_KEY}" }
            rate_limits: { sign_in: 0, verify: 0, other: 0 }
            chains:
              eth:
                adapter: evm
                network: 1
                providers: [ { name: scripted, url: "\(upstream.url)" } ]
              sol:
                adapter: solana
                network: mainnet
                providers: [ { name: scripted, url: "\(upstream.url)" } ]
            """)
        try write(
            "campaigns/holders.yaml",
            """
            name: holders
            methods: [eth]
            requirement: { holds: { chain: eth, erc20: "0x3c2af055277d632ba4fa3bb32af88176da5d9b52", decimals: 0 } }
            """)
    }

    deinit {
        upstream.stop()
        try? FileManager.default.removeItem(atPath: folder)
    }

    func write(_ name: String, _ text: String) throws {
        let path = URL(fileURLWithPath: "\(folder)/\(name)")
        try FileManager.default.createDirectory(at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data((text + "\n").utf8).write(to: path)
    }

    /// Runs a command with the fixture's configuration.
    func run(_ command: String) async throws -> (ending: GatehouseProcess.Ending?, output: [String], errors: [String]) {
        try await GatehouseProcess.run(command, "--config", config, environment: ["GATEHOUSE_KEY": Self.key])
    }

    func migrate() async throws {
        let result = try await run("migrate")
        try #require(result.ending == .exit(0), "\(result.errors)")
    }

    /// Starts the server and waits until it listens.
    func serve() async throws -> RunningServer {
        let process = try GatehouseProcess(["serve", "--config", config], environment: ["GATEHOUSE_KEY": Self.key])
        let line = try #require(await process.errors.line(containing: "\"listening\""), "\(process.errors.lines)")
        let address = try #require(try JSONValue(parsing: line.utf8)["address"]?.text)
        return try RunningServer(process: process, address: address)
    }
}

/// A server process that listens.
struct RunningServer: Sendable {
    let process: GatehouseProcess
    let address: String
    private let transport: CurlTransport

    init(process: GatehouseProcess, address: String) throws {
        self.process = process
        self.address = address
        var settings = CurlTransport.Settings()
        settings.connectionsPerHost = 64
        settings.totalDeadline = .seconds(30)
        transport = try CurlTransport(settings)
    }

    func get(_ path: String, token: String? = nil) async throws -> (status: Int, body: JSONValue) {
        let headers = token.map { ["authorization": "Bearer \($0)"] } ?? [:]
        return try await send(OutgoingRequest(.get, address + path, headers: headers))
    }

    func post(_ path: String, _ body: JSONValue) async throws -> (status: Int, body: JSONValue) {
        try await send(
            OutgoingRequest(.post, address + path, headers: ["content-type": "application/json"], body: body.jsonBytes))
    }

    /// The body as text.
    func text(_ path: String) async throws -> String { String(decoding: try await reply(path).body, as: UTF8.self) }

    /// The whole answer.
    func reply(_ path: String) async throws -> OutgoingResponse {
        try await transport.send(OutgoingRequest(.get, address + path))
    }

    /// Whether a new connection is taken.
    func isReachable() async throws -> Bool {
        let fresh = try CurlTransport(CurlTransport.Settings())
        let reply = try? await fresh.send(OutgoingRequest(.get, address + "/health"))
        await fresh.shutdown()
        return reply != nil
    }

    private func send(_ request: OutgoingRequest) async throws -> (status: Int, body: JSONValue) {
        let reply = try await transport.send(request)
        return (reply.status, try JSONValue(parsing: reply.body))
    }
}
