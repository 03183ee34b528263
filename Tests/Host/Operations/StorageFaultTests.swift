import ChainKit
import GRDB
import HTTPTypes
import Logging
import Testing

@testable import Host

/// What callers hear when it is the database that fails.
@Suite struct StorageFaultTests {
    /// A connection beside the server's, as an operator's tool would make it.
    private static func connection(_ folder: TestFolder) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        return try DatabaseQueue(path: folder.file("gatehouse.db"), configuration: configuration)
    }

    private static func run(_ sql: String, on connection: DatabaseQueue) async throws {
        try await connection.writeWithoutTransaction { try $0.execute(sql: sql) }
    }

    @Test func aDatabaseThatSomeoneElseHoldsIsNoFaultOfTheServerAndPasses() async throws {
        let folder = TestFolder()
        try await TestServer.run(folder: folder) { server in
            let other = try Self.connection(folder)
            try await Self.run("BEGIN IMMEDIATE", on: other)
            let refused = try await server.get("/sign-in")
            expectProblem(refused, "storage_unavailable")
            #expect(refused.headers[.retryAfter] != nil)
            #expect(try await server.get("/ready").status == 200)
            try await Self.run("ROLLBACK", on: other)
            #expect(try await server.get("/sign-in").status == 200)
        }
    }

    @Test func aDatabaseThatCannotBeReadMakesTheServerNotReadyButAlive() async throws {
        let folder = TestFolder()
        try await TestServer.run(folder: folder) { server in
            let other = try Self.connection(folder)
            try await Self.run("DROP TABLE schema_migrations", on: other)
            let reply = try await server.get("/ready")
            #expect(reply.status == 503)
            #expect(reply.body["ready"] == false)
            #expect(reply.body["dependencies"]?[0]?["name"] == "database")
            #expect(reply.body["dependencies"]?[0]?["status"] == "down")
            #expect(!reply.text.contains("schema_migrations"))
            #expect(try await server.get("/health").status == 200)
        }
    }

    @Test func aFaultInsideIsLoggedUnderTheRequestIDAndNotTold() async throws {
        let folder = TestFolder()
        let log = CapturedLog()
        try await TestServer.run(folder: folder, logger: log.logger) { server in
            let other = try Self.connection(folder)
            try await Self.run("DROP TABLE sessions", on: other)
            let reply = try await server.get("/sign-in", headers: [.requestID: "faulty"])
            #expect(reply.status == 500 && reply.code == "internal_error")
            #expect(reply.body["request_id"] == "faulty")
            #expect(!reply.text.contains("sessions") && !reply.text.contains("SQL"))
            #expect(log.lines.contains { $0.level == .error && $0.metadata["request_id"] == "faulty" })
        }
    }
}
