import AdapterProtocol
import ChainKit

/// Makes lines for the operator's log out of what a program writes to its standard error, however much that is.
struct ProgramLog {
    static let lineBytes = 4096
    static let linesASecond = 100
    /// How much of it is logged.
    static let loggedASecond = 64 << 10
    /// How much of it is read.
    static let bytesASecond = 1 << 20

    private let clock: AdapterClock
    private let log: @Sendable (String) -> Void
    private var line: [UInt8] = []
    private var second: Duration
    private var linesInSecond = 0
    private var loggedInSecond = 0
    private var bytesInSecond = 0
    private var dropped = 0

    init(clock: AdapterClock, log: @escaping @Sendable (String) -> Void) {
        self.clock = clock
        self.log = log
        second = clock.elapsed()
    }

    /// How long to wait before more is taken; `nil` when more may come at once.
    var restOfSecond: Duration? {
        let rest = second + .seconds(1) - clock.elapsed()
        return bytesInSecond > Self.bytesASecond && rest > .zero ? rest : nil
    }

    mutating func take(_ bytes: [UInt8]) {
        turnSecond()
        bytesInSecond += bytes.count
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
        let text = String(decoding: line, as: UTF8.self).shown(Self.lineBytes)
        guard linesInSecond < Self.linesASecond, loggedInSecond + text.utf8.count <= Self.loggedASecond else {
            dropped += 1
            return
        }
        linesInSecond += 1
        loggedInSecond += text.utf8.count
        log(text)
    }

    private mutating func turnSecond() {
        let now = clock.elapsed()
        guard now - second >= .seconds(1) else { return }
        tellDropped()
        second = now
        linesInSecond = 0
        loggedInSecond = 0
        bytesInSecond = 0
    }

    private mutating func tellDropped() {
        if dropped > 0 {
            log(
                "(\(dropped) lines of the program were dropped: more than \(Self.linesASecond), or \(Self.loggedASecond) bytes, a second)"
            )
        }
        dropped = 0
    }
}
