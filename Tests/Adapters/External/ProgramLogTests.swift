import Testing

@testable import ExternalAdapter

struct ProgramLogTests {
    private let time = ManualClock()
    private let lines = Lines()

    private func log() -> ProgramLog { ProgramLog(clock: time.clock) { [lines] in lines.add($0) } }

    @Test func longLinesAreCutAndTheRestIsForgotten() {
        var log = log()
        for _ in 0..<100 { log.take([UInt8](repeating: UInt8(ascii: "x"), count: 1000)) }
        log.take(Array("\nnext\n".utf8))
        #expect(lines.all.map(\.utf8.count) == [4096, 4])
    }

    @Test func linesPastAHundredASecondAreCountedAndDropped() {
        var log = log()
        for number in 0..<250 { log.take(Array("\(number)\n".utf8)) }
        #expect(lines.all.count == 100)
        time.advance(by: .seconds(1))
        log.take(Array("later\n".utf8))
        #expect(lines.all.suffix(2).first?.contains("150 lines") ?? false)
        #expect(lines.all.last == "later")
    }

    @Test func linesPastSixtyFourKilobytesASecondAreDropped() {
        var log = log()
        let line = [UInt8](repeating: UInt8(ascii: "x"), count: 4000) + [0x0a]
        for _ in 0..<20 { log.take(line) }
        #expect(lines.all.count == 16)
        time.advance(by: .seconds(1))
        log.take(line)
        #expect(lines.all.count == 18)
        #expect(lines.all[16].contains("4 lines"))
    }

    @Test func aLineIsNoLongerThanItsBytesEvenWhenTheyAreNoText() {
        var log = log()
        log.take([UInt8](repeating: 0xff, count: 4096) + [0x0a])
        #expect(lines.all.allSatisfy { $0.utf8.count <= 4096 })
    }

    @Test func whoWritesMoreThanAMegabyteWaitsForTheNextSecond() {
        var log = log()
        log.take([UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20))
        #expect(log.restOfSecond == nil)
        time.advance(by: .milliseconds(400))
        log.take([0x0a])
        #expect(log.restOfSecond == .milliseconds(600))
        time.advance(by: .milliseconds(600))
        #expect(log.restOfSecond == nil)
    }

    @Test func controlCharactersDoNotReachTheLog() {
        var log = log()
        log.take(Array("a\u{1b}[31mb\rc\u{202e}d\u{0}".utf8) + [0xff])
        log.finish()
        #expect(lines.all == ["a[31mbcd\u{fffd}"])
    }

    @Test func aFloodOnStandardErrorHindersNoAnswer() async throws {
        let program = try TestProgram(
            start: """
                def flood():
                    while True: os.write(2, b"x" * 60000 + b"\\n")
                threading.Thread(target=flood, daemon=True).start()
                """)
        try await program.run { adapter in
            for _ in 0..<20 { #expect(await adapter.failure("good") == nil) }
        }
        #expect(program.lines.all.allSatisfy { $0.utf8.count <= 4096 })
    }
}
