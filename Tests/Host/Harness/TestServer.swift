import AdapterSet
import ChainConformance
import ChainKit
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Synchronization
import Upstream

@testable import Host

/// A whole server on loopback: real HTTP in front, real adapters, and a scripted upstream behind each chain.
struct TestServer: Sendable {
    /// For the methods that a provider is never asked with.
    let client: any TestClientProtocol
    /// Opens as many connections as there are requests at a time.
    let transport: CurlTransport
    let operations: [APIOperation]
    let chains: TestChains
    let clock: TestClock
    let log: ExchangeLog

    var port: Int { client.port ?? 0 }

    /// Starts a server, runs `body` against it, and stops it.
    static func run<Value: Sendable>(
        _ change: @Sendable (inout GatehouseConfiguration) -> Void = { _ in },
        chains: TestChains? = nil, folder: TestFolder = TestFolder(), logger: Logger = .quiet,
        _ body: @Sendable (TestServer) async throws -> Value
    ) async throws -> Value {
        try await ServerSlots.shared.run {
            let chains = chains ?? TestChains()
            defer { chains.stop() }
            var configuration = TestConfiguration.make(database: folder.file("gatehouse.db"), chains: chains)
            change(&configuration)
            return try await serve(configuration, chains: chains, logger: logger, body)
        }
    }

    private static func serve<Value: Sendable>(
        _ configuration: GatehouseConfiguration, chains: TestChains, logger: Logger,
        _ body: @Sendable (TestServer) async throws -> Value
    ) async throws -> Value {
        let clock = TestClock()
        try Migrator.migrate(configuration.database.path, now: clock.now)
        let host = try await GatehouseApplication(
            configuration, kinds: AdapterSet.kinds + [MemoryGuild.kind, MemoryWallets.kind], logger: logger, now: { clock.now })
        var settings = CurlTransport.Settings()
        settings.connectionsPerHost = 256
        let transport = try CurlTransport(settings)
        return try await host.application().test(.ahc()) { client in
            let log = ExchangeLog(operations: host.operations)
            let server = TestServer(
                client: client, transport: transport, operations: host.operations, chains: chains, clock: clock, log: log)
            let value = try await body(server)
            try await log.save(openapi: server.get("/apidoc/openapi.json").body)
            await transport.shutdown()
            return value
        }
    }

    func get(_ path: String, token: String? = nil, headers: HTTPFields = [:]) async throws -> TestReply {
        try await send(.get, path, token: token, headers: headers)
    }

    func post(_ path: String, _ body: JSONValue, token: String? = nil, headers: HTTPFields = [:]) async throws -> TestReply {
        var headers = headers
        if headers[.contentType] == nil { headers[.contentType] = "application/json" }
        return try await send(.post, path, token: token, headers: headers, body: body.jsonBytes)
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, token: String? = nil, headers: HTTPFields = [:], body: [UInt8]? = nil
    ) async throws -> TestReply {
        var headers = headers
        if let token { headers[.authorization] = "Bearer \(token)" }
        let reply =
            switch method {
            case .get: TestReply(try await transport.send(request(.get, path, headers, [])))
            case .post: TestReply(try await transport.send(request(.post, path, headers, body ?? [])))
            default:
                TestReply(
                    try await client.executeRequest(
                        uri: path, method: method, headers: headers, body: body.map { ByteBuffer(bytes: $0) }))
            }
        log.record(method, path, reply)
        return reply
    }

    private func request(
        _ method: OutgoingRequest.Method, _ path: String, _ headers: HTTPFields, _ body: [UInt8]
    ) -> OutgoingRequest {
        let fields = Dictionary(headers.map { ($0.name.rawName, $0.value) }) { $1 }
        return OutgoingRequest(method, "http://127.0.0.1:\(port)\(path)", headers: fields, body: body)
    }
}

extension Logger {
    static var quiet: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}

/// An answer of the server under test.
struct TestReply: Sendable {
    let status: Int
    let headers: HTTPFields
    let text: String
    /// `null` when the body is not JSON.
    let body: JSONValue

    init(_ response: TestResponse) {
        self.init(status: response.status.code, headers: response.headers, bytes: Array(response.body.readableBytesView))
    }

    init(_ response: OutgoingResponse) {
        var headers: HTTPFields = [:]
        for (name, value) in response.headers {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        self.init(status: response.status, headers: headers, bytes: response.body)
    }

    private init(status: Int, headers: HTTPFields, bytes: [UInt8]) {
        self.status = status
        self.headers = headers
        text = String(decoding: bytes, as: UTF8.self)
        body = (try? JSONValue(parsing: bytes)) ?? .null
    }

    var code: String? { body["code"]?.text }
}

/// The time of day as the server sees it; moves only when told to.
final class TestClock: Sendable {
    private let time = Mutex(Date(timeIntervalSince1970: 1_795_000_000))

    var now: Date { time.withLock { $0 } }
    func advance(seconds: Double) { time.withLock { $0 += seconds } }
}

/// A folder of its own for a test, gone with the value.
final class TestFolder: Sendable {
    let path = FileManager.default.temporaryDirectory.path + "/gatehouse-\(UUID().uuidString)"

    init() { try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { "\(path)/\(name)" }
}
