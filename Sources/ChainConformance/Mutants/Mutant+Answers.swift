import ChainKit

extension Mutant {
    static let answers: [Mutant] = [
        Mutant(.wrongAnswers, "mends numbers that cannot be", answers: { $0.mended }),
        Mutant(.wrongAnswers, "takes what an answer leaves open for a yes", answers: { $0.agreeing }),
        Mutant(.wrongAnswers, "takes an item for unburnt of which nobody says so", answers: { $0.unburnt }),
        Mutant(.wrongAnswers, "looks at whose the first item of a list is, and at no other's", answers: { $0.ownedAsTheFirst }),
        Mutant(.wrongAnswers, "asks nobody which chain a provider serves") { kind in
            kind.making { setup throws(ChainError) in
                try await kind.make(
                    setup.connecting { chain, _ in setup.connect(chain) { _ in ProviderIdentity(chain: chain) } })
            }
        },
    ]
}

extension JSONValue {
    /// The same value, in which every item is said to be burnt or not.
    fileprivate var unburnt: JSONValue {
        switch self {
        case .array(let elements): return .array(elements.map(\.unburnt))
        case .object(var members):
            if members["id"] != nil, members["burnt"] ?? .null == .null { members["burnt"] = false }
            return .object(members.mapValues(\.unburnt))
        default: return self
        }
    }

    /// The same value, in whose lists every element has the owner of the first.
    fileprivate var ownedAsTheFirst: JSONValue {
        switch self {
        case .array(let elements):
            guard let first = elements.first else { return self }
            return .array(elements.map { $0.owned(as: first).ownedAsTheFirst })
        case .object(let members): return .object(members.mapValues(\.ownedAsTheFirst))
        default: return self
        }
    }

    private func owned(as first: JSONValue) -> JSONValue {
        guard var members, let theirs = first.members else { return self }
        for (name, value) in members {
            guard let other = theirs[name] else { continue }
            members[name] = ["owner", "owner_address"].contains(name) ? other : value.owned(as: other)
        }
        return .object(members)
    }

    /// The same value with true in place of each null member.
    fileprivate var agreeing: JSONValue {
        switch self {
        case .array(let elements): .array(elements.map(\.agreeing))
        case .object(let members): .object(members.mapValues { $0 == .null ? true : $0.agreeing })
        default: self
        }
    }

    /// The same value with zeros where a number is negative or larger than any can be.
    fileprivate var mended: JSONValue {
        switch self {
        case .integer(let whole) where whole < 0: 0
        case .number(let number) where number.magnitude > 1e78: 0
        case .string("-1"): "0"
        case .string("0x-1"): .string("0x" + String(repeating: "0", count: 64))
        case .string(let text) where text.utf8.count == 100 && text.utf8.allSatisfy { $0 == UInt8(ascii: "9") }: "0"
        case .array(let elements): .array(elements.map(\.mended))
        case .object(let members): .object(members.mapValues(\.mended))
        default: self
        }
    }
}
