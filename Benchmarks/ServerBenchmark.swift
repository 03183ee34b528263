import AdapterSet
import ChainKit
import Foundation
import Upstream

/// A whole sign-in over HTTP next to `/health`, and the memory the server keeps after many of them.
enum ServerBenchmark {
    static let signIns = 100_000
    private static let clients = 64

    /// - Returns: whether the memory stayed below what is promised.
    static func run() async throws -> Bool {
        let server = try ServerProcess()
        defer { server.stop() }
        var settings = CurlTransport.Settings()
        settings.connectionsPerHost = clients
        let transport = try CurlTransport(settings)
        let client = SignInClient(base: try server.base(), transport: transport)

        let health = try await rate(20_000) { _ in try await client.get("/health") }
        let started = ContinuousClock.now
        for batch in 0..<10 {
            _ = try await rate(signIns / 10) { try await client.signIn(number: batch * signIns / 10 + $0) }
            print("  \((batch + 1) * signIns / 10) sign-ins, resident \(server.residentMegabytes) MB")
        }
        let signIn = Double(signIns) / (started.duration(to: .now) / .seconds(1))
        Row(name: "sign-in plus verify (2 requests)", rate: signIn, base: "/health", baseRate: health, promise: nil).printed()
        let (writes, commits) = try await client.databaseCounters()
        print(
            "  group commit: \(writes) writes in \(commits) commits, \(String(format: "%.1f", Double(writes) / Double(max(1, commits)))) a commit"
        )
        let memory = server.residentMegabytes
        print(
            "  resident memory after \(signIns) sign-ins: \(memory) MB\(memory < 200 ? " (promised: below 200)" : " ABOVE the promised 200")"
        )
        await transport.shutdown()
        return memory < 200
    }

    /// - Returns: runs a second, with as many at a time as there are clients.
    private static func rate(_ count: Int, _ body: @escaping @Sendable (Int) async throws -> Void) async throws -> Double {
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for client in 0..<clients {
                group.addTask { for number in stride(from: client, to: count, by: clients) { try await body(number) } }
            }
            try await group.waitForAll()
        }
        return Double(count) / (start.duration(to: .now) / .seconds(1))
    }
}

/// Signs wallets in.
private struct SignInClient: Sendable {
    let base: String
    let transport: CurlTransport

    func get(_ path: String) async throws -> JSONValue {
        try read(try await transport.send(OutgoingRequest(.get, base + path)))
    }

    func get(_ path: String) async throws { let _: JSONValue = try await get(path) }

    /// - Parameter number: which wallet; each is another user.
    func signIn(number: Int) async throws {
        guard let wallets = AdapterSet.kinds.first(where: { $0.id == "solana" })?.testWallets else {
            throw BenchmarkError.unexpected("no Solana wallets")
        }
        let secret = withUnsafeBytes(of: number.bigEndian) { [UInt8](repeating: 1, count: 24) + $0 }
        let address = try wallets.address(secret: secret)
        let session: JSONValue = try await get("/sign-in?chain=sol&address=\(address)")
        let proof = try wallets.proof(
            signing: session["message"]?.text ?? "", domain: "rewards.example", now: Date(), secret: secret)
        let body: JSONValue = ["session_id": session["session_id"] ?? .null, "data": proof.fields]
        let request = OutgoingRequest(
            .post, base + "/verify", headers: ["content-type": "application/json"], body: body.jsonBytes)
        _ = try read(try await transport.send(request))
    }

    func databaseCounters() async throws -> (writes: Int, commits: Int) {
        let response = try await transport.send(OutgoingRequest(.get, base + "/metrics"))
        let lines = String(decoding: response.body, as: UTF8.self).split(separator: "\n")
        func value(_ name: String) -> Int {
            lines.first { $0.hasPrefix("\(name) ") }?.split(separator: " ").last.flatMap { Int($0) } ?? 0
        }
        return (value("gatehouse_database_writes_total"), value("gatehouse_database_commits_total"))
    }

    private func read(_ response: OutgoingResponse) throws -> JSONValue {
        guard response.status == 200 else {
            throw BenchmarkError.unexpected("status \(response.status): \(String(decoding: response.body, as: UTF8.self))")
        }
        return try JSONValue(parsing: response.body)
    }
}
