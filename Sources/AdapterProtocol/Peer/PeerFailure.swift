import ChainKit

/// Why a call brought no result.
public enum CallFailure: Error, Sendable, Hashable {
    /// Not answered within its time.
    case late
    /// The task that waited was cancelled.
    case withdrawn
    /// The request is longer than a line may be; it was not sent.
    case tooLarge
    /// The request nests deeper than a message may; it was not sent.
    case tooDeep
    /// The connection ended before the answer came.
    case ended(PeerEnd)
    /// The other side answered with an error.
    case refused(RPCFailure)
}

/// How a connection came to its end.
public enum PeerEnd: Sendable, Hashable {
    /// The other side ended it, or this side closed it in good order.
    case closed
    /// The other side broke the protocol.
    case violated(PeerViolation)
}

/// What the other side did that the protocol does not allow.
public enum PeerViolation: Sendable, Hashable, CustomStringConvertible {
    /// A line that is no JSON-RPC 2.0, and why.
    case malformed(String)
    case lineTooLong(limit: Int)
    /// An answer to an id that was not asked, or one that was answered before.
    case answerNotAsked
    /// A request under the id of one that is still being answered.
    case requestTwice
    /// It asks, but does not read its answers.
    case unread(limit: Int)

    public var description: String {
        switch self {
        case .malformed(let detail): "sent a line that is no JSON-RPC 2.0 message. \(detail)"
        case .lineTooLong(let limit): "sent a line longer than \(limit) bytes (limits.message_bytes)"
        case .answerNotAsked: "sent an answer to an id that was not asked, or a second answer"
        case .requestTwice: "used the id of a request again before it was answered"
        case .unread(let limit): "left more than \(limit) bytes unread"
        }
    }
}
