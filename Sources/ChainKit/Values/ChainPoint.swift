/// The moment of a chain at which something was read.
public enum ChainPoint: Sendable, Hashable, Codable {
    case block(UInt64)
    case slot(UInt64)
    case seqno(UInt64)

    private enum CodingKeys: String, CodingKey { case block, slot, seqno }

    /// The word and the height, such as `("block", 19_000_000)`.
    public var parts: (word: String, height: UInt64) {
        switch self {
        case .block(let height): ("block", height)
        case .slot(let height): ("slot", height)
        case .seqno(let height): ("seqno", height)
        }
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let height = try container.decodeIfPresent(UInt64.self, forKey: .block) {
            self = .block(height)
        } else if let height = try container.decodeIfPresent(UInt64.self, forKey: .slot) {
            self = .slot(height)
        } else {
            self = .seqno(try container.decode(UInt64.self, forKey: .seqno))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .block(let height): try container.encode(height, forKey: .block)
        case .slot(let height): try container.encode(height, forKey: .slot)
        case .seqno(let height): try container.encode(height, forKey: .seqno)
        }
    }
}
