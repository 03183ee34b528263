import ChainConformance
import ChainKit
import Foundation
import Testing

/// The server's fixture with one more chain, `toy`, whose adapter is a program, and a campaign that asks it.
final class ToyFixture: Sendable {
    /// Owns four heroes, over three pages.
    static let rich = account(ofCase: "items over three pages")
    /// Owns look-alikes of heroes.
    static let poor = account(ofCase: "look-alikes only")

    let fixture: ServerFixture
    let node: ScriptedUpstream

    /// The line of the configuration at which the chain begins.
    let line: Int

    /// - Parameters:
    ///   - command: what runs the program; the toy adapter as it is when left out.
    ///   - members: further members of the chain, in YAML, a line each.
    ///   - script: a program that is put beside the toy adapter, as `program/odd.py`.
    init(
        command: [String]? = nil, members: [String] = [], providers: String? = nil, script: String? = nil,
        fixture: ServerFixture? = nil
    ) throws {
        let fixture = try fixture ?? ServerFixture()
        self.fixture = fixture
        node = try ScriptedUpstream(script: try Self.script())
        node.start()
        let sources = [
            "Tests/Gatehouse/Toy/adapter.py", "Sources/Gatehouse/Adapter/Templates/python/gatehouse_adapter.py",
        ]
        for source in sources {
            let file = GatehouseProcess.package.appendingPathComponent(source)
            try fixture.write("program/\(file.lastPathComponent)", try String(contentsOf: file, encoding: .utf8))
        }
        if let script { try fixture.write("program/odd.py", script) }
        let command = (command ?? ["python3", "-B", "adapter.py"]).map {
            $0.hasSuffix(".py") && !$0.contains("/") ? "\(fixture.folder)/program/\($0)" : $0
        }
        let configuration = try String(contentsOfFile: fixture.config, encoding: .utf8)
        line = configuration.split(separator: "\n").count + 1
        let words = command.map { "\"\($0)\"" }.joined(separator: ", ")
        let chain =
            ["  toy:", "    adapter: external", "    chain: toy:main", "    command: [ \(words) ]", "    network: main"]
            + ["    providers: [ \(providers ?? "{ name: node, url: \"\(node.url)\" }") ]"] + members.map { "    \($0)" }
        try fixture.write("gatehouse.yaml", configuration + chain.joined(separator: "\n"))
        try fixture.write(
            "campaigns/heroes.yaml",
            """
            name: heroes
            methods: [toy]
            requirement: { holds: { chain: toy, collection: heroes, at_least: 2 } }
            """)
    }

    deinit { node.stop() }

    /// The numbers of the processes that run the chain's program.
    var programs: [Int32] { RunningPrograms.of(folder: "\(fixture.folder)/program") }

    /// Ends a server in good order, and makes sure that no program of it is left.
    func end(_ server: RunningServer) async throws {
        server.process.send(signal: SIGTERM)
        #expect(await server.process.ended() == .exit(0))
        #expect(programs.isEmpty)
    }

    /// Starts the server, with the database made.
    func serve() async throws -> RunningServer {
        try await fixture.migrate()
        return try await fixture.serve()
    }

    /// What the skeleton's exchange file has the node answer, and what the test wallet owns.
    private static func script() throws -> JSONValue {
        let entries = try #require(exchanges()["upstream"]?.elements)
        let items: [JSONValue] = ["w1", "w2"].map {
            [
                "id": .string($0), "owner": .string(ToyWallet.address), "collection": "heroes", "verified": true, "burnt": false,
            ]
        }
        return .array(
            [
                [
                    "request": ["rpc": "toy_items", "params": [.string(ToyWallet.address), 1]],
                    "response": ["result": ["height": 1200, "items": .array(items), "more": false]],
                ]
            ] + entries)
    }

    private static func account(ofCase name: String) -> String {
        let cases = (try? exchanges())?["cases"]?.elements ?? []
        return cases.first { $0["name"]?.text == name }?["query"]?["account"]?.text ?? ""
    }

    private static func exchanges() throws -> JSONValue {
        let file = GatehouseProcess.package.appendingPathComponent("Sources/Gatehouse/Adapter/Templates/exchanges/holdings.json")
        return try JSONValue(parsing: [UInt8](Data(contentsOf: file)))
    }
}

extension RunningServer {
    /// Whether an address has enough heroes, with nothing recorded.
    func heroes(_ address: String) async throws -> (status: Int, body: JSONValue) {
        try await get("/campaigns/heroes/check-eligible-dryrun?wallet=\(address)")
    }

    /// Makes sure that the chains beside it answer as if the toy chain were not there.
    func requireOthers() async throws {
        let wallet = try EVMWallet(number: 1).address
        let reply = try await get("/campaigns/holders/check-eligible-dryrun?wallet=\(wallet)")
        try #require(reply.body["is_eligible"] == true, "\(reply)")
        try #require(try await get("/health").status == 200)
    }
}
