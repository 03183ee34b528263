import ChainConformance
import ChainKit
import Foundation
import Testing

struct ExchangeFileTests {
    /// A file with a case of every question, all in order.
    private static let file: JSONValue = [
        "adapter": "toy", "format_version": 1, "configuration": [:], "optional": ["pending"],
        "accounts": [["canonical": "toy1", "spellings": ["TOY1"]]],
        "cases": [
            [
                "name": "query", "query": ["account": "toy1", "asset": "coin", "names_items": true], "budget": 3,
                "requirement": "HLD-4",
                "expected": ["holds": "2", "items": ["a"], "delegated": [["holder": "toy2", "amount": "1", "items": ["a"]]]],
            ],
            [
                "name": "proof", "expected": ["accept": "toy1", "by": "contract"],
                "proof": [
                    "challenge": [
                        "chain": "toy:one", "domain": "rewards.example", "uri": "https://rewards.example", "nonce": "12345678",
                        "statement": "Sign in", "issued_at": "2026-05-28T20:26:40Z", "expires_at": "2026-05-28T20:36:40Z",
                    ],
                    "proof": ["text": "hello", "who": "toy1", "signature": "00"], "now": "2026-05-28T20:27:40Z",
                    "signatures": [["at": "/signature", "as": "hex"]], "messages": ["/text"], "addresses": ["/who"],
                    "unbound": ["domain"],
                ],
            ],
            [
                "name": "payment", "expected": ["paid": true],
                "payment": [
                    "transaction": "1", "payer": "toy1", "recipient": "toy2", "amount": "5", "memo": ["order": "7"],
                    "not_before": "2026-05-28T20:26:40Z",
                ],
            ],
            [
                "name": "delivery", "expected": ["reject": "delivery_refused"],
                "delivery": ["headers": ["a": "b"], "body": "{}", "now": "2026-05-28T20:27:40Z"],
            ],
        ],
    ]

    @Test func readsWhatAFileSays() throws {
        let read = try ExchangeFile(parsing: Self.file.jsonBytes, path: "toy/whole.json")
        #expect(read.name == "whole")
        #expect(read.optional == ["pending"])
        #expect(read.accounts.map(\.canonical) == ["toy1"])
        #expect(read.accounts.map(\.spellings) == [["TOY1"]])
        #expect(read.cases.map(\.name) == ["query", "proof", "payment", "delivery"])
        #expect(read.cases[0].budget == 3)
        #expect(read.cases[0].requirement == .lookAlikes)
        guard case .holding(let query) = read.cases[0].question, case .proof(let proof) = read.cases[1].question else {
            Issue.record("The questions are others than the file's.")
            return
        }
        #expect(query.namesItems)
        #expect(proof.messages == ["/text"])
        #expect(proof.addresses == ["/who"])
        #expect(proof.unbound == [.domain])
        #expect(proof.challenge.statement == "Sign in")
        #expect(read.cases[1].expected == .accepts("toy1", by: .contract))
    }

    /// A change of one member, and the place that the refusal has to name.
    struct Malformed: Sendable, CustomTestStringConvertible {
        let at: [String]
        let value: JSONValue
        let named: String

        /// - Parameters:
        ///   - rest: what follows after the place of the change.
        ///   - place: another place altogether.
        init(_ at: String, _ value: JSONValue, names rest: String = "", instead place: String? = nil) {
            self.at = at.split(separator: "/").map(String.init)
            self.value = value
            named = place ?? "/\(at)\(rest)"
        }

        var testDescription: String { "/\(at.joined(separator: "/")): \(value.json)" }
    }

    static let malformed: [Malformed] = [
        Malformed("notes", 5),
        Malformed("optional", "burnt"),
        Malformed("optional", ["burnt", 5], names: "/1"),
        Malformed("accounts/0/spellings", "TOY"),
        Malformed("accounts/0/spellings", ["TOY", 5], names: "/1"),
        Malformed("cases/0/budget", "3"),
        Malformed("cases/0/budget", -1),
        Malformed("cases/0/configuration", []),
        Malformed("cases/0/requirement", "ACC-1"),
        Malformed("cases/0/requirement", "HLD-9"),
        Malformed("cases/0/requirement", "HLD-3"),
        Malformed("cases/0/requirement", 4),
        Malformed("cases/1/requirement", "HLD-4"),
        Malformed("cases/0/reason", []),
        Malformed("cases/0/source", 1),
        Malformed("cases/0/query/names_items", "yes"),
        Malformed("cases/0/query", ["account": "toy1"], names: "/asset"),
        Malformed("cases/0/expected/items", "a"),
        Malformed("cases/0/expected/items", [1], names: "/0"),
        Malformed("cases/0/expected/delegated", "toy2"),
        Malformed("cases/0/expected/delegated", [["holder": "toy2"]], names: "/0"),
        Malformed("cases/0/expected", ["holds": "2", "reject": "asset_invalid"]),
        Malformed("cases/0/expected", ["holds": 2], names: "/holds"),
        Malformed("cases/0/expected", [:]),
        Malformed("cases/0/expected", ["accept": "toy1"], names: "/accept"),
        Malformed("cases/0/expected", ["paid": true], names: "/paid"),
        Malformed("cases/0/expected", ["reject": "signature_invalid"], names: "/reject"),
        Malformed("cases/0/expected", ["undetermined": "no_such_code"], names: "/undetermined"),
        Malformed("cases/0/expected", ["undetermined": "asset_invalid"], names: "/undetermined"),
        Malformed("cases/0/expected", ["undetermined": 1], names: "/undetermined"),
        Malformed("cases/1/expected/by", "magic"),
        Malformed("cases/1/expected/items", ["a"]),
        Malformed("cases/1/expected", ["reject": "memo_missing"], names: "/reject"),
        Malformed("cases/1/proof/messages", "/text"),
        Malformed("cases/1/proof/messages", ["text"], names: "/0"),
        Malformed("cases/1/proof/messages", ["/text", "/other"], names: "/1"),
        Malformed("cases/1/proof/addresses", [5], names: "/0"),
        Malformed("cases/1/proof/signatures", [["at": "/sig", "as": "hex"]], names: "/0/at"),
        Malformed("cases/1/proof/unbound", "domain"),
        Malformed("cases/1/proof/unbound", ["nonce"], names: "/0"),
        Malformed("cases/1/proof/now", "yesterday"),
        Malformed("cases/1/proof/challenge/statement", 5),
        Malformed("cases/1/proof/challenge/account", ["toy1"]),
        Malformed("cases/1/proof/challenge/account", "toy 1"),
        Malformed("cases/1/proof/challenge/chain", "toy"),
        Malformed("cases/1/proof/challenge/chain", 5),
        Malformed("cases/2/expected/paid", false),
        Malformed("cases/2/payment/memo", 7),
        Malformed("cases/2/payment/memo", ["order": 7], names: "/order"),
        Malformed("cases/2/payment/not_after", "later"),
        Malformed("cases/2/payment/tip", "1"),
        Malformed("cases/3/delivery/headers", ["a": 1], names: "/a"),
        Malformed("cases/3/delivery/now", "2026"),
        Malformed("cases/3/name", "query", instead: "/cases"),
    ]

    @Test(arguments: malformed) func refusesAMalformedFileAndNamesThePlace(_ malformed: Malformed) {
        let bytes = Self.file.changed(at: malformed.at[...], to: malformed.value).jsonBytes
        let error = #expect(throws: ChainError.self) { try ExchangeFile(parsing: bytes, path: "toy/whole.json") }
        #expect(error?.code == .configurationInvalid)
        #expect(error?.pointer == malformed.named)
        #expect(error?.message.hasPrefix("toy/whole.json: ") == true)
    }

    @Test(arguments: ["conformance/exchanges", "Examples/sui/exchanges", "Sources/Gatehouse/Adapter/Templates/exchanges"])
    func readsEveryFileOfThisRepository(folder: String) throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        #expect(try !ExchangeFile.load([root.appending(path: folder).path]).isEmpty)
    }
}

extension JSONValue {
    fileprivate func changed(at steps: ArraySlice<String>, to new: JSONValue) -> JSONValue {
        guard let step = steps.first else { return new }
        switch self {
        case .array(var elements):
            guard let index = Int(step), elements.indices.contains(index) else { return self }
            elements[index] = elements[index].changed(at: steps.dropFirst(), to: new)
            return .array(elements)
        case .object(var members):
            members[step] = (members[step] ?? .null).changed(at: steps.dropFirst(), to: new)
            return .object(members)
        default: return self
        }
    }
}
