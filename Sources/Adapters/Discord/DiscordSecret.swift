import ChainCrypto

/// A secret of the configuration or of a user's grant. Descriptions and dumps of it are redacted.
struct DiscordSecret: Sendable, Hashable {
    let text: String

    init(_ text: String) { self.text = text }

    /// Whether the other text is this one, in a time that tells neither where they differ nor how long this one is.
    func matches(_ other: String) -> Bool {
        let digests = zip(SHA256.hash(Array(text.utf8)), SHA256.hash(Array(other.utf8)))
        return digests.reduce(0 as UInt8) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

extension DiscordSecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    var description: String { "<redacted>" }
    var debugDescription: String { description }
    var customMirror: Mirror { Mirror(self, children: []) }
}
