import ChainKit
import SolanaAdapter
import Testing

struct SolanaConfigurationTests {
    @Test(arguments: [
        ("mainnet", "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp"), ("devnet", "solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1"),
        ("testnet", "solana:4uhcVJyU9pJkvQyS88uRDiswHXSCkY3z"),
        ("solana:E8aYS7Vghwv5KxKxPdPRDEFPNHXLAMxGmXNmNzWdmjUT".prefix(39).description, "solana:E8aYS7Vghwv5KxKxPdPRDEFPNHXLAMxG"),
    ])
    func namesTheChainOfANetwork(_ network: String, _ chain: String) async throws {
        let adapter = try await Sample.adapter(options: ["network": .string(network)])
        #expect(adapter.chain.description == chain)
        #expect(adapter.manifest.roles == [.accounts, .ownership, .holdings, .transactions])
        #expect(adapter.manifest.hosts == ["node.example"])
    }

    @Test(
        arguments: [
            (["network": "moonnet"], "/network"), (["network": "solana:short"], "/network"),
            (["network": "solana:0OIl4UsFv8P8NJdTREpY1vzqKqZKvdpK"], "/network"), (["network": 5], "/network"),
            (["network": "eip155:1"], "/network"), (["commitment": "processed"], "/commitment"),
            (["commitment": 1], "/commitment"),
            (["max_pages": 0], "/max_pages"), (["max_pages": "9"], "/max_pages"), (["confirm_empty": "no"], "/confirm_empty"),
            (["netwrok": "mainnet"], "/netwrok"),
        ] as [([String: JSONValue], String)])
    func refusesAWrongSettingPointingAtIt(_ options: [String: JSONValue], _ pointer: String) async {
        let error = await #expect(throws: ChainError.self) { try await Sample.adapter(options: options) }
        #expect(error?.code == .configurationInvalid)
        #expect(error?.pointer == pointer)
        #expect(error?.adapter == "sol")
    }

    @Test func refusesAChainWithoutProviders() async {
        let error = await #expect(throws: ChainError.self) { try await Sample.adapter([]) }
        #expect(error?.pointer == "/providers")
    }

    @Test func refusesAProviderWhoseDasIsNoFlag() async {
        let setup = AdapterSetup(
            name: "sol", options: ["network": "mainnet"],
            providers: [.init(name: "one", host: "one.example", options: ["das": "yes"])], now: { Sample.now },
            connect: { _, _ in ReplayPool(providers: []) })
        let error = await #expect(throws: ChainError.self) { try await AdapterKind.solana.make(setup) }
        #expect(error?.pointer == "/providers/0/das")
    }

    @Test(arguments: [
        (JSONValue.string("5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d"), "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp"),
        ("EtWTRABZaYq6iMfeYKouRu166VU2xqa1wcaWoxPkrZBG", "solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1"),
        ("0x1234", nil), (7, nil), (nil, nil),
    ])
    func recognisesAProviderByItsGenesisHash(_ answer: JSONValue, _ chain: String?) async throws {
        let provider = ReplayProvider { _ in .success(answer) }
        let identified = try await identify(provider)
        switch identified {
        case .success(let found): #expect(found.description == chain)
        case .failure(let error):
            #expect(chain == nil)
            #expect(error.code == .upstreamInvalid)
        }
        #expect(provider.methods == [["getGenesisHash", "getAccountInfo"]])
    }

    /// Lets the adapter identify a provider through the function it hands to the pool.
    private func identify(_ provider: ReplayProvider) async throws -> Result<ChainID, ChainError> {
        let (stream, continuation) = AsyncStream.makeStream(of: AdapterSetup.Identify.self)
        let setup = AdapterSetup(
            name: "sol", options: ["network": "mainnet"],
            providers: [.init(name: "one", host: "one.example", options: [:])], now: { Sample.now },
            connect: { _, identify in
                continuation.yield(identify)
                return ReplayPool(providers: [])
            })
        _ = try await AdapterKind.solana.make(setup)
        for await identify in stream {
            do { return .success(try await identify(provider).chain) } catch { return .failure(error) }
        }
        throw ChainError(.internalError, "The adapter did not connect.")
    }
}
