/// A serialised transaction, read to the last byte: signatures and a legacy or version 0 message (agave,
/// "Versioned Transactions").
struct SolanaTransaction: Sendable {
    struct Instruction: Sendable, Hashable {
        /// An index into ``SolanaTransaction/keys``.
        let program: Int
        /// Indexes into ``SolanaTransaction/keys``.
        let accounts: [Int]
        let data: [UInt8]
    }

    /// 64 bytes each.
    let signatures: [[UInt8]]
    /// What is signed: everything behind the signatures, the version's byte included.
    let message: [UInt8]
    /// How many of ``keys``, from the first on, must sign. As many as there are signatures.
    let requiredSignatures: Int
    /// 32 bytes each, all different; the first pays the fee.
    let keys: [[UInt8]]
    let instructions: [Instruction]

    /// A transaction fits one packet, in bytes.
    static let limit = 1232
    /// The characters of ``limit`` bytes in base 64.
    static let base64Limit = (limit + 2) / 3 * 4

    /// - Returns: `nil` when the bytes are cut, too many or too long, a length is not written in its shortest form, an
    ///   index points at nothing, or accounts come from a lookup table, whose content is known to the chain only.
    init?(parsing bytes: [UInt8]) {
        guard bytes.count <= Self.limit else { return nil }
        var reader = BorshReader(bytes)
        guard let signatures = reader.shortList({ $0.bytes(64) }) else { return nil }
        message = Array(bytes.suffix(reader.count))
        guard let first = message.first else { return nil }
        let isVersioned = first & 0x80 != 0
        if isVersioned {
            guard reader.byte() == 0x80 else { return nil }
        }
        guard let header = reader.bytes(3).map({ $0.map(Int.init) }), let keys = reader.shortList({ $0.bytes(32) }),
            Set(keys).count == keys.count, header[0] == signatures.count, header[1] < header[0],
            header[0] + header[2] <= keys.count, reader.bytes(32) != nil,
            let instructions = reader.shortList(Instruction.init(reading:)),
            instructions.allSatisfy({ $0.isWithin(keys.count) })
        else { return nil }
        if isVersioned {
            guard reader.shortLength() == 0 else { return nil }
        }
        guard reader.isAtEnd else { return nil }
        self.signatures = signatures
        self.keys = keys
        self.instructions = instructions
        requiredSignatures = header[0]
    }
}

extension SolanaTransaction.Instruction {
    fileprivate init?(reading reader: inout BorshReader) {
        guard let program = reader.byte(), let accounts = reader.shortList({ $0.byte() }),
            let data = reader.shortLength().flatMap({ reader.bytes($0) })
        else { return nil }
        self.init(program: Int(program), accounts: accounts.map(Int.init), data: data)
    }

    /// The fee payer, key 0, cannot be a program.
    fileprivate func isWithin(_ count: Int) -> Bool {
        (1..<count).contains(program) && accounts.allSatisfy { $0 < count }
    }
}

extension BorshReader {
    /// A length of 16 bits in one to three bytes, seven bits each, low ones first ("compact-u16"); only its shortest form.
    mutating func shortLength() -> Int? {
        var length = 0
        for shift in [0, 7, 14] {
            guard let byte = byte(), shift == 0 || byte != 0 else { return nil }
            length |= Int(byte & 0x7f) << shift
            if byte & 0x80 == 0 { return length <= 0xffff ? length : nil }
        }
        return nil
    }

    /// A list with a short length in front.
    mutating func shortList<Element>(_ read: (inout BorshReader) -> Element?) -> [Element]? {
        guard let length = shortLength(), length <= count else { return nil }
        var elements: [Element] = []
        for _ in 0..<length {
            guard let element = read(&self) else { return nil }
            elements.append(element)
        }
        return elements
    }
}
