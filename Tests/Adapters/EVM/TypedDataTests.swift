import ChainKit
import Testing

@testable import EVMAdapter

@Suite struct TypedDataTests {
    /// A list of people, each of whom may have children: a structure that refers to itself.
    private static let family: JSONValue = [
        "types": [
            "Person": [
                ["name": "name", "type": "string"], ["name": "age", "type": "int8"], ["name": "tag", "type": "bytes2"],
                ["name": "children", "type": "Person[]"], ["name": "pair", "type": "uint16[2]"],
                ["name": "wallet", "type": "address"], ["name": "old", "type": "bool"],
            ]
        ],
        "primaryType": "Person", "domain": ["name": "family"], "message": person,
    ]
    private static let person: JSONValue = [
        "name": "Ada", "age": -3, "tag": "0x0102", "children": [], "pair": ["1", "0xff"], "old": false,
        "wallet": "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed",
    ]

    private func set(_ value: JSONValue, _ path: ArraySlice<String>, _ new: JSONValue?) -> JSONValue {
        guard let step = path.first, case .object(var members) = value else { return new ?? .null }
        let rest = path.dropFirst()
        members[step] = rest.isEmpty ? new : set(members[step] ?? .null, rest, new)
        return .object(members)
    }

    private func changed(_ pointer: String, _ new: JSONValue?) -> JSONValue {
        set(Self.family, pointer.split(separator: "/").map(String.init)[...], new)
    }

    @Test func readsAStructureThatRefersToItself() throws {
        let alone = try TypedData(Self.family)
        let parent = try TypedData(changed("/message/children", [Self.person, Self.person]))
        #expect(alone.domainSeparator == parent.domainSeparator && alone.typeHash == parent.typeHash)
        #expect(alone.digest != parent.digest && alone.digest.count == 32)
    }

    @Test(
        arguments: [
            ("/message/age", "-3"), ("/message/age", -3), ("/message/pair", [1, 255]), ("/message/pair", ["0x1", "0x00ff"]),
            ("/message/wallet", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"),
            ("/types/EIP712Domain", [["name": "name", "type": "string"]]),
        ] as [(String, JSONValue)])
    func takesEverySpellingOfOneValueForTheSame(pointer: String, value: JSONValue) throws {
        #expect(try TypedData(changed(pointer, value)).digest == TypedData(Self.family).digest)
    }

    @Test(
        arguments: [
            ("/message/age", 128, "/message/age"), ("/message/age", -129, "/message/age"), ("/message/age", "-0", "/message/age"),
            ("/message/age", .number(1.5), "/message/age"), ("/message/age", "0x", "/message/age"),
            ("/message/age", "--1", "/message/age"), ("/message/age", nil, "/message/age"),
            ("/message/pair", [1], "/message/pair"), ("/message/pair", [1, 2, 3], "/message/pair"),
            ("/message/pair", [1, 65536], "/message/pair/1"), ("/message/pair", [1, -1], "/message/pair/1"),
            ("/message/pair", "12", "/message/pair"), ("/message/tag", "0x01", "/message/tag"),
            ("/message/tag", "0x010203", "/message/tag"), ("/message/tag", "0102", "/message/tag"),
            ("/message/wallet", "0x5aaeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "/message/wallet"),
            ("/message/old", 0, "/message/old"), ("/message/name", 5, "/message/name"), ("/message/name", .null, "/message/name"),
            ("/message/children", [nil], "/message/children/0"), ("/message/more", 1, "/message"), ("/message", [], "/message"),
            ("/domain/name", 1, "/domain/name"), ("/domain/title", "x", "/domain"), ("/domain", nil, "/domain"),
            ("/domain/chainId", -1, "/domain/chainId"), ("/primaryType", "Human", "/message"),
            ("/primaryType", nil, "/primaryType"),
            ("/primaryType", "EIP712Domain", "/primaryType"), ("/types", nil, "/types"),
            ("/types/EIP712Domain", [], "/types/EIP712Domain"),
            ("/types/EIP712Domain", [["name": "name", "type": "bytes"]], "/types/EIP712Domain"),
            ("/types/uint8", [], "/types/uint8"), ("/types/A,B", [], "/types/A,B"), ("/types/Pet", 5, "/types/Pet"),
            ("/types/Pet", [["name": "owner", "type": "Human"]], "/types/Pet"),
            ("/types/Pet", [["name": "a", "type": "bool"], ["name": "a", "type": "bool"]], "/types/Pet/1"),
            ("/types/Pet", [["name": "a)", "type": "bool"]], "/types/Pet/0"), ("/types/Pet", [["name": "a"]], "/types/Pet/0"),
        ] as [(String, JSONValue?, String)])
    func pointsAtWhatIsWrong(pointer: String, value: JSONValue?, at place: String) {
        let error = #expect(throws: ChainError.self) { try TypedData(changed(pointer, value)) }
        #expect(error?.code == .parametersInvalid)
        #expect(error?.pointer == place)
    }

    @Test(arguments: [
        "", "uint", "int", "uint7", "uint264", "int0", "bytes0", "bytes33", "bytes032", "uint256[", "uint256]", "uint256[0]",
        "uint256[01]", "uint256[-1]", "uint256[1]x", "uint256[][", "[]", "a b", "1a", "a,b", "Person[99999]",
        "bool" + String(repeating: "[]", count: 9),
    ])
    func refusesWhatNamesNoType(name: String) {
        #expect(TypedDataType(name) == nil)
    }

    @Test func readsTypesByTheirNames() {
        #expect(TypedDataType("uint256") == .uint(bits: 256))
        #expect(TypedDataType("int8[3][]") == .array(.array(.int(bits: 8), count: 3), count: nil))
        #expect(TypedDataType("bytesOfData") == .structure("bytesOfData"))
        #expect(TypedDataType("Person[2]")?.structure == "Person")
    }

    @Test func refusesEndlessNesting() {
        var person = Self.person
        for _ in 0..<100 { person = set(person, ["children"], [person]) }
        let error = #expect(throws: ChainError.self) { try TypedData(changed("/message", person)) }
        #expect(error?.message.contains("deeper") == true)
    }

    @Test func refusesMoreStructuresThanItsLimit() {
        let types = Dictionary(uniqueKeysWithValues: (0...64).map { ("T\($0)", JSONValue.array([])) })
        #expect(throws: ChainError.self) { try TypedData(changed("/types", .object(types))) }
    }
}
