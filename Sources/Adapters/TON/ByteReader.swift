/// Reads bytes from the front without ever passing the end.
struct ByteReader {
    private let bytes: [UInt8]
    private let end: Int
    private(set) var index = 0

    init(_ bytes: [UInt8], upTo end: Int) {
        self.bytes = bytes
        self.end = end
    }

    var remaining: Int { end - index }

    /// A big-endian number of `width` bytes, at most 8.
    /// - Throws: when there are fewer.
    mutating func number(width: Int) throws(CellFault) -> UInt64 {
        try take(width).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// - Throws: when there are fewer.
    mutating func take(_ count: Int) throws(CellFault) -> ArraySlice<UInt8> {
        guard remaining >= count else { throw CellFault("the bytes end too early") }
        defer { index += count }
        return bytes[index..<index + count]
    }
}
