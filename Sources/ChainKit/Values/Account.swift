import Foundation

/// An account on a chain, named by CAIP-10: `chain:address`, such as `eip155:1:0xd8dA…6045`.
///
/// `address` is canonical (see ``AccountFormat``), so two accounts are the same exactly when they are equal.
public struct Account: Sendable, Hashable {
    public let chain: ChainID
    /// The canonical address, in the characters CAIP-10 allows: `[-.%a-zA-Z0-9]{1,128}`.
    public let address: String

    /// - Throws: `account_invalid` when the address has a character or a length that CAIP-10 does not allow.
    public init(chain: ChainID, address: String) throws(ChainError) {
        guard (1...128).contains(address.utf8.count), address.utf8.allSatisfy(Self.isAllowed) else {
            throw ChainError(
                .accountInvalid, "A CAIP-10 address is 1 to 128 of letters, digits, \"-\", \".\" and \"%\".")
        }
        self.chain = chain
        self.address = address
    }

    /// Splits CAIP-10 text without judging the address by its chain's own rules; an ``AccountFormat`` does that.
    /// - Throws: `account_invalid`.
    public init(caip10 text: String) throws(ChainError) {
        let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3 else {
            throw ChainError(.accountInvalid, "CAIP-10 is namespace:reference:address, such as eip155:1:0x….")
        }
        let chain: ChainID
        do { chain = try ChainID(namespace: parts[0], reference: parts[1]) } catch {
            throw ChainError(.accountInvalid, error.message)
        }
        try self.init(chain: chain, address: parts[2])
    }

    /// The same address on another chain of the same namespace.
    ///
    /// One key controls the same address on every chain of a namespace, so a wallet whose key was proven on one speaks for
    /// it on all of them; see ``Control``.
    /// - Returns: `nil` when the chain belongs to another namespace.
    public func moved(to other: ChainID) -> Account? {
        chain.namespace == other.namespace ? Account(unchecked: other, address) : nil
    }

    /// The address as people and wallets write it: ``address`` without the percent-encoding that CAIP-10 asks for, such as
    /// `0:83df…` of a TON wallet.
    public var displayAddress: String { address.removingPercentEncoding ?? address }

    private init(unchecked chain: ChainID, _ address: String) {
        self.chain = chain
        self.address = address
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "%"):
            true
        default: false
        }
    }
}

extension Account: CustomStringConvertible {
    public var description: String { "\(chain):\(address)" }
}

extension Account: Codable {
    public init(from decoder: any Decoder) throws {
        try self.init(caip10: String(from: decoder))
    }
    public func encode(to encoder: any Encoder) throws {
        try description.encode(to: encoder)
    }
}
