import ChainKit
import Foundation
import Testing

/// Collections read from the chain's own accounts.
struct SolanaChainHoldingsTests {
    private let owner = Sample.address(1)

    /// A node that knows token accounts by program, accounts in the order they are asked for, and Core assets.
    private struct Node: Sendable {
        var tokens: [String: JSONValue] = [:]
        /// Mint and collection of each NFT, in the order of the candidates.
        var metadata: [JSONValue] = []
        var collectionAccount = Answered.account(program: Answered.token, [1])
        var coreAssets: JSONValue = []
        var indexed: JSONValue?

        func provider(change: @escaping @Sendable (RPCCall, JSONValue) -> JSONValue = { $1 }) -> ReplayProvider {
            ReplayProvider(das: indexed != nil) { call in .success(change(call, answer(call))) }
        }

        private func answer(_ call: RPCCall) -> JSONValue {
            switch call.method {
            case "getTokenAccountsByOwner":
                Answered.at(slot: 1001, tokens[call.params[1]?["programId"]?.text ?? ""] ?? [])
            case "getMultipleAccounts":
                if call.params[0] == [.string(Sample.collection)] {
                    Answered.at(slot: 1000, [collectionAccount])
                } else {
                    Answered.at(slot: 1002, .array(metadata))
                }
            case "getProgramAccounts": Answered.at(slot: 999, coreAssets)
            case "getAssetsByOwner": indexed ?? nil
            case "searchAssets" where call.params["compressed"] == true: Answered.page([])
            case "searchAssets": Answered.page([Answered.asset(Sample.address(20), owner: Sample.address(3))])
            default: nil
            }
        }
    }

    private var holder: Node {
        Node(
            tokens: [
                Answered.token: [
                    Answered.tokenAccount(mint: Sample.address(10), owner: owner),
                    Answered.tokenAccount(mint: Sample.address(11), owner: owner, amount: "0"),
                    Answered.tokenAccount(mint: Sample.address(12), owner: owner, amount: "1", decimals: 6),
                    Answered.tokenAccount(mint: Sample.address(13), owner: Sample.address(2)),
                    Answered.tokenAccount(mint: Sample.address(14), owner: owner, program: Sample.address(3)),
                ],
                Answered.token2022: [
                    Answered.tokenAccount(mint: Sample.address(15), owner: owner, program: Answered.token2022),
                    Answered.tokenAccount(mint: Sample.address(16), owner: owner, program: Answered.token2022),
                    Answered.tokenAccount(mint: Sample.address(17), owner: owner, program: Answered.token2022),
                    Answered.tokenAccount(mint: Sample.address(18), owner: owner, program: Answered.token2022),
                ],
            ],
            metadata: [
                Answered.metadata(mint: Sample.address(10), collection: Sample.collection),
                Answered.metadata(mint: Sample.address(15), collection: Sample.collection),
                Answered.metadata(mint: Sample.address(16), collection: Sample.collection, isVerified: false),
                Answered.metadata(mint: Sample.address(17), collection: Sample.otherCollection), nil,
            ])
    }

    @Test func countsVerifiedMembersOfBothTokenProgramsInTwoRequests() async throws {
        let provider = holder.provider()
        let holding = try await Sample.members(Sample.adapter([provider]), of: owner)
        #expect(holding.amount == Sample.amount(2))
        #expect(holding.items == [Sample.address(10), Sample.address(15)].sorted())
        #expect(holding.at == .slot(1000))
        #expect(
            provider.methods == [
                ["getTokenAccountsByOwner", "getTokenAccountsByOwner", "getMultipleAccounts"], ["getMultipleAccounts"],
            ])
        #expect(provider.asked[0][0].params[2]?["commitment"] == "confirmed")
    }

    @Test func answersZeroForAnEmptyWallet() async throws {
        let provider = Node().provider()
        let holding = try await Sample.members(Sample.adapter([provider], options: ["commitment": "finalized"]), of: owner)
        #expect(holding.amount == .zero)
        #expect(holding.at == .slot(1000))
        #expect(provider.asked.count == 1)
        #expect(provider.asked[0][0].params[2]?["commitment"] == "finalized")
    }

    @Test func findsTheAssetsOfACoreCollection() async throws {
        let node = Node(
            collectionAccount: Answered.account(program: Answered.core, [5]),
            coreAssets: [
                [
                    "pubkey": .string(Sample.address(20)),
                    "account": Answered.coreAsset(owner: owner, collection: Sample.collection),
                ]
            ])
        let provider = node.provider()
        let holding = try await Sample.members(Sample.adapter([provider]), of: owner)
        #expect(holding.items == [Sample.address(20)])
        #expect(holding.at == .slot(999))
        let search = try #require(provider.asked.last?.last?.params[1])
        #expect(search["filters"]?[0]?["memcmp"]?["bytes"] == .string(Base58.encode([1] + Answered.bytes(owner))))
        #expect(search["filters"]?[1]?["memcmp"]?["bytes"] == .string(Base58.encode([2] + Answered.bytes(Sample.collection))))
        #expect(search["filters"]?[1]?["memcmp"]?["offset"] == 33)
    }

    @Test(arguments: [
        Answered.coreAsset(owner: Sample.address(2), collection: Sample.collection),
        Answered.coreAsset(owner: Sample.address(1), collection: Sample.otherCollection),
        Answered.account(program: Answered.core, [0]), Answered.account(program: Answered.token, [1]), nil,
    ])
    func takesNoForeignCoreAsset(_ account: JSONValue) async throws {
        let node = Node(
            collectionAccount: Answered.account(program: Answered.core, [5]),
            coreAssets: [["pubkey": .string(Sample.address(20)), "account": account]])
        let error = await #expect(throws: ChainError.self) {
            try await Sample.members(Sample.adapter([node.provider()]), of: owner)
        }
        #expect(error?.code == .upstreamInvalid)
    }

    @Test func putsAnIndexersNothingToTheChain() async throws {
        var node = holder
        node.indexed = Answered.page([])
        let found = try await Sample.members(Sample.adapter([node.provider()]), of: owner)
        #expect(found.amount == Sample.amount(2))
        let empty = Node(indexed: Answered.page([])).provider()
        let nothing = try await Sample.members(Sample.adapter([empty]), of: owner)
        #expect(nothing.amount == .zero)
        #expect(nothing.at == .slot(1000))
        #expect(empty.asked.count == 3)
        #expect(nothing.basis == .chain)
        let trusted = Node(indexed: Answered.page([])).provider()
        _ = try await Sample.members(Sample.adapter([trusted], options: ["confirm_empty": false]), of: owner)
        #expect(trusted.asked.count == 1)
    }

    @Test func doesNotTakeAnUnconfirmedNothingForANo() async throws {
        let provider = ReplayProvider(das: true) { call in
            call.method == "getAssetsByOwner"
                ? .success(Answered.page([])) : .failure(RPCFailure(code: -32005, message: "Node is behind by 42 slots"))
        }
        let error = await #expect(throws: ChainError.self) {
            try await Sample.members(Sample.adapter([provider]), of: owner)
        }
        #expect(error?.code == .upstreamUnavailable)
    }

    /// Each spoils the answers to one method.
    private static let spoilt: [(String, JSONValue)] = [
        ("getTokenAccountsByOwner", nil), ("getTokenAccountsByOwner", []), ("getTokenAccountsByOwner", ["value": []]),
        ("getTokenAccountsByOwner", Answered.at(nil)), ("getTokenAccountsByOwner", Answered.at([5])),
        ("getTokenAccountsByOwner", Answered.at(slot: -1, [])),
        ("getTokenAccountsByOwner", tokens(amount: "-1")), ("getTokenAccountsByOwner", tokens(amount: "1.0")),
        ("getTokenAccountsByOwner", tokens(amount: "99999999999999999999")), ("getTokenAccountsByOwner", tokens(decimals: -1)),
        ("getTokenAccountsByOwner", tokens(mint: "0x00")), ("getTokenAccountsByOwner", tokens(owner: Sample.address(2))),
        ("getMultipleAccounts", nil), ("getMultipleAccounts", Answered.at([])), ("getMultipleAccounts", Answered.at([[:]])),
        ("getMultipleAccounts", Answered.at([nil, nil])),
    ]

    private static func tokens(
        mint: String = Sample.address(10), owner: String = Sample.address(1), amount: String = "1", decimals: Int64 = 0
    ) -> JSONValue {
        Answered.at([Answered.tokenAccount(mint: mint, owner: owner, amount: amount, decimals: decimals)])
    }

    @Test(arguments: spoilt.indices)
    func takesNoMalformedAnswerForNothing(_ index: Int) async throws {
        let (method, answer) = Self.spoilt[index]
        let provider = holder.provider { call, honest in call.method == method ? answer : honest }
        let error = await #expect(throws: ChainError.self) {
            try await Sample.members(Sample.adapter([provider]), of: owner)
        }
        #expect(error?.code == .upstreamInvalid)
    }

    @Test(
        arguments: [
            [:], 5, ["owner": .string(Answered.metadataProgram), "data": ["%%%", "base64"]],
            ["owner": .string(Answered.metadataProgram), "data": ["AAAA", "base64+zstd"]],
            Answered.account(program: Answered.metadataProgram, [4, 0, 0]),
            Answered.metadata(mint: Sample.address(77), collection: Sample.collection),
        ] as [JSONValue])
    func takesNoMalformedMetadataForNoMember(_ account: JSONValue) async throws {
        var node = holder
        node.metadata[0] = account
        let error = await #expect(throws: ChainError.self) {
            try await Sample.members(Sample.adapter([node.provider()]), of: owner)
        }
        #expect(error?.code == .upstreamInvalid)
    }

    @Test(
        arguments: [
            nil, Answered.account(program: Answered.metadataProgram, [0]),
            Answered.account(program: "11111111111111111111111111111111", []),
        ] as [JSONValue])
    func countsNoTokenWithoutMetadata(_ account: JSONValue) async throws {
        var node = holder
        node.metadata[0] = account
        let holding = try await Sample.members(Sample.adapter([node.provider()]), of: owner)
        #expect(holding.items == [Sample.address(15)])
    }

    @Test func asksForManyCandidatesAHundredAtATimeUpToTheCap() async throws {
        let owner = owner
        let mints = (0..<250).map { number in Base58.encode([UInt8(number)] + [UInt8](repeating: 3, count: 31)) }
        let provider = ReplayProvider { call in
            switch call.method {
            case "getTokenAccountsByOwner":
                let isFirst = call.params[1]?["programId"]?.text == Answered.token
                return .success(
                    Answered.at(.array(isFirst ? mints.map { Answered.tokenAccount(mint: $0, owner: owner) } : [])))
            default:
                let isCollection = call.params[0] == [.string(Sample.collection)]
                let found: JSONValue = isCollection ? Answered.account(program: Answered.token, [1]) : nil
                return .success(Answered.at(.array((call.params[0]?.elements ?? []).map { _ in found })))
            }
        }
        let holding = try await Sample.members(Sample.adapter([provider]), of: owner)
        #expect(holding.amount == .zero)
        #expect(provider.methods.last?.count == 3)
        let error = await #expect(throws: ChainError.self) {
            try await Sample.members(Sample.adapter([provider], options: ["max_pages": 2]), of: owner)
        }
        #expect(error?.code == .upstreamTooLarge)
    }
}
