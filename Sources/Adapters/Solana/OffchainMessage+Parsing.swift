extension OffchainMessage {
    /// Every way to read the bytes, the likeliest first.
    ///
    /// The header's version does not tell the layouts of one version apart. The full header comes before the legacy one,
    /// and a length that fits exactly before a text that would start with the same two bytes.
    static func readings(of bytes: [UInt8], as layouts: [Layout] = Layout.allCases) -> [OffchainMessage] {
        [Layout.v0, .legacy, .v1Length, .v1].filter(layouts.contains).compactMap { OffchainMessage(parsing: bytes, as: $0) }
    }

    /// Reads bytes in one layout, to the last byte.
    /// - Returns: `nil` when they are cut, too long, or do not conform to their own preamble.
    init?(parsing bytes: [UInt8], as layout: Layout) {
        guard bytes.count <= Self.limit, bytes.starts(with: Self.prefix) else { return nil }
        var reader = BorshReader(bytes)
        guard reader.bytes(Self.prefix.count) != nil, reader.byte() == layout.version else { return nil }
        var applicationDomain: [UInt8]?
        var format: Format?
        if layout == .v0 {
            guard let domain = reader.bytes(32) else { return nil }
            applicationDomain = domain
        }
        if layout.version == 0 {
            guard let known = reader.byte().flatMap(Format.init(rawValue:)) else { return nil }
            format = known
        }
        var signers: [[UInt8]] = []
        if layout != .legacy {
            guard let count = reader.byte() else { return nil }
            for _ in 0..<count {
                guard let signer = reader.bytes(32) else { return nil }
                signers.append(signer)
            }
        }
        if layout != .v1 {
            guard let length = reader.bytes(2), Int(length[0]) | Int(length[1]) << 8 == reader.count else { return nil }
        }
        guard let text = reader.bytes(reader.count) else { return nil }
        self.init(layout, applicationDomain: applicationDomain, format: format, signers: signers, text: text)
    }
}

/// Signatures in front of an off-chain message, one a signer in their order: what Ledger's device software gives back.
struct OffchainEnvelope: Sendable {
    /// 64 bytes each; all zero where a signature is missing.
    let signatures: [[UInt8]]
    let message: [UInt8]

    /// - Returns: `nil` when the bytes are cut or what follows the signatures is no off-chain message.
    init?(parsing bytes: [UInt8]) {
        var reader = BorshReader(bytes)
        guard let count = reader.byte(), count > 0 else { return nil }
        var signatures: [[UInt8]] = []
        for _ in 0..<count {
            guard let signature = reader.bytes(64) else { return nil }
            signatures.append(signature)
        }
        guard let message = reader.bytes(reader.count), message.starts(with: OffchainMessage.prefix) else { return nil }
        self.signatures = signatures
        self.message = message
    }

    init(signatures: [[UInt8]], message: [UInt8]) {
        self.signatures = signatures
        self.message = message
    }
}
