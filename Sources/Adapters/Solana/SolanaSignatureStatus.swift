import ChainKit

/// How far the chain has agreed on a transaction (`getSignatureStatuses`).
struct SolanaSignatureStatus: Sendable, Hashable {
    enum Level: Int, Sendable, Comparable {
        /// Seen by one node; it may be dropped.
        case processed
        case confirmed
        case finalized

        init(_ commitment: SolanaConfiguration.Commitment) {
            self = commitment == .finalized ? .finalized : .confirmed
        }

        static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }

        fileprivate init?(_ text: String?) {
            switch text {
            case "processed": self = .processed
            case "confirmed": self = .confirmed
            case "finalized": self = .finalized
            default: return nil
            }
        }
    }

    let level: Level
    /// `nil` when the node does not say.
    let slot: UInt64?

    /// - Throws: `upstream_invalid`.
    init(_ json: JSONValue) throws(ChainError) {
        guard let level = Level(json["confirmationStatus"]?.text) else {
            throw ChainError(.upstreamInvalid, "The node does not say how far the chain has agreed on the transaction.")
        }
        self.level = level
        slot = json["slot"]?.whole.flatMap(UInt64.init(exactly:))
    }
}
