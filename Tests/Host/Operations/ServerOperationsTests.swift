import ChainConformance
import ChainKit
import HTTPTypes
import Testing

@testable import Host

@Suite struct ServerOperationsTests {
    @Test func healthAsksNobody() async throws {
        try await TestServer.run { server in
            server.chains.sol.replace(script: [.rpc(fault: .hang)])
            server.chains.eth.replace(script: [.rpc(fault: .hang)])
            let reply = try await server.get("/health")
            #expect(reply.status == 200 && reply.body == ["status": "ok"])
        }
    }

    @Test func readyHasALineForTheDatabaseAndForEachChain() async throws {
        try await TestServer.run { server in
            let reply = try await server.get("/ready")
            #expect(reply.status == 200 && reply.body["ready"] == true)
            #expect(reply.dependencies == ["database": "ok", "sol": "ok", "eth": "ok", "guild": "ok"])
            for line in reply.body["dependencies"]?.elements ?? [] { #expect(line["latency_ms"]?.isNull == false) }
        }
    }

    @Test(arguments: ["reset", "hang", "wrong_chain", "truncate", "wrong_id"])
    func aChainThatIsDownIsSaidToBeAndTheServerIsReadyAllTheSame(fault: String) async throws {
        let chains = TestChains()
        chains.eth.replace(script: [try .init(["response": ["fault": .string(fault)]])] + TestChains.ethereum(balance: 0))
        try await TestServer.run(chains: chains) { server in
            let reply = try await server.get("/ready")
            #expect(reply.status == 200 && reply.body["ready"] == true)
            #expect(reply.dependencies["database"] == "ok" && reply.dependencies["sol"] == "ok")
            #expect(reply.dependencies["eth"] == "down")
            let detail = reply.body["dependencies"]?.elements?.first { $0["name"] == "eth" }?["detail"]
            #expect(detail?.text?.isEmpty == false)
        }
    }

    @Test func readyDoesNotWaitForAProviderThatHangs() async throws {
        try await TestServer.run({ configuration in
            for index in configuration.chains.indices { configuration.chains[index].pool.timeoutSeconds = 60 }
            configuration.server.requestTimeoutSeconds = 5
        }) { server in
            server.chains.sol.replace(script: [.rpc(fault: .hang)])
            server.chains.eth.replace(script: [.rpc(fault: .hang)])
            // Past five seconds the request itself would be given up.
            let reply = try await server.get("/ready")
            #expect(reply.status == 200)
        }
    }

    @Test func versionAndAdaptersSayWhatIsRunning() async throws {
        try await TestServer.run { server in
            let version = try await server.get("/version").body
            #expect(version["name"] == "gatehouse" && version["version"]?.text == Release.version)
            let listing = try await server.get("/adapters").body
            #expect(listing["adapters"]?.elements?.map { $0["name"]?.text } == ["sol", "eth", "guild"])
            let chains = listing["adapters"]?.elements?.map { $0["chain"]?.text }
            #expect(chains == ["solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp", "eip155:1", "guild:test"])
            for adapter in listing["adapters"]?.elements ?? [] {
                #expect(adapter["status"] == "ok")
                #expect(adapter["roles"]?.elements?.isEmpty == false && adapter["asset_kinds"]?.elements?.isEmpty == false)
                #expect(adapter["providers"]?[0]?["name"] == "scripted")
            }
            let methods = Set(listing["methods"]?.elements?.compactMap(\.text) ?? [])
            #expect(methods.isSuperset(of: ["sol", "eth", "bypass", "snapshot"]))
        }
    }

    @Test func noPageTellsAProvidersKey() async throws {
        let chains = TestChains()
        let key = "k3y-in-the-path"
        try await TestServer.run(
            { configuration in
                for index in configuration.chains.indices {
                    let url = configuration.chains[index].providers[0].url.text
                    configuration.chains[index].providers[0].url = Secret("\(url)/\(key)?api-key=\(key)")
                    configuration.chains[index].providers[0].headers = ["authorization": Secret(key)]
                }
            }, chains: chains
        ) { server in
            chains.sol.replace(script: [.rpc(fault: .reset)])
            chains.eth.replace(script: [.rpc(nil, ScriptedUpstream.Response(status: 500, body: .raw(Array(key.utf8))))])
            for path in [
                "/ready", "/adapters", "/metrics",
                "/campaigns/eth-holders/check-eligible-dryrun?wallet=\(try TestWallet("eth").address)",
            ] {
                let reply = try await server.get(path)
                #expect(!reply.text.contains(key), "\(path)")
            }
            #expect(chains.eth.lastHeaders["authorization"] == key)
        }
    }
}

extension TestReply {
    /// The status of each dependency by its name.
    fileprivate var dependencies: [String: String] {
        let pairs = body["dependencies"]?.elements?.compactMap { line in
            line["name"]?.text.flatMap { name in line["status"]?.text.map { (name, $0) } }
        }
        return Dictionary(pairs ?? []) { first, _ in first }
    }
}
