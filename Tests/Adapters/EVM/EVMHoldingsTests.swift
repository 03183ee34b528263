import ChainKit
import Testing

@testable import EVMAdapter

@Suite struct EVMHoldingsTests {
    private static let token = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
    private static let other = "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359"
    private static let rich = "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB"
    private static let poor = "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb"
    private static let word = String(repeating: "0", count: 63) + "5"

    private func query(
        _ reader: any HoldingReader, _ asset: JSONValue = ["erc721": .string(token)], of owner: String = rich
    ) async throws -> HoldingQuery {
        HoldingQuery(account: try Account(chain: ChainID("eip155:80094"), address: owner), asset: try await reader.asset(asset))
    }

    private func reader(_ providers: ReplayProvider..., options: JSONValue = ["network": 80094]) async throws -> any HoldingReader
    {
        try #require(try await ReplayChain.adapter(providers, options: options).holdings)
    }

    private func amount(_ answer: Result<Holding, ChainError>?) -> String? { try? answer?.get().amount.description }

    private func code(_ answer: Result<Holding, ChainError>?) -> ChainError.Code? {
        if case .failure(let error) = answer { error.code } else { nil }
    }

    @Test(arguments: [true, false])
    func readsBalancesWithTheirEvidence(hasMulticall: Bool) async throws {
        var chain = ReplayChain(hasMulticall: hasMulticall)
        chain.contracts = [Self.token: ReplayChain.token([Self.rich: 3]), Self.other: ReplayChain.token([Self.poor: 12])]
        let reader = try await reader(chain.provider("first"))
        let answers = await reader.holdings([
            try query(reader), try query(reader, of: Self.poor),
            try query(reader, ["erc20": .string(Self.other), "decimals": 18], of: Self.poor),
        ])
        #expect(answers.map(amount) == ["3", "0", "12"])
        #expect(
            try answers[0].get()
                == Holding(amount: Amount(UInt64(3)), at: .block(1_000), source: "first", observedAt: ReplayChain.moment))
    }

    @Test func asksMulticallForEachBalanceAtThePinnedBlock() async throws {
        let node = ReplayChain(contracts: [Self.token: ReplayChain.token([:])]).provider()
        let reader = try await reader(node)
        _ = await reader.holdings([try query(reader), try query(reader, of: Self.poor)])
        #expect(node.requests.map { $0.map(\.method) } == [["eth_getBlockByNumber"], ["eth_getCode"], ["eth_call"]])
        #expect(node.requests[0][0].params == ["latest", false])
        let call = node.requests[2][0].params
        #expect(call[1] == "0x3e8")
        #expect(call[0]?["to"] == "0xcA11bde05977b3631167028862bE2a173976CA11")
        let balanceOf = { (owner: String) in "70a08231" + String(repeating: "0", count: 24) + owner.dropFirst(2).lowercased() }
        let interface = { (id: String) in "01ffc9a7" + id + String(repeating: "0", count: 56) }
        let asked =
            [Self.rich, Self.poor].map(balanceOf) + ["01ffc9a7", "ffffffff", "80ac58cd"].map(interface)
        let expected = try ABIFunction.aggregate3.call([
            .list(
                try asked.map { data in
                    .list([
                        .address(try EVMAddress(Self.token.utf8)), .bool(true), .bytes(try #require(Hex.decode(data))),
                    ])
                })
        ])
        #expect(call[0]?["data"]?.text == Hex.encode(expected, prefixed: true))
    }

    @Test func sendsPlainCallsInOneBatchWithoutMulticall() async throws {
        let node = ReplayChain(contracts: [Self.token: ReplayChain.token([:])]).provider()
        let reader = try await reader(node, options: ["network": 80094, "multicall": false])
        _ = await reader.holdings([try query(reader), try query(reader, of: Self.poor)])
        #expect(node.requests.map(\.count) == [1, 2 + 3])
        #expect(
            node.requests[1][0]
                == RPCCall(
                    "eth_call",
                    [
                        [
                            "to": .string(Self.token),
                            "data": .string(
                                "0x70a08231" + String(repeating: "0", count: 24) + Self.rich.dropFirst(2).lowercased()),
                        ], "0x3e8",
                    ]))
    }

    @Test(arguments: [true, false])
    func needsTwoRequestsForAHundredQueriesOnceItKnowsTheNode(hasMulticall: Bool) async throws {
        var chain = ReplayChain(hasMulticall: hasMulticall)
        chain.contracts = [Self.token: ReplayChain.token([Self.rich: 1])]
        let node = chain.provider()
        let reader = try await reader(node)
        var queries: [HoldingQuery] = []
        for index in 0..<100 {
            queries.append(try await query(reader, of: index.isMultiple(of: 2) ? Self.rich : Self.poor))
        }
        _ = await reader.holdings(queries)
        #expect(node.requests.count == 3)
        let answers = await reader.holdings(queries)
        #expect(node.requests.count == 5)
        #expect(answers.map(amount) == (0..<100).map { $0.isMultiple(of: 2) ? "1" : "0" })
    }

    @Test(arguments: [true, false])
    func splitsWhatIsMoreThanARequestMayHold(hasMulticall: Bool) async throws {
        var chain = ReplayChain(hasMulticall: hasMulticall)
        chain.contracts = [Self.token: ReplayChain.token([Self.rich: 1])]
        let node = chain.provider()
        let reader = try await reader(node, options: ["network": 80094, "max_calls_per_request": 3])
        let owners = (1...6).map { "0x" + String(repeating: "\($0)", count: 40) } + [Self.rich]
        let asset: JSONValue = ["erc20": .string(Self.token), "decimals": 0]
        var queries: [HoldingQuery] = []
        for owner in owners { queries.append(try await query(reader, asset, of: owner)) }
        let answers = await reader.holdings(queries)
        #expect(answers.map(amount) == ["0", "0", "0", "0", "0", "0", "1"])
        #expect(node.requests.count == 2 + 3)
        let calls = try node.requests.dropFirst(2).map { request in
            guard hasMulticall else { return request.count }
            let data = try #require(request[0].params[0]?["data"]?.text.flatMap(Hex.decode))
            let arguments = try ABIDecoder.decode(Array(data.dropFirst(4)), as: ABIFunction.aggregate3.arguments)
            return try #require(arguments.first?.json.elements).count
        }
        #expect(calls == [3, 3, 1])
    }

    @Test func asksNobodyWhenThereIsNothingToAsk() async throws {
        let node = ReplayChain().provider()
        let reader = try await reader(node)
        #expect(await reader.holdings([]).isEmpty)
        #expect(node.requests.isEmpty)
    }

    @Test func sumsERC1155OverItsIDs() async throws {
        let balances = try ABIValue.encode(
            [.list([.uint(Amount(UInt64(2))), .uint(.zero), .uint(Amount(UInt64(5)))])],
            as: [.array(.uint(bits: 256), count: nil)])
        let node = ReplayChain(contracts: [Self.token: ReplayChain.returning(Hex.encode(balances))]).provider()
        let reader = try await reader(node, options: ["network": 80094, "multicall": false])
        let answers = await reader.holdings([try query(reader, ["erc1155": .string(Self.token), "ids": ["3", "1", "2"]])])
        let holding = try #require(answers.first).get()
        #expect(holding.amount == Amount(UInt64(7)))
        #expect(holding.items == ["1", "3"])
        let data = try #require(node.requests[1][0].params[0]?["data"]?.text.flatMap(Hex.decode))
        let owner = ABIValue.address(try EVMAddress(Self.rich.utf8))
        #expect(
            try ABIDecoder.decode(Array(data.dropFirst(4)), as: ABIFunction.balanceOfBatch.arguments) == [
                .list([owner, owner, owner]),
                .list([.uint(Amount(UInt64(1))), .uint(Amount(UInt64(2))), .uint(Amount(UInt64(3)))]),
            ])
    }

    @Test(arguments: [true, false])
    func leavesUndeterminedWhatAContractDoesNotAnswerRightly(hasMulticall: Bool) async throws {
        let ids: JSONValue = ["erc1155": .string(Self.token), "ids": ["1", "2"]]
        let whole = String(repeating: "f", count: 64)
        let head = String(repeating: "0", count: 62) + "20"
        let two = String(repeating: "0", count: 63) + "2"
        let single: [(JSONValue, ReplayChain.Contract)] = [
            (["erc721": .string(Self.token)], { _ in .reverted }),
            (["erc721": .string(Self.token)], ReplayChain.returning("")),
            (["erc721": .string(Self.token)], ReplayChain.returning(String(Self.word.dropFirst(2)))),
            (["erc721": .string(Self.token)], ReplayChain.returning(Self.word + "00")),
            (ids, ReplayChain.returning(Self.word)),
            (ids, ReplayChain.returning(head + String(repeating: "0", count: 63) + "1" + Self.word)),
            (ids, ReplayChain.returning(head + String(repeating: "0", count: 63) + "3" + Self.word + Self.word + Self.word)),
            (ids, ReplayChain.returning(head + two + Self.word)),
            (ids, ReplayChain.returning(head + whole + Self.word)),
            (ids, ReplayChain.returning(head + two + whole + whole)),
        ]
        for (asset, contract) in single {
            var chain = ReplayChain(hasMulticall: hasMulticall)
            chain.contracts = [Self.token: contract, Self.other: ReplayChain.token([Self.rich: 4])]
            let reader = try await reader(chain.provider())
            let answers = await reader.holdings([try query(reader, asset), try query(reader, ["erc721": .string(Self.other)])])
            #expect(code(answers[0]) == .upstreamInvalid)
            #expect(amount(answers[1]) == "4")
        }
    }

    @Test func saysWhenThereIsNoContract() async throws {
        let reader = try await reader(ReplayChain().provider())
        let answer = await reader.holdings([try query(reader)])[0]
        let error = #expect(throws: ChainError.self) { try answer.get() }
        #expect(error?.code.blame == .outside)
        #expect(error?.adapter == "berachain")
        #expect(error?.message.contains("There is no contract at \(Self.token)") == true)
    }

    @Test(
        arguments: [
            ("eth_getBlockByNumber", .success(nil), .upstreamUnavailable),
            ("eth_getBlockByNumber", .success(["number": "1000"]), .upstreamInvalid),
            ("eth_getBlockByNumber", .success("0x3e8"), .upstreamInvalid),
            ("eth_getBlockByNumber", .failure(RPCFailure(code: -32005, message: "limit")), .upstreamRateLimited),
            ("eth_getCode", .success("0x1"), .upstreamInvalid), ("eth_getCode", .success(nil), .upstreamInvalid),
            ("eth_call", .success("0x"), .upstreamInvalid), ("eth_call", .success(.string("0x" + word)), .upstreamInvalid),
            ("eth_call", .success(5), .upstreamInvalid), ("eth_call", .success("0xzz"), .upstreamInvalid),
            (
                "eth_call",
                .success(.string("0x" + String(repeating: "0", count: 62) + "20" + String(repeating: "0", count: 64))),
                .upstreamInvalid
            ),
            ("eth_call", .failure(RPCFailure(code: -32000, message: "header not found")), .upstreamUnavailable),
            ("eth_call", .failure(RPCFailure(code: -32000, message: "missing trie node 1f")), .upstreamUnavailable),
            ("eth_call", .failure(RPCFailure(code: 3, message: "execution reverted")), .upstreamInvalid),
            ("eth_call", .failure(RPCFailure(code: -32603, message: "internal key abc")), .upstreamUnavailable),
            ("eth_call", .failure(RPCFailure(code: 429, message: "slow down")), .upstreamRateLimited),
        ] as [(String, RPCAnswer, ChainError.Code)])
    func leavesUndeterminedWhatANodeDoesNotAnswerRightly(method: String, answer: RPCAnswer, expected: ChainError.Code)
        async throws
    {
        let node = ReplayChain(overrides: [method: answer], contracts: [Self.token: ReplayChain.token([:])]).provider()
        let reader = try await reader(node)
        let answers = await reader.holdings([try query(reader), try query(reader, of: Self.poor)])
        #expect(answers.map(code) == [expected, expected])
        let error = #expect(throws: ChainError.self) { try answers[0].get() }
        #expect(error?.description.contains("abc") == false)
    }

    @Test func saysWhenANodeLacksTheBlock() async throws {
        let failure = RPCFailure(code: -32000, message: "header not found")
        let reader = try await reader(ReplayChain(overrides: ["eth_call": .failure(failure)]).provider())
        let answer = await reader.holdings([try query(reader)])[0]
        let error = #expect(throws: ChainError.self) { try answer.get() }
        #expect(error?.message.contains("does not have the block") == true)
    }

    @Test(arguments: ["eth_getBlockByNumber", "eth_getCode", "eth_call"])
    func asksTheNextProviderWhenOneFails(method: String) async throws {
        let contracts = [Self.token: ReplayChain.token([Self.rich: 2])]
        let broken = ReplayChain(overrides: [method: .success(7)], contracts: contracts).provider("broken")
        let reader = try await reader(broken, ReplayChain(height: 5, contracts: contracts).provider("sound"))
        let holding = try await reader.holdings([query(reader)])[0].get()
        #expect(holding.amount == Amount(UInt64(2)))
        #expect(holding.source == "sound")
        #expect(holding.at == .block(5))
    }

    @Test func refusesAQueryOfAnotherChainAlone() async throws {
        let node = ReplayChain(contracts: [Self.token: ReplayChain.token([Self.rich: 2])]).provider()
        let reader = try await reader(node)
        let sound = try await query(reader)
        let foreign = try ChainID("eip155:1")
        let queries = [
            HoldingQuery(account: sound.account, asset: Asset(chain: foreign, namespace: "erc721", reference: Self.token)), sound,
            HoldingQuery(account: try Account(chain: foreign, address: Self.rich), asset: sound.asset),
            HoldingQuery(account: sound.account, asset: Asset(chain: sound.asset.chain, namespace: "slip44", reference: "60")),
        ]
        let answers = await reader.holdings(queries)
        #expect(answers.map(amount) == [nil, "2", nil, nil])
        #expect(answers.map(code) == [.assetInvalid, nil, .accountInvalid, .assetInvalid])
    }

    @Test(arguments: [("safe", 64), ("finalized", 96)] as [(String, UInt64)])
    func takesTheBlockByDepthWhereTheTagIsNotServed(tag: String, depth: UInt64) async throws {
        let failures = [
            RPCFailure(code: -32602, message: "invalid block tag"), RPCFailure(code: -32000, message: "\(tag) block not found"),
        ]
        for refusal in [RPCAnswer.success(nil)] + failures.map(RPCAnswer.failure) {
            let chain = ReplayChain(contracts: [Self.token: ReplayChain.token([Self.rich: 2])])
            let node = ReplayProvider { call throws(ChainError) in
                if call.params[0] == .string(tag) { return refusal }
                return try chain.respond(to: call)
            }
            let reader = try await reader(node, options: ["network": 80094, "block": .string(tag)])
            let holding = try await reader.holdings([query(reader)])[0].get()
            #expect(holding.at == .block(1_000 - depth))
            #expect(node.requests.last?.first?.params[1] == .string(EVMQuantity.write(1_000 - depth)))
        }
    }

    @Test func takesALimitForNoMissingTag() async throws {
        let chain = ReplayChain(contracts: [Self.token: ReplayChain.token([Self.rich: 2])])
        let node = ReplayProvider { call throws(ChainError) in
            if call.params[0] == "safe" { return .failure(RPCFailure(code: -32005, message: "limit exceeded")) }
            return try chain.respond(to: call)
        }
        let reader = try await reader(node, options: ["network": 80094, "block": "safe"])
        let answers = try await reader.holdings([query(reader)])
        #expect(answers.map(code) == [.upstreamRateLimited])
    }

    @Test func readsAtTheTagWhereItIsServed() async throws {
        let node = ReplayChain(contracts: [Self.token: ReplayChain.token([Self.rich: 2])]).provider()
        let reader = try await reader(node, options: ["network": 80094, "block": "finalized"])
        #expect(try await reader.holdings([query(reader)])[0].get().at == .block(1_000))
        #expect(node.requests[0][0].params == ["finalized", false])
    }

    @Test func takesTheFirstBlockOfAChainShorterThanTheDepth() async throws {
        let chain = ReplayChain(height: 3, contracts: [Self.token: ReplayChain.token([Self.rich: 2])])
        let node = ReplayProvider { call throws(ChainError) in
            call.params[0] == "safe" ? .success(nil) : try chain.respond(to: call)
        }
        let reader = try await reader(node, options: ["network": 80094, "block": "safe"])
        #expect(try await reader.holdings([query(reader)])[0].get().at == .block(0))
    }
}
