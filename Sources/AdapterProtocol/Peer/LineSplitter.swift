/// Cuts a stream of bytes into its lines, and holds back no more than one line may have.
struct LineSplitter {
    /// The most bytes of a line, its line break not counted.
    let limit: Int
    private var partial: [UInt8] = []

    init(limit: Int) { self.limit = limit }

    /// - Returns: the lines that these bytes complete, without their breaks, up to the first one past the limit.
    mutating func split(_ bytes: [UInt8]) -> (lines: [[UInt8]], isOverlong: Bool) {
        var lines: [[UInt8]] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            guard partial.count + (end - rest.startIndex) <= limit else { return (lines, true) }
            lines.append(partial + rest[..<end])
            partial = []
            rest = rest[(end + 1)...]
        }
        guard partial.count + rest.count <= limit else {
            partial = []
            return (lines, true)
        }
        partial += rest
        return (lines, false)
    }
}
