import ChainKit

/// What one side of a connection lets the other do.
public struct PeerLimits: Sendable, Hashable {
    /// How deep a message nests at most, in either direction: a whole document of the chain's or a wallet's, and what wraps it.
    public static let depth = JSONValue.depthLimit + 16

    /// The most bytes of a message, in either direction.
    public var lineBytes: Int
    /// The most requests of the other side that are answered at once; further ones get an error.
    public var servedAtOnce: Int

    public init(lineBytes: Int, servedAtOnce: Int) {
        self.lineBytes = lineBytes
        self.servedAtOnce = servedAtOnce
    }

    /// Answers past so many bytes that the other side has not read wait until it has read some.
    var unreadAnswerBytes: Int { 2 * lineBytes }

    /// The most bytes that may wait to be read by the other side, whatever they are.
    var unreadBytes: Int { 4 * lineBytes }
}
