/// Keccak-256 as Ethereum uses it: the original padding byte 0x01, not SHA-3's 0x06.
public enum Keccak256 {
    /// Bytes taken in between two permutations.
    private static let rate = 136

    /// The 32-byte digest of the bytes.
    public static func hash(_ bytes: some Sequence<UInt8>) -> [UInt8] { hash(Array(bytes)) }

    /// The 32-byte digest of the bytes.
    public static func hash(_ bytes: [UInt8]) -> [UInt8] {
        var state: [UInt64] = .init(repeating: 0, count: 25)
        var start = 0
        while bytes.count - start >= rate {
            for lane in 0..<rate / 8 { state[lane] ^= word(bytes, at: start + lane * 8) }
            KeccakPermutation.apply(to: &state)
            start += rate
        }
        let end = bytes.count - start
        for lane in 0..<end / 8 { state[lane] ^= word(bytes, at: start + lane * 8) }
        for position in end / 8 * 8..<end { state[position / 8] ^= UInt64(bytes[start + position]) << (position % 8 * 8) }
        state[end / 8] ^= 0x01 << (end % 8 * 8)
        state[rate / 8 - 1] ^= 0x80 << 56
        KeccakPermutation.apply(to: &state)
        for lane in 0..<4 { state[lane] = state[lane].littleEndian }
        return state.withUnsafeBytes { Array($0.prefix(32)) }
    }

    private static func word(_ bytes: [UInt8], at start: Int) -> UInt64 {
        bytes.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: start, as: UInt64.self)) }
    }
}
