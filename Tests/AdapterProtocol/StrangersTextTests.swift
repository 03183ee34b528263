import AdapterProtocol
import ChainKit
import Testing

/// What a stranger writes of itself and of its assets.
struct StrangersTextTests {
    private static let marks = String(repeating: "\u{301}", count: 1_000_000)

    @Test func aTextIsCutByItsBytesWhereverACharacterEnds() {
        #expect("abc".shown(3) == "abc")
        #expect("abc".shown(2) == "ab")
        #expect("a\u{e4}\u{e4}".shown(4) == "a\u{e4}")
        #expect("a\u{1b}[b\n\u{202e}".shown(64) == "a[b")
        #expect(("e" + Self.marks).shown(500).utf8.count == 499)
    }

    @Test func aMistakeIsNamedInFewBytes() throws {
        let reader = try MessageReader(["e\(Self.marks)": 1], "a test")
        let error = #expect(throws: ChainError.self) { try reader.allow("a") }
        #expect((error?.message.utf8.count ?? .max) < 600)
    }

    @Test func aPlaceIsNamedAsAPointer() throws {
        let reader = try MessageReader(["a": ["b/c~d": 1, "list": ["x", 1]]], "a test").object("a")
        let stranger = #expect(throws: ChainError.self) { try reader.allow("list") }
        #expect(stranger?.message.contains("\"/a/b~1c~0d\"") ?? false)
        let element = #expect(throws: ChainError.self) { try reader.texts("list") }
        #expect(element?.message.contains("\"/a/list/1\"") ?? false)
    }

    @Test func aNameTwiceIsNamedInFewBytes() {
        let name = "\"e\(Self.marks)\": 1"
        let error = #expect(throws: ChainError.self) { try JSONValue(parsing: Array("{\(name), \(name)}".utf8)) }
        #expect((error?.message.utf8.count ?? .max) < 200)
    }

    private static let wrongAssets: [(String, JSONValue)] = [
        ("token_ids", ["b", "a"]), ("token_ids", ["a", "a"]), ("token_ids", ["a,b"]), ("token_ids", [""]), ("through", ""),
        ("through", "a/b"), ("through", "a,b"),
    ]

    @Test(arguments: wrongAssets) func anAssetThatCouldBeReadAsAnotherIsRefused(_ name: String, _ value: JSONValue) throws {
        let asset: JSONValue = ["chain": "test:1", "namespace": "coin", "reference": "x", "token_ids": ["0:a", "b"]]
        _ = try Asset(wire: MessageReader(asset, "a test"))
        let error = #expect(throws: ChainError.self) { try Asset(wire: MessageReader(asset.adding(name, value), "a test")) }
        #expect(error?.message.contains("/\(name)") ?? false)
    }

    private static let wrongManifests: [(String, JSONValue)] = [
        ("id", ""), ("id", "a\u{e4}"), ("id", "a\nb"), ("version", .string(String(repeating: "1", count: 129))),
        ("hosts", ["a\u{301}"]), ("hosts", .texts((0..<65).map(String.init))), ("asset_kinds", [""]),
        ("asset_kinds", .texts((0..<65).map(String.init))), ("contract_versions", [1, "x", 1]),
        ("contract_versions", ["x", 1, 1]),
        ("contract_versions", [1]), ("contract_versions", [2, 1]), ("contract_versions", [0, 1]),
    ]

    @Test(arguments: wrongManifests) func aManifestIsOfPrintableWords(_ name: String, _ value: JSONValue) throws {
        let manifest: JSONValue = [
            "id": "test", "version": "1.0.0", "contract_versions": [1, 1], "roles": ["accounts"], "asset_kinds": ["coin"],
            "configuration_schema": [:], "hosts": ["a.example"], "budget": [:],
        ]
        _ = try AdapterManifest(wire: MessageReader(manifest, "a test"))
        let error = #expect(throws: ChainError.self) {
            try AdapterManifest(wire: MessageReader(manifest.adding(name, value), "a test"))
        }
        #expect(error?.message.contains("/\(name)") ?? false)
    }
}
