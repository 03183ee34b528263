/// What one side of a connection lets the other do.
public struct PeerLimits: Sendable, Hashable {
    /// The most bytes of a message, in either direction.
    public var lineBytes: Int
    /// The most bytes that may wait to be read by the other side.
    public var unreadBytes: Int
    /// The most requests of the other side that are answered at once; further ones get an error.
    public var servedAtOnce: Int
    /// Of how many calls that were given up an answer is still put up with.
    public var givenUpRemembered = 4096

    public init(lineBytes: Int, servedAtOnce: Int) {
        self.lineBytes = lineBytes
        unreadBytes = 4 * lineBytes
        self.servedAtOnce = servedAtOnce
    }
}
