import ChainKit
import Glibc

/// An IP address, or a block of them in CIDR notation (RFC 4632), such as `10.0.0.0/8` or `fd00::/8`.
struct AddressBlock: Sendable, Hashable {
    private let bytes: [UInt8]
    private let prefixBits: Int

    /// - Returns: `nil` for text that is neither an address nor a block.
    init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let bytes = parts.first.flatMap({ Self.bytes(of: String($0)) }) else { return nil }
        let prefix = parts.count == 2 ? Int(parts[1]) : bytes.count * 8
        guard let prefix, (0...bytes.count * 8).contains(prefix) else { return nil }
        self.bytes = bytes
        prefixBits = prefix
    }

    func contains(_ address: String) -> Bool {
        guard let other = Self.bytes(of: address), other.count == bytes.count else { return false }
        return (0..<prefixBits).allSatisfy { bit in
            let mask = UInt8(0x80) >> UInt8(bit % 8)
            return bytes[bit / 8] & mask == other[bit / 8] & mask
        }
    }

    /// The address itself, or for IPv6 the /64 it lies in.
    static func site(of address: String) -> String {
        guard let bytes = bytes(of: address), bytes.count == 16 else { return address }
        return Hex.encode(bytes[..<8]) + "::/64"
    }

    /// 4 or 16 bytes in network order; an IPv4 address mapped into IPv6 counts as IPv4.
    private static func bytes(of text: String) -> [UInt8]? {
        var four = [UInt8](repeating: 0, count: 4)
        if inet_pton(AF_INET, text, &four) == 1 { return four }
        var sixteen = [UInt8](repeating: 0, count: 16)
        guard inet_pton(AF_INET6, text, &sixteen) == 1 else { return nil }
        let isMapped = sixteen[..<10].allSatisfy { $0 == 0 } && sixteen[10..<12] == [0xFF, 0xFF]
        return isMapped ? Array(sixteen[12...]) : sixteen
    }
}
