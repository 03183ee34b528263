/// CRC-32C (Castagnoli), the checksum at the end of a bag of cells: reflected polynomial 0x82f63b78 (RFC 3720 §12.1).
enum CRC32C {
    static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        ~bytes.reduce(~0) { $0 >> 8 ^ table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] }
    }

    private static let table: [UInt32] = (0..<256).map { start in
        (0..<8).reduce(UInt32(start)) { value, _ in value & 1 != 0 ? value >> 1 ^ 0x82f6_3b78 : value >> 1 }
    }
}
