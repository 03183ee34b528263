import ChainKit
import Foundation
import Testing

@testable import EVMAdapter

@Suite struct EVMConfigurationTests {
    private let node = ReplayChain().provider()

    @Test(
        arguments: [
            (["network": 1], "eip155:1"), (["network": 80094], "eip155:80094"),
            (["network": 80094, "block": "finalized", "multicall": false, "max_calls_per_request": 10], "eip155:80094"),
            (["network": 80094, "multicall": "0xca11bde05977b3631167028862be2a173976ca11"], "eip155:80094"),
        ] as [(JSONValue, String)])
    func namesTheChainByItsEIP155ID(options: JSONValue, chain: String) async throws {
        #expect(try await ReplayChain.adapter([node], options: options).chain.description == chain)
    }

    @Test(
        arguments: [
            ([:], "/network"), (["network": 0], "/network"), (["network": "mainnet"], "/network"),
            (["network": .number(1.5)], "/network"),
            (["network": 1, "block": "pending"], "/block"), (["network": 1, "block": 5], "/block"),
            (["network": 1, "multicall": true], "/multicall"), (["network": 1, "multicall": "0x12"], "/multicall"),
            (["network": 1, "max_calls_per_request": 0], "/max_calls_per_request"),
            (["network": 1, "max_calls_per_request": "many"], "/max_calls_per_request"),
            (["network": 1, "contract_wallets": "no"], "/contract_wallets"),
            (["network": 1, "contract_wallets": nil], "/contract_wallets"),
            (["network": 1, "signature_validator": "0x6080"], "/signature_validator"),
            (["network": 1, "signature_validator": true], "/signature_validator"),
            (["network": 1, "netwrok": 2], "/netwrok"), (["network": 1, "a/b": 2], "/a~1b"),
        ] as [(JSONValue, String)])
    func pointsAtWhatIsWrong(options: JSONValue, pointer: String) async {
        let error = await #expect(throws: ChainError.self) { try await ReplayChain.adapter([node], options: options) }
        #expect(error?.code == .configurationInvalid)
        #expect(error?.pointer == pointer)
        #expect(error?.adapter == "berachain")
    }

    @Test func needsAProvider() async {
        let error = await #expect(throws: ChainError.self) { try await ReplayChain.adapter([]) }
        #expect(error?.pointer == "/providers")
    }

    @Test func describesItself() async throws {
        let adapter = try await ReplayChain.adapter([node])
        #expect(adapter.manifest.roles == [.accounts, .ownership, .holdings])
        #expect(adapter.manifest.assetKinds == ["erc20", "erc721", "erc1155"])
        #expect(adapter.manifest.hosts == ["node.example"])
        #expect(await adapter.health().status == .ok)
    }

    @Test func asksAProviderForItsChainAndItsNewestBlockInOneRequest() async throws {
        let block: JSONValue = ["number": "0x3e8", "timestamp": "0x6b49d200"]
        let node = ReplayChain(overrides: ["eth_getBlockByNumber": .success(block)]).provider()
        let identity = try await EVMClient.identify(node)
        #expect(
            identity
                == ProviderIdentity(
                    chain: try ChainID("eip155:80094"), head: 1_000, headTime: Date(timeIntervalSince1970: 1_800_000_000)))
        #expect(node.requests.map { $0.map(\.method) } == [["eth_chainId", "eth_getBlockByNumber"]])
    }

    @Test(
        arguments: [
            .success(nil), .success(5), .success(["number": 5]), .failure(RPCFailure(code: -32601, message: "no such method")),
        ] as [RPCAnswer])
    func knowsTheChainOfAProviderThatTellsNoBlock(answer: RPCAnswer) async throws {
        let node = ReplayChain(overrides: ["eth_getBlockByNumber": answer]).provider()
        #expect(try await EVMClient.identify(node) == ProviderIdentity(chain: try ChainID("eip155:80094")))
    }

    @Test(
        arguments: [
            .success("80094"), .success("0x"), .success("0x00138de"), .success("0xfffffffffffffffff"), .success("0x+1"),
            .success(nil), .success(80094), .failure(RPCFailure(code: -32601, message: "no such method")),
        ] as [RPCAnswer])
    func refusesAChainIDThatIsNoQuantity(answer: RPCAnswer) async {
        let node = ReplayChain(overrides: ["eth_chainId": answer]).provider()
        let error = await #expect(throws: ChainError.self) { try await EVMClient.identify(node) }
        #expect(error?.code == .upstreamInvalid)
    }
}
