import AdapterProtocol

/// Makes lines for the operator's log out of what a program writes to its standard error, however much that is.
struct ProgramLog {
    static let lineBytes = 4096
    static let linesASecond = 100

    private let clock: AdapterClock
    private let log: @Sendable (String) -> Void
    private var line: [UInt8] = []
    private var second: Duration
    private var linesInSecond = 0
    private var dropped = 0

    init(clock: AdapterClock, log: @escaping @Sendable (String) -> Void) {
        self.clock = clock
        self.log = log
        second = clock.elapsed()
    }

    mutating func take(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            gather(rest[..<end])
            write()
            rest = rest[(end + 1)...]
        }
        gather(rest)
    }

    /// Writes what is left when nothing more comes.
    mutating func finish() {
        if !line.isEmpty { write() }
        tellDropped()
    }

    private mutating func gather(_ bytes: ArraySlice<UInt8>) { line += bytes.prefix(Self.lineBytes - line.count) }

    private mutating func write() {
        defer { line = [] }
        let now = clock.elapsed()
        if now - second >= .seconds(1) {
            tellDropped()
            second = now
            linesInSecond = 0
        }
        guard linesInSecond < Self.linesASecond else {
            dropped += 1
            return
        }
        linesInSecond += 1
        log(Self.plain(line))
    }

    private mutating func tellDropped() {
        if dropped > 0 { log("(\(dropped) lines of the program were dropped: more than \(Self.linesASecond) a second)") }
        dropped = 0
    }

    /// Without what could move a terminal's cursor or forge a line of the log.
    private static func plain(_ line: [UInt8]) -> String {
        String(decoding: line, as: UTF8.self).plain
    }
}

extension String {
    /// Without control characters and other marks that are not seen.
    var plain: String {
        let seen = unicodeScalars.filter {
            switch $0.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: $0 == "\t"
            default: true
            }
        }
        return String(String.UnicodeScalarView(seen))
    }
}
