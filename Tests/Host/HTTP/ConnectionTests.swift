import ChainKit
import HTTPTypes
import Testing

@testable import Host

/// What callers do who do not keep to HTTP, or take their time over it.
@Suite struct ConnectionTests {
    private static let impatient: @Sendable (inout GatehouseConfiguration) -> Void = { $0.server.requestTimeoutSeconds = 0.3 }

    private static func head(_ start: String, _ fields: String...) -> String {
        ([start, "Host: localhost"] + fields).joined(separator: "\r\n") + "\r\n\r\n"
    }

    @Test func aBodyThatComesTooSlowlyIsAnsweredAndCutOff() async throws {
        try await TestServer.run(Self.impatient) { server in
            for path in ["/verify", "/refresh", "/eligible-first"] {
                let connection = try #require(RawConnection(port: server.port))
                connection.send(
                    Self.head("POST \(path) HTTP/1.1", "Content-Type: application/json", "Content-Length: 1000") + "{\"a\":")
                let answer = try #require(await connection.readToEnd(), "the connection was left open")
                #expect(answer.hasPrefix("HTTP/1.1 503 "))
                #expect(answer.contains("\"code\":\"request_timeout\""))
            }
        }
    }

    @Test func aBodyThatNobodyAskedForDoesNotHoldTheConnectionEither() async throws {
        try await TestServer.run(Self.impatient) { server in
            for start in ["GET /health", "POST /nowhere", "DELETE /campaigns", "POST /logout", "GET /user/info"] {
                let connection = try #require(RawConnection(port: server.port))
                connection.send(Self.head("\(start) HTTP/1.1", "Content-Length: 1000"))
                let answer = try #require(await connection.readToEnd(), "the connection was left open: \(start)")
                #expect(answer.hasPrefix("HTTP/1.1 "), "\(start)")
                #expect(!answer.contains("HTTP/1.1 500"), "\(start)")
            }
        }
    }

    @Test(arguments: ["", "GET /health", "GET /health HTTP/1.1\r\nHost: local"])
    func aRequestThatIsNeverWholeIsCutOff(start: String) async throws {
        try await TestServer.run(Self.impatient) { server in
            let connection = try #require(RawConnection(port: server.port))
            connection.send(start)
            let answer = try #require(await connection.readToEnd(), "the connection was left open")
            #expect(!answer.contains("HTTP/1.1 500"))
        }
    }

    @Test(arguments: [
        "/health", "/nowhere", "/verify", "/user/info", "/campaigns/nowhere", "/\(String(repeating: "x", count: 9000))",
    ])
    func nothingFollowsTheHeadOfAnAnswerToHead(path: String) async throws {
        try await TestServer.run { server in
            let connection = try #require(RawConnection(port: server.port))
            connection.send(Self.head("HEAD \(path) HTTP/1.1") + Self.head("GET /health HTTP/1.1", "Connection: close"))
            let answers = try #require(await connection.readToEnd())
            let parts = answers.split(separator: "\r\n\r\n", omittingEmptySubsequences: false)
            #expect(parts.count == 3)
            #expect(parts.dropFirst().first?.hasPrefix("HTTP/1.1 200") == true)
            #expect(parts.last == "{\"status\":\"ok\"}")
        }
    }

    @Test func aConnectionServesManyRequests() async throws {
        try await TestServer.run { server in
            let connection = try #require(RawConnection(port: server.port))
            for _ in 0..<3 {
                connection.send(Self.head("GET /health HTTP/1.1"))
                #expect(await connection.read(until: "{\"status\":\"ok\"}").contains("200 OK"))
                connection.send(Self.head("POST /refresh HTTP/1.1", "Content-Type: text/plain", "Content-Length: 2") + "{}")
                #expect(await connection.read(until: "}").contains("HTTP/1.1 415"))
            }
        }
    }

    @Test(arguments: [
        "GET /health HTTP/9.9\r\n\r\n", "nonsense\r\n\r\n", "GET /health HTTP/1.1\r\nHost : x\r\n\r\n",
        "GET /health HTTP/1.1\r\n\u{0}: x\r\n\r\n", "GET /a b HTTP/1.1\r\n\r\n", "FOO / HTTP/1.1\r\n\r\n",
        "POST /verify HTTP/1.1\r\nContent-Length: -1\r\n\r\n", "POST /verify HTTP/1.1\r\nContent-Length: 9x\r\n\r\n",
        "POST /verify HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{",
        "POST /verify HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        "GET /health HTTP/1.1\r\nX: \(String(repeating: "y", count: 40_000))\r\n\r\n",
        "GET /\(String(repeating: "y", count: 200_000)) HTTP/1.1\r\n\r\n",
        "GET /health HTTP/1.1\r\n\((0..<200).map { "X-\($0): y\r\n" }.joined())\r\n", "\u{16}\u{3}\u{1}\u{2}",
    ])
    func whatIsNoHTTPIsRefused(text: String) async throws {
        try await TestServer.run(Self.impatient) { server in
            let connection = try #require(RawConnection(port: server.port))
            connection.send(text)
            let answer = try #require(await connection.readToEnd(), "the connection was left open")
            #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 4"), "\(answer.prefix(200))")
            #expect(try await server.get("/health").status == 200)
        }
    }

    @Test(arguments: ["zz\r\n{}\r\n", "2\r\n{}X", "-1\r\n", "FFFFFFFFFFFFFFFFF\r\n{}"])
    func aChunkedBodyThatIsNotWellFormedIsTheCallersFault(chunks: String) async throws {
        try await TestServer.run(Self.impatient) { server in
            let connection = try #require(RawConnection(port: server.port))
            connection.send(
                Self.head("POST /verify HTTP/1.1", "Content-Type: application/json", "Transfer-Encoding: chunked") + chunks)
            let answer = try #require(await connection.readToEnd(), "the connection was left open")
            #expect(answer.hasPrefix("HTTP/1.1 400 "), "\(answer.prefix(200))")
            #expect(try await server.countOf(status: "500") == 0)
        }
    }

    @Test func aChunkedBodyIsReadAndLimited() async throws {
        try await TestServer.run { server in
            let head = Self.head("POST /refresh HTTP/1.1", "Content-Type: application/json", "Transfer-Encoding: chunked")
            let connection = try #require(RawConnection(port: server.port))
            connection.send(head + "5\r\n{\"ref\r\n13\r\nresh_token\": \"abc\"}\r\n0\r\n\r\n")
            #expect(await connection.read(until: "}").contains("refresh_invalid"))
            let chunk = "1000\r\n" + String(repeating: " ", count: 0x1000) + "\r\n"
            connection.send(head + String(repeating: chunk, count: 17) + "0\r\n\r\n")
            #expect(await connection.read(until: "}").contains("body_too_large"))
        }
    }

    @Test func aCallerThatGoesAwayIsNoFaultOfTheServer() async throws {
        try await TestServer.run { server in
            for _ in 0..<5 {
                RawConnection(port: server.port)?.send(
                    Self.head("POST /verify HTTP/1.1", "Content-Type: application/json", "Content-Length: 1000") + "{\"a\":")
            }
            while try await server.countOf(status: "400") < 5 { await Task.yield() }
            #expect(try await server.countOf(status: "500") == 0)
        }
    }
}

extension TestServer {
    /// How many answers of this status the metrics page knows of.
    func countOf(status: String) async throws -> Int {
        try await get("/metrics").text.split(separator: "\n")
            .filter { $0.hasPrefix("gatehouse_http_requests_total") && $0.contains("status=\"\(status)\"") }
            .compactMap { $0.split(separator: " ").last.flatMap { Int($0) } }.reduce(0, +)
    }
}
