/// An off-chain message of Solana: a text with a preamble in front that no transaction can start with, signed by wallets
/// that do not sign bare text, such as Ledger devices (agave, "Off-chain message signing").
struct OffchainMessage: Sendable, Hashable {
    /// How the preamble is laid out. Four ways are in the field.
    enum Layout: String, Sendable, CaseIterable {
        /// The specification's header version 0.
        case v0
        /// The older, shorter header version 0: it names neither application nor signer.
        case legacy
        /// Header version 1, whose text runs to the end.
        case v1
        /// Header version 1 with a length before the text, as early device firmware writes it.
        case v1Length = "v1_len"

        var version: UInt8 { self == .v0 || self == .legacy ? 0 : 1 }
    }

    /// What the text of header version 0 is written in, and how long the whole may be.
    enum Format: UInt8, Sendable, CaseIterable {
        /// The visible characters of ASCII and the space; no line break.
        case ascii
        case utf8
        /// UTF-8 too long for a hardware wallet.
        case longUTF8

        /// In bytes, preamble and text together.
        var limit: Int { self == .longUTF8 ? OffchainMessage.limit : 1232 }
    }

    let layout: Layout
    /// 32 bytes; only layout v0 has it.
    let applicationDomain: [UInt8]?
    /// Only header version 0 has it.
    let format: Format?
    /// 32 bytes each; the legacy layout names none.
    let signers: [[UInt8]]
    let text: [UInt8]

    static let prefix: [UInt8] = [0xff] + Array("solana offchain".utf8)
    /// No message of any layout is longer, in bytes.
    static let limit = 65_535

    /// - Returns: `nil` when the parts do not make a message that conforms to its own preamble.
    init?(
        _ layout: Layout, applicationDomain: [UInt8]? = nil, format: Format? = nil, signers: [[UInt8]] = [], text: [UInt8]
    ) {
        self.layout = layout
        self.applicationDomain = applicationDomain
        self.format = format
        self.signers = signers
        self.text = text
        guard isConforming else { return nil }
    }

    /// The bytes that are signed.
    var bytes: [UInt8] {
        var bytes = Self.prefix + [layout.version]
        if let applicationDomain { bytes += applicationDomain }
        if let format { bytes.append(format.rawValue) }
        if layout != .legacy { bytes.append(UInt8(signers.count)) }
        bytes += signers.joined()
        if layout != .v1 { bytes += [UInt8(text.count & 0xff), UInt8(text.count >> 8)] }
        return bytes + text
    }

    private var count: Int {
        Self.prefix.count + 1 + (applicationDomain?.count ?? 0) + (format == nil ? 0 : 1) + (layout == .legacy ? 0 : 1)
            + 32 * signers.count + (layout == .v1 ? 0 : 2) + text.count
    }

    private var isConforming: Bool {
        guard !text.isEmpty, count <= format?.limit ?? Self.limit, String(validating: text, as: UTF8.self) != nil,
            applicationDomain.map({ $0.count == 32 }) ?? true, (applicationDomain != nil) == (layout == .v0),
            (format != nil) == (layout.version == 0), signers.allSatisfy({ $0.count == 32 })
        else { return false }
        if format == .ascii, !text.allSatisfy({ (0x20...0x7e).contains($0) }) { return false }
        switch layout {
        case .legacy: return signers.isEmpty
        case .v0: return (1...255).contains(signers.count) && Set(signers).count == signers.count
        case .v1, .v1Length:
            return (1...255).contains(signers.count)
                && zip(signers, signers.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) }
        }
    }
}
