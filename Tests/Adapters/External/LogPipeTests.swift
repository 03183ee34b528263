import AdapterProtocol
import Foundation
import Testing

@testable import AdapterProcess

struct LogPipeTests {
    /// Lines that a pipe carries, until its other end is closed.
    private static func lines(of pipe: Pipe) -> [String] {
        let bytes = (try? pipe.fileHandleForReading.readToEnd()) ?? Data()
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test func whoLogsDoesNotWaitForTheReaderAndWhatIsTooMuchIsCounted() async throws {
        let pipe = Pipe()
        let log = LogPipe(pipe.fileHandleForWriting.fileDescriptor)
        // Far more than the pipe takes while nobody reads.
        for number in 0..<4000 { log.log("\(number) " + String(repeating: "x", count: 990)) }
        let read = Promise<[String]>()
        Thread { read.keep(Self.lines(of: pipe)) }.start()
        await log.flush()
        try pipe.fileHandleForWriting.close()
        let lines = await read.value() ?? []
        let numbers = lines.compactMap { $0.hasSuffix("x") ? Int($0.prefix { $0 != " " }) : nil }
        let dropped = lines.compactMap { $0.contains("were dropped") ? Int($0.prefix { $0 != " " }) : nil }
        #expect(numbers == numbers.sorted() && numbers.first == 0)
        #expect(numbers.count >= 1000)
        #expect(!dropped.isEmpty && numbers.count + dropped.reduce(0, +) == 4000)
    }

    @Test func aLogThatNobodyReadsAnyMoreHindersNobody() async throws {
        signal(SIGPIPE, SIG_IGN)
        let pipe = Pipe()
        let log = LogPipe(pipe.fileHandleForWriting.fileDescriptor)
        try pipe.fileHandleForReading.close()
        log.log("a")
        await log.flush()
        log.log("b")
        await log.flush()
    }
}
