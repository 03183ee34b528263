import ChainCrypto
import ChainKit

/// A function of a contract.
struct ABIFunction: Sendable, Hashable {
    /// The first four bytes of the signature's Keccak-256.
    let selector: [UInt8]
    let arguments: [ABIType]

    /// Reads a canonical signature, such as `balanceOf(address)`.
    /// - Throws: `parameters_invalid` naming what cannot be read.
    init(_ signature: String) throws(ChainError) {
        var parser = ABITypeParser(signature)
        try parser.name()
        arguments = try parser.members()
        try parser.end()
        selector = Array(Keccak256.hash(Array(signature.utf8)).prefix(4))
    }

    private init(selector: [UInt8], arguments: [ABIType]) {
        self.selector = selector
        self.arguments = arguments
    }

    /// `balanceOf(address)` of ERC-20 and ERC-721.
    static let balanceOf = ABIFunction(selector: [0x70, 0xa0, 0x82, 0x31], arguments: [.address])

    /// `balanceOfBatch(address[],uint256[])` of ERC-1155.
    static let balanceOfBatch = ABIFunction(
        selector: [0x4e, 0x12, 0x73, 0xf4],
        arguments: [.array(.address, count: nil), .array(.uint(bits: 256), count: nil)])

    /// `ownerOf(uint256)` of ERC-721.
    static let ownerOf = ABIFunction(selector: [0x63, 0x52, 0x21, 0x1e], arguments: [.uint(bits: 256)])

    /// `tokenOfOwnerByIndex(address,uint256)` of ERC-721's enumeration extension.
    static let tokenOfOwnerByIndex = ABIFunction(
        selector: [0x2f, 0x74, 0x5c, 0x59], arguments: [.address, .uint(bits: 256)])

    /// `supportsInterface(bytes4)` of ERC-165.
    static let supportsInterface = ABIFunction(selector: [0x01, 0xff, 0xc9, 0xa7], arguments: [.fixedBytes(4)])

    /// `getIncomingDelegations(address)` of delegate.xyz's registry, version 2.
    static let incomingDelegations = ABIFunction(selector: [0x42, 0xf8, 0x7c, 0x25], arguments: [.address])

    /// `aggregate3((address,bool,bytes)[])` of Multicall3.
    static let aggregate3 = ABIFunction(
        selector: [0x82, 0xad, 0x56, 0xcb], arguments: [.array(.tuple([.address, .bool, .bytes]), count: nil)])

    /// `isValidSignature(bytes32,bytes)` of EIP-1271.
    static let isValidSignature = ABIFunction(selector: [0x16, 0x26, 0xba, 0x7e], arguments: [.fixedBytes(32), .bytes])

    /// The selector and the encoded arguments.
    /// - Throws: `parameters_invalid` when the values are not of the arguments' types.
    func call(_ values: [ABIValue]) throws(ChainError) -> [UInt8] {
        selector + (try ABIValue.encode(values, as: arguments))
    }
}
