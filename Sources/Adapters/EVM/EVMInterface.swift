import ChainKit

/// What a contract says it is (ERC-165).
struct EVMInterface: Sendable, Hashable {
    static let erc165: [UInt8] = [0x01, 0xff, 0xc9, 0xa7]
    static let erc721: [UInt8] = [0x80, 0xac, 0x58, 0xcd]
    static let erc721Enumerable: [UInt8] = [0x78, 0x0e, 0x9d, 0x63]
    static let erc1155: [UInt8] = [0xd9, 0xb6, 0x7a, 0x26]
    /// A proper contract denies this one.
    private static let none: [UInt8] = [0xff, 0xff, 0xff, 0xff]

    let contract: EVMAddress
    let id: [UInt8]

    /// The three questions that settle it (ERC-165, "How to Detect if a Contract Implements ERC-165").
    func calls() throws(ChainError) -> [EVMCall] {
        var calls: [EVMCall] = []
        for id in [Self.erc165, Self.none, id] {
            calls.append(EVMCall(contract: contract, data: try ABIFunction.supportsInterface.call([.bytes(id)])))
        }
        return calls
    }

    /// Whether the answers to ``calls()`` say yes, no and yes.
    static func isImplemented(_ outcomes: some Collection<EVMCallOutcome>) -> Bool {
        outcomes.map(\.flag) == [true, false, true]
    }
}

extension EVMCallOutcome {
    /// A returned boolean; `nil` for everything else.
    fileprivate var flag: Bool? {
        guard case .returned(let data) = self, case .bool(let flag)? = try? ABIDecoder.decode(data, as: [.bool]).first else {
            return nil
        }
        return flag
    }
}

/// The interfaces that contracts were seen to have. They are asked for anew after a restart only; what a contract does not
/// have, it is asked for every time.
actor KnownInterfaces {
    private var known: Set<EVMInterface> = []

    /// Those not known yet, each once, in the order given, so that the same questions make the same request.
    func missing(of interfaces: [EVMInterface]) -> [EVMInterface] {
        var seen = known
        return interfaces.filter { seen.insert($0).inserted }
    }

    func record(_ interfaces: [EVMInterface]) { known.formUnion(interfaces) }
}
