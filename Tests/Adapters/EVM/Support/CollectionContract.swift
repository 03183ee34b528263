import ChainKit

@testable import EVMAdapter

/// An ERC-721 contract whose tokens have owners.
struct CollectionContract: Sendable {
    /// Owners by token id.
    var owners: [UInt64: String]
    var isEnumerable = true

    var contract: ReplayChain.Contract {
        let interfaces = [EVMInterface.erc721] + (isEnumerable ? [EVMInterface.erc721Enumerable] : [])
        return ReplayChain.implementing(interfaces) { data in (try? answer(data)) ?? .reverted }
    }

    private func answer(_ data: [UInt8]) throws -> EVMCallOutcome {
        let words = stride(from: 4, to: data.count, by: 32).map { Array(data[$0..<$0 + 32]) }
        switch Array(data.prefix(4)) {
        case ABIFunction.balanceOf.selector: return number(UInt64(tokens(of: words[0]).count))
        case ABIFunction.tokenOfOwnerByIndex.selector where isEnumerable:
            let held = tokens(of: words[0])
            let index = Int(words[1][31])
            return held.indices.contains(index) ? number(held[index]) : .reverted
        case ABIFunction.ownerOf.selector:
            guard let id = UInt64(Amount(bigEndian: words[0]).description), let owner = owners[id] else { return .reverted }
            return .returned([UInt8](repeating: 0, count: 12) + (try EVMAddress(owner.utf8)).bytes)
        default: return .reverted
        }
    }

    private func tokens(of word: [UInt8]) -> [UInt64] {
        owners.filter { (try? EVMAddress($0.value.utf8).bytes.elementsEqual(word[12...])) == true }.keys.sorted()
    }

    private func number(_ number: UInt64) -> EVMCallOutcome { .returned(Amount(number).bigEndianBytes(count: 32) ?? []) }
}

/// The registry of delegate.xyz with these entries.
struct RegistryContract: Sendable {
    struct Entry: Sendable {
        var kind: UInt64
        var from: String
        var contract = "0x0000000000000000000000000000000000000000"
        var tokenID: UInt64 = 0
        var amount: UInt64 = 0
        var rights: UInt8 = 0
    }

    /// By the wallet they go to.
    var entries: [String: [Entry]]

    var contract: ReplayChain.Contract {
        { data in
            guard data.starts(with: ABIFunction.incomingDelegations.selector), let to = EVMAddress(bytes: data[16...]) else {
                return .reverted
            }
            return (try? answer(to)) ?? .reverted
        }
    }

    private func answer(_ to: EVMAddress) throws -> EVMCallOutcome {
        let values = try (entries[to.text] ?? []).map { entry in
            ABIValue.list([
                .uint(Amount(entry.kind)), .address(to), .address(try EVMAddress(entry.from.utf8)),
                .bytes([entry.rights] + [UInt8](repeating: 0, count: 31)), .address(try EVMAddress(entry.contract.utf8)),
                .uint(Amount(entry.tokenID)), .uint(Amount(entry.amount)),
            ])
        }
        let type = try ABIType("(uint8,address,address,bytes32,address,uint256,uint256)[]")
        return .returned(try ABIValue.encode([.list(values)], as: [type]))
    }
}
