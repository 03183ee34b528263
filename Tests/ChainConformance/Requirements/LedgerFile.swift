import ChainConformance
import ChainKit

/// The exchange file of ``LedgerAdapter``, and what is asked about it.
enum LedgerFile {
    static let whole: JSONValue = [
        "adapter": "ledger", "format_version": 1, "configuration": configuration, "upstream": .array(world),
        "accounts": [["canonical": "alice", "spellings": ["Alice"]], ["canonical": "bob", "spellings": ["BOB"]]],
        "malformed": [["text": "al1ce", "says": "letters"]], "cases": .array(cases),
    ]

    static let configuration: JSONValue = [
        "key": "{{secret}}", "providers": [["name": "ledger", "url": "{{upstream}}/{{secret}}"]],
    ]

    static let world: [JSONValue] = [
        answer("ledger", "1"),
        answer("balances", ["{{each params.0}}": ["alice/gold": balance("alice", "5"), "bob/gold": balance("bob", "12")]]),
        answer(
            "items", ["alice", 1],
            [
                item("a1", "cats", of: "alice"), item("a2", "cats", of: "alice", isGenuine: false),
                item("a3", "dogs", of: "alice"),
            ],
            of: "alice"),
        answer(
            "items", ["bob", 1], [item("b1", "cats", of: "bob", isGenuine: false), item("b2", "cats", of: "bob", isBurnt: true)],
            of: "bob"),
        answer("items", ["carol", 1], [item("c1", "cats", of: "carol")], isLast: false, of: "carol"),
        answer("items", ["carol", 2], [item("c2", "cats", of: "carol"), item("c3", "cats", of: "carol")], of: "carol"),
        answer("items", ["dave", 1], [item("d1", "cats", of: "dave")], isLast: false, of: "dave"),
        answer("items", ["dave", 2], [item("d2", "cats", of: "dave")], isLast: false, of: "dave"),
    ]

    static let cases: [JSONValue] = [
        query("gold of alice", "alice", ["coin": "gold"], ["holds": "5"]),
        query("gold of bob", "bob", ["coin": "gold"], ["holds": "12"]),
        query("cats of alice", "alice", ["album": "cats"], ["holds": "1", "items": ["a1"]]),
        query("false cats of bob", "bob", ["album": "cats"], ["holds": "0"], "HLD-4"),
        query("two pages", "carol", ["album": "cats"], ["holds": "3", "items": ["c1", "c2", "c3"]], "HLD-5"),
        query("three pages", "dave", ["album": "cats"], ["undetermined": "upstream_too_large"], "HLD-5"),
        another("another ledger", answers: "2", ["undetermined": "upstream_wrong_chain"]),
    ]

    /// A query to a provider of another ledger, or of none.
    static func another(
        _ name: String, answers identity: JSONValue, of method: String = "ledger", _ expected: JSONValue,
        _ requirement: String? = nil
    ) -> JSONValue {
        var one = query(name, "alice", ["coin": "gold"], expected, requirement).members ?? [:]
        one["upstream"] = [answer(method, identity)]
        return .object(one)
    }

    static func answer(_ method: String, _ result: JSONValue) -> JSONValue {
        ["request": ["rpc": .string(method)], "response": ["result": result]]
    }

    private static func answer(
        _ method: String, _ params: JSONValue, _ items: JSONValue, isLast: Bool = true, of owner: String
    ) -> JSONValue {
        [
            "request": ["rpc": .string(method), "params": params],
            "response": ["result": ["owner": .string(owner), "items": items, "last": .bool(isLast)]],
        ]
    }

    private static func balance(_ account: String, _ amount: String) -> JSONValue {
        ["account": .string(account), "amount": .string(amount)]
    }

    private static func item(
        _ id: String, _ album: String, of owner: String, isGenuine: Bool = true, isBurnt: Bool = false
    ) -> JSONValue {
        [
            "id": .string(id), "album": .string(album), "owner": .string(owner), "genuine": .bool(isGenuine),
            "burnt": .bool(isBurnt),
            "image": .string("https://pictures.example/\(id)"),
        ]
    }

    private static func query(
        _ name: String, _ account: String, _ asset: JSONValue, _ expected: JSONValue, _ requirement: String? = nil
    ) -> JSONValue {
        var one: [String: JSONValue] = [
            "name": .string(name), "query": ["account": .string(account), "asset": asset], "expected": expected,
        ]
        one["requirement"] = requirement.map(JSONValue.string)
        return .object(one)
    }

    /// Tries requirements on the adapter.
    /// - Parameters:
    ///   - members: members of the file that are otherwise.
    ///   - change: what becomes of the adapter.
    static func `try`(
        _ requirements: [RequirementID], _ members: [String: JSONValue] = [:],
        _ change: (AdapterUnderTest) -> AdapterUnderTest = { $0 }
    ) async throws -> [RequirementID: CheckOutcome] {
        let written = (whole.members ?? [:]).merging(members) { _, new in new }
        let file = try ExchangeFile(parsing: JSONValue.object(written).jsonBytes, path: "ledger/ledger.json")
        let bench = try ExchangeBench()
        let adapter = change(AdapterUnderTest(LedgerAdapter.kind, id: "ledger", files: [file], bench: bench))
        var outcomes: [RequirementID: CheckOutcome] = [:]
        for check in RequirementSuite(adapter, id: "ledger").checks {
            guard let id = check.requirement, requirements.contains(id) else { continue }
            outcomes[id] = await check.run()
        }
        await bench.close()
        return outcomes
    }

    static func `try`(
        _ requirement: RequirementID, _ members: [String: JSONValue] = [:],
        _ change: (AdapterUnderTest) -> AdapterUnderTest = { $0 }
    ) async throws -> CheckOutcome? {
        try await `try`([requirement], members, change)[requirement]
    }
}
