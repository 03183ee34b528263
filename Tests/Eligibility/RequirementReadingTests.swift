import ChainKit
import Eligibility
import Testing

@Suite struct RequirementReadingTests {
    let sol: MemoryChain
    let methods: MethodRegistry

    init() throws {
        let sol = try MemoryChain("solana:main")
        self.sol = sol
        methods = try MethodRegistry([
            HoldingMethod(chainName: "sol", adapter: sol), HoldingMethod(chainName: "eth", adapter: try MemoryChain("eip155:1")),
            BypassMethod(), SnapshotMethod(load: { _ in "anna" }, accounts: { _ in sol }),
        ])
    }

    private func read(_ value: JSONValue, enabled: Set<MethodID> = ["sol", "eth", "bypass", "snapshot"]) async throws
        -> Requirement
    {
        let (requirement, mistakes) = await Requirement.read(value, methods: methods, enabled: enabled)
        #expect(mistakes.isEmpty)
        return try #require(requirement)
    }

    private let whole: JSONValue = [
        "any": [
            ["holds": ["chain": "sol", "token": "t", "at_least": 2]],
            [
                "at_least": [
                    "count": 2,
                    "of": [
                        ["holds": ["chain": "eth", "token": "e"]], ["method": "snapshot", "list": "f.csv", "chain": "sol"],
                        ["not": ["holds": ["chain": "sol", "token": "t", "at_least": 2]]],
                    ],
                ]
            ],
            ["method": "bypass"],
        ]
    ]

    @Test func readsEveryForm() async throws {
        let requirement = try await read(whole)
        #expect(requirement.methods == ["sol", "eth", "snapshot", "bypass"])
        #expect(
            requirement.sentence
                == "A participant must hold at least 2 of token:t on sol or meet at least 2 of (hold at least 1 of token:e on eth; "
                + "be on the list f.csv of sol wallets; not hold at least 2 of token:t on sol) or meet no condition.")
    }

    @Test func theWordMethodTakesTheMethodsOwnParameters() async throws {
        let subject = Subject(accounts: [try sol.account("anna")])
        let requirement = try await read(["method": "sol", "token": "t", "at_least": 2])
        let decision = requirement.decide(for: subject, given: requirement.facts(for: subject, ["anna": .success(2)]), now: noon)
        #expect(decision.outcome == .yes)
        #expect(decision.method == "sol")
        #expect(decision.account == subject.proven[0].account)
    }

    @Test func plansEachQueryOnceAndNothingForMethodsThatAreOff() async throws {
        let subject = Subject(accounts: [try sol.account("anna"), try MemoryChain("eip155:1").account("bert")])
        #expect(try await read(whole).plan(for: subject).count == 2)
        let withoutEth = try await read(whole, enabled: ["sol"])
        #expect(withoutEth.plan(for: subject).count == 1)
        #expect(withoutEth.sentence.contains("hold at least 1 of token:e on eth (switched off)"))
    }

    @Test func reasonsAndEvidenceSayWhatWasReadAndWhatWasNot() async throws {
        let subject = Subject(accounts: [try sol.account("anna"), try MemoryChain("eip155:1").account("bert")])
        let requirement = try await read([
            "any": [["holds": ["chain": "sol", "token": "t"]], ["holds": ["chain": "eth", "token": "e"]]]
        ])
        func decide(_ answers: [String: Result<UInt64, ChainError>]) -> Decision {
            requirement.decide(for: subject, given: requirement.facts(for: subject, answers), now: noon)
        }
        let nothing = decide(["anna": .down, "bert": .down])
        #expect(nothing.outcome == .unknown)
        #expect(nothing.retryAfterSeconds == 3)
        #expect(nothing.reasons.map(\.code) == ["upstream_timeout", "upstream_timeout"])
        let half = decide(["anna": .down, "bert": .success(0)])
        #expect(half.outcome == .unknown)
        #expect(half.evidence.map(\.account.address) == ["bert"])
        let granted = decide(["anna": .down, "bert": .success(1)])
        #expect(granted.outcome == .yes)
        #expect(granted.account?.address == "bert")
        #expect(granted.reasons.map(\.code) == ["holds_enough", "upstream_timeout"])
    }

    @Test(arguments: [
        (#""sol""#, "", "Found a string; write an object with one of"),
        ("{}", "", "Found nothing; write one of"),
        (#"{"hold": {"chain": "sol"}}"#, "", "Found \"hold\"; write one of"),
        (#"{"all": [], "any": []}"#, "", "Found \"all\" and \"any\" together"),
        (#"{"method": "bypass", "not": {}}"#, "", "Found \"method\" and \"not\" together"),
        (#"{"all": []}"#, "/all", "Found an empty list"),
        (#"{"any": {"method": "bypass"}}"#, "/any", "Found an object; write a list"),
        (#"{"not": {"not": null}}"#, "/not/not", "Found null"),
        (#"{"any": [{"method": "bypass"}], "note": "x"}"#, "/note", "Found \"note\"; write only \"any\" here."),
        (#"{"at_least": 2}"#, "/at_least", "Found a whole number; write {count: 2, of: [ … ]}."),
        (
            #"{"at_least": {"count": 2, "of": [{"method": "bypass"}]}}"#, "/at_least/count",
            "Found 2; write a whole number from 1 to 1."
        ),
        (#"{"at_least": {"count": 0, "of": [{"method": "bypass"}]}}"#, "/at_least/count", "Found 0"),
        (#"{"at_least": {"count": "1", "of": [{"method": "bypass"}]}}"#, "/at_least/count", "Found a string"),
        (#"{"at_least": {"of": [{"method": "bypass"}]}}"#, "/at_least", "\"count\" is missing"),
        (#"{"at_least": {"count": 1}}"#, "/at_least", "\"of\" is missing"),
        (#"{"at_least": {"count": 1, "of": [{"method": "bypass"}], "a/b": 1}}"#, "/at_least/a~1b", "Found \"a/b\""),
        (#"{"holds": "sol"}"#, "/holds", "Found a string; write {chain:"),
        (#"{"holds": {"token": "t"}}"#, "/holds", "\"chain\" is missing; write one of sol, eth."),
        (#"{"holds": {"chain": "sool"}}"#, "/holds/chain", "Found \"sool\", which is no chain; write one of sol, eth."),
        (#"{"holds": {"chain": "bypass"}}"#, "/holds/chain", "Found \"bypass\", which is no chain"),
        (#"{"holds": {"chain": "sol"}}"#, "/holds/token", "Write the token's name."),
        (#"{"method": "bypas"}"#, "/method", "Found \"bypas\", which is no method; write one of sol, eth, bypass, snapshot."),
        (#"{"method": ["bypass"]}"#, "/method", "Found a list, which is no method"),
        (#"{"method": "bypass", "at_least": 2}"#, "/at_least", "Found \"at_least\"; bypass takes no parameters"),
        (#"{"any": [{"method": "bypass"}, {"method": "snapshot", "list": 1}]}"#, "/any/1/list", "Found a whole number"),
    ])
    func saysWhatIsWrongAndWhere(json: String, pointer: String, message: String) async throws {
        let (requirement, mistakes) = await Requirement.read(try JSONValue(parsing: json.utf8), methods: methods, enabled: [])
        #expect(requirement == nil)
        let mistake = try #require(mistakes.first)
        #expect(mistakes.count == 1)
        #expect(mistake.pointer == pointer)
        #expect(mistake.message.hasPrefix(message))
    }

    @Test func tellsEveryMistakeAtOnce() async {
        let (_, mistakes) = await Requirement.read(
            [
                "any": [
                    ["method": "nope"], ["at_least": ["count": 9, "of": [["holds": ["chain": "eth"]], ["all": []]]]],
                    ["holds": ["chain": "sol", "token": "t", "at_least": 0], "x": 1],
                ]
            ], methods: methods, enabled: [])
        #expect(
            Set(mistakes.map(\.pointer)) == [
                "/any/0/method", "/any/1/at_least/count", "/any/1/at_least/of/0/holds/token", "/any/1/at_least/of/1/all",
                "/any/2/holds/at_least", "/any/2/x",
            ])
    }

    @Test func nestingHasALimit() async {
        var value: JSONValue = ["method": "bypass"]
        for _ in 1..<Requirement.maximumDepth { value = ["not": value] }
        #expect(await Requirement.read(value, methods: methods, enabled: []).mistakes.isEmpty)
        #expect(await Requirement.read(["not": value], methods: methods, enabled: []).mistakes.count == 1)
    }

    @Test func bypassGrantsWithoutAskingAnything() async throws {
        let requirement = try await read(["method": "bypass"])
        #expect(requirement.plan(for: Subject(accounts: [])).isEmpty)
        let decision = requirement.decide(for: Subject(accounts: []), given: [:], now: noon)
        #expect(decision.outcome == .yes)
        #expect(decision.method == "bypass")
        #expect(decision.account == nil)
        #expect(decision.reasons.map(\.code) == ["bypassed"])
    }
}
