import ChainKit
import HTTPTypes
import Testing

@testable import Host

/// Whatever comes as a body, every operation that reads one answers with a clear problem document.
@Suite struct BadBodyTests {
    struct Body: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: [UInt8]
        let code: String
        var testDescription: String { name }
    }

    static let bodies: [Body] =
        [
            ("empty", ""), ("cut off", "{\"a\": "), ("a word", "hello"), ("two values", "{}{}"), ("single quotes", "{'a': 1}"),
            ("a member twice", #"{"a": 1, "a": 2}"#), ("a comma too many", #"{"a": 1,}"#),
            ("too deep", String(repeating: "[", count: 5000)),
            ("deep objects", String(repeating: #"{"a":"#, count: 3000) + "1" + String(repeating: "}", count: 3000)),
            ("a raw NUL", "{\"a\": \"\u{0}\"}"), ("half an escape", #"{"a": "\u12"}"#), ("half a surrogate", #"{"a": "\uD800"}"#),
            ("not a number", #"{"a": NaN}"#),
        ].map { Body(name: $0, bytes: Array($1.utf8), code: "malformed_json") }
        + [
            Body(name: "invalid UTF-8", bytes: [0x22, 0xC3, 0x28, 0x22], code: "malformed_json"),
            Body(name: "UTF-16", bytes: [0xFF, 0xFE, 0x7B, 0, 0x7D, 0], code: "malformed_json"),
        ]
        + ["[]", "1", "1.5", "true", "null", "\"text\"", "[{}]"].map {
            Body(name: $0, bytes: Array($0.utf8), code: "invalid_request")
        }
        + [Body(name: "65 KiB", bytes: [UInt8](repeating: UInt8(ascii: " "), count: 65 << 10), code: "body_too_large")]

    @Test(arguments: bodies) func refusesWhatIsNoJSONObject(body: Body) async throws {
        try await TestServer.run { server in
            let calls = try await server.operationCalls()
            for operation in server.operations where operation.body != nil {
                let reply = try await calls.send(operation, body: body.bytes)
                expectProblem(reply, body.code, operation.id)
            }
        }
    }

    @Test(arguments: [
        "text/plain", "application/x-www-form-urlencoded", "application/jsonx", "", "multipart/form-data", "text/json",
    ])
    func refusesEveryOtherMediaType(contentType: String) async throws {
        try await TestServer.run { server in
            let calls = try await server.operationCalls()
            for operation in server.operations where operation.body != nil {
                let reply = try await calls.send(operation, contentType: contentType)
                expectProblem(reply, "unsupported_media_type", operation.id)
            }
        }
    }

    @Test func takesJSONWithACharacterSetAndInAnyCase() async throws {
        try await TestServer.run { server in
            for type in ["application/json; charset=utf-8", "Application/JSON", "application/json ;charset=UTF-8"] {
                let reply = try await server.post("/refresh", ["refresh_token": "x"], headers: [.contentType: type])
                expectProblem(reply, "refresh_invalid", type)
            }
        }
    }

    @Test func takesSixtyFourKibibytesAndNotAByteMore() async throws {
        try await TestServer.run { server in
            let token = Array(#"{"refresh_token": "x"}"#.utf8)
            let most = token + [UInt8](repeating: UInt8(ascii: " "), count: 65_536 - token.count)
            for (bytes, code) in [(most, "refresh_invalid"), (most + [UInt8(ascii: " ")], "body_too_large")] {
                let reply = try await server.send(.post, "/refresh", headers: [.contentType: "application/json"], body: bytes)
                expectProblem(reply, code)
            }
        }
    }

    @Test func namesEveryMemberThatIsMissing() async throws {
        try await TestServer.run { server in
            let calls = try await server.operationCalls()
            for operation in server.operations {
                let required = operation.body?["required"]?.elements?.compactMap(\.text) ?? []
                guard !required.isEmpty else { continue }
                let reply = try await calls.send(operation, body: Array("{}".utf8))
                expectProblem(reply, "invalid_request", operation.id)
                let pointers = Set(reply.body["errors"]?.elements?.compactMap { $0["pointer"]?.text } ?? [])
                #expect(pointers == Set(required.map { "/\($0)" }), "\(operation.id)")
            }
        }
    }

    @Test func namesEveryMemberOfAWrongType() async throws {
        try await TestServer.run { server in
            let calls = try await server.operationCalls()
            let wrong: [String: [JSONValue]] = [
                "string": [1, true, [], [:], 1], "array": [1, true, "x", [:]], "object": [1, true, "x", []],
            ]
            for operation in server.operations {
                for (name, schema) in operation.body?["properties"]?.members ?? [:] {
                    let type = schema["type"]?.text ?? schema["type"]?[0]?.text ?? "object"
                    for value in wrong[type] ?? [] {
                        var members = calls.body(operation).members ?? [:]
                        members[name] = value
                        let reply = try await calls.send(operation, body: JSONValue.object(members).jsonBytes)
                        expectProblem(reply, "invalid_request", "\(operation.id) \(name)=\(value.json)")
                        #expect(reply.body["errors"]?[0]?["pointer"]?.text == "/\(name)", "\(operation.id) \(value.json)")
                    }
                }
            }
        }
    }

    @Test func refusesTextThatIsEmptyOrTooLongAndListsThatAre() async throws {
        try await TestServer.run { server in
            let calls = try await server.operationCalls()
            for operation in server.operations {
                for (name, schema) in operation.body?["properties"]?.members ?? [:] {
                    var values: [JSONValue] = []
                    if let most = schema["maxLength"]?.whole {
                        values += ["", .string(String(repeating: "x", count: Int(most) + 1))]
                    }
                    if let most = schema["maxItems"]?.whole { values += [[], .array((0...most).map { _ in "open" })] }
                    for value in values {
                        var members = calls.body(operation).members ?? [:]
                        members[name] = value
                        let reply = try await calls.send(operation, body: JSONValue.object(members).jsonBytes)
                        expectProblem(reply, "invalid_request", "\(operation.id) \(name)")
                        #expect(reply.body["errors"]?[0]?["pointer"]?.text == "/\(name)", "\(operation.id) \(name)")
                    }
                }
            }
        }
    }

    @Test(arguments: ["\u{0}", "a\u{0}b", "'; DROP TABLE users; --", "\u{FFFF}", "🦊", "%00", "../../etc/passwd", "{{7*7}}"])
    func strangeTextInAnyMemberIsNoFaultOfTheServer(text: String) async throws {
        try await TestServer.run { server in
            let calls = try await server.operationCalls()
            for operation in server.operations {
                for name in (operation.body?["properties"]?.members ?? [:]).keys {
                    var members = calls.body(operation).members ?? [:]
                    let isList = members[name]?.elements != nil
                    members[name] =
                        members[name]?.members != nil ? ["signature": .string(text), "address": .string(text)] : .string(text)
                    if isList { members[name] = [.string(text)] }
                    let reply = try await calls.send(operation, body: JSONValue.object(members).jsonBytes)
                    #expect(reply.status == 200 || problemFaults(reply) == [], "\(operation.id) \(name): \(reply.text)")
                }
            }
        }
    }

    @Test func ignoresMembersItDoesNotKnow() async throws {
        try await TestServer.run { server in
            let calls = try await server.operationCalls()
            for operation in server.operations where operation.body != nil {
                let plain = try await calls.send(operation)
                var members = calls.body(operation).members ?? [:]
                members["unheard_of"] = ["a": [1, 2, 3]]
                let more = try await calls.send(operation, body: JSONValue.object(members).jsonBytes)
                #expect(plain.status == more.status && plain.code == more.code, "\(operation.id)")
            }
        }
    }

    @Test(arguments: ["sol", "eth"]) func aProofWithoutItsPartsIsNamedAndUsesTheSessionUp(chain: String) async throws {
        try await TestServer.run { server in
            let wallet = try TestWallet(chain)
            for (data, pointer) in [
                (["address": .string(wallet.address)], "/data/signature"), (["signature": 1, "address": "x"], "/data/signature"),
                ([:], "/data/signature"),
            ] as [(JSONValue, String)] {
                let session = try await server.openSession(wallet)
                let reply = try await server.post("/verify", ["session_id": session["session_id"] ?? .null, "data": data])
                expectProblem(reply, "invalid_request")
                #expect(reply.body["errors"]?[0]?["pointer"]?.text == pointer)
                let again = try await server.post("/verify", wallet.answer(session))
                expectProblem(again, "session_unknown")
            }
        }
    }
}
