/// Reads Borsh (https://borsh.io), and other plain layouts, from the front of some bytes. Every reading returns `nil` where the bytes end too soon
/// or hold no value of the type asked for.
struct BorshReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    var isAtEnd: Bool { rest.isEmpty }
    /// How many bytes are left.
    var count: Int { rest.count }

    mutating func bytes(_ count: Int) -> [UInt8]? {
        guard count <= rest.count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    mutating func byte() -> UInt8? { rest.popFirst() }

    mutating func bool() -> Bool? {
        guard let byte = byte(), byte <= 1 else { return nil }
        return byte == 1
    }

    /// A little-endian 32-bit length.
    mutating func length() -> Int? {
        bytes(4).map { $0.reversed().reduce(0) { $0 << 8 | Int($1) } }
    }

    /// The bytes of a string; their encoding is the writer's affair.
    mutating func string() -> [UInt8]? {
        guard let length = length() else { return nil }
        return bytes(length)
    }

    /// An `Option`: the outer `nil` is malformed, the inner one an absent value.
    mutating func option<Value>(_ read: (inout BorshReader) -> Value?) -> Value?? {
        guard let isPresent = bool() else { return nil }
        guard isPresent else { return .some(nil) }
        return read(&self).map(Optional.some)
    }
}
