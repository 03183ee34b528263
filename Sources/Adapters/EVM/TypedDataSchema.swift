import ChainCrypto
import ChainKit

/// The structures that typed data is made of (EIP-712, member `types`).
struct TypedDataSchema: Sendable {
    struct Member: Sendable, Hashable {
        let name: String
        let typeName: String
        let type: TypedDataType
    }

    static let domainName = "EIP712Domain"
    /// More structures, or members in one, are refused: each is hashed with all it refers to.
    static let limit = 64

    /// The members of `EIP712Domain` in their order, of which a domain has those it needs.
    private static let domainMembers = [
        Member(name: "name", typeName: "string", type: .string),
        Member(name: "version", typeName: "string", type: .string),
        Member(name: "chainId", typeName: "uint256", type: .uint(bits: 256)),
        Member(name: "verifyingContract", typeName: "address", type: .address),
        Member(name: "salt", typeName: "bytes32", type: .fixedBytes(32)),
    ]

    private(set) var structures: [String: [Member]]

    /// Reads `types` and derives `EIP712Domain` from the members the domain has.
    ///
    /// Where `types` lists `EIP712Domain` it must be just that: wallets differ on which of two they would hash.
    /// - Throws: `parameters_invalid` with a pointer.
    init(types: JSONValue?, domain: JSONValue?) throws(ChainError) {
        guard let listed = types?.members, listed.count <= Self.limit else {
            throw Self.invalid("/types", "\"types\" must be an object of at most \(Self.limit) structures.")
        }
        guard let present = domain?.members else { throw Self.invalid("/domain", "\"domain\" must be an object.") }
        structures = [:]
        for (name, members) in listed.sorted(by: { $0.key < $1.key }) {
            guard TypedDataType(name) == .structure(name) else {
                throw Self.invalid(
                    Self.pointer(name), "A structure's name must be letters, digits, _ and $, and no other type's.")
            }
            structures[name] = try Self.members(members, of: name)
        }
        let derived = Self.domainMembers.filter { present[$0.name] != nil }
        guard structures[Self.domainName] ?? derived == derived else {
            throw Self.invalid(
                Self.pointer(Self.domainName),
                "EIP712Domain must list what \"domain\" has, in the order name, version, chainId, verifyingContract, salt.")
        }
        structures[Self.domainName] = derived
        for (name, members) in structures.sorted(by: { $0.key < $1.key }) {
            for member in members where member.type.structure.map({ structures[$0] == nil }) == true {
                throw Self.invalid(
                    Self.pointer(name), "\"\(member.name)\" is a \(member.typeName), which \"types\" does not have.")
            }
        }
    }

    /// `Name(type name,…)` of the structure, then of all it refers to, those by name (EIP-712, "encodeType").
    func encodedType(of name: String) -> String {
        var found: Set<String> = [name]
        var open = [name]
        while let next = open.popLast() {
            for reference in structures[next, default: []].compactMap(\.type.structure) where found.insert(reference).inserted {
                open.append(reference)
            }
        }
        found.remove(name)
        return ([name] + found.sorted()).map { name in
            let members = structures[name, default: []].map { "\($0.typeName) \($0.name)" }
            return "\(name)(\(members.joined(separator: ",")))"
        }.joined()
    }

    func typeHash(of name: String) -> [UInt8] { Keccak256.hash(Array(encodedType(of: name).utf8)) }

    private static func members(_ value: JSONValue, of name: String) throws(ChainError) -> [Member] {
        guard let elements = value.elements, elements.count <= limit else {
            throw invalid(pointer(name), "A structure is a list of at most \(limit) members.")
        }
        var members: [Member] = []
        var names: Set<String> = []
        for (index, element) in elements.enumerated() {
            guard let name = element["name"]?.text, TypedDataType.isIdentifier(name), names.insert(name).inserted,
                let typeName = element["type"]?.text, let type = TypedDataType(typeName)
            else {
                throw invalid(
                    pointer(name) + "/\(index)",
                    "A member has a name of its own, letters, digits, _ and $, and a type such as uint256, bytes32 or Person[].")
            }
            members.append(Member(name: name, typeName: typeName, type: type))
        }
        return members
    }

    private static func pointer(_ name: String) -> String { JSONPointer.member(name, of: "/types") }

    private static func invalid(_ pointer: String, _ message: String) -> ChainError {
        ChainError(.parametersInvalid, message, pointer: pointer)
    }
}
