import ChainCrypto
import ChainKit
import Foundation
import Testing

@testable import ExternalAdapter

/// What of a program is looked at before it runs.
struct DigestTests {
    private static let python = "/usr/bin/python3"

    /// What the tests' programs are run by when nothing else is said.
    private func usual() throws -> String { try #require(Program(command: ["python3"], environment: []).executable) }

    private func digest(_ path: String) throws -> [UInt8] { SHA256.hash([UInt8](try Data(contentsOf: URL(filePath: path)))) }

    /// As `sha256sum FILE... | cut -c 1-64 | sha256sum` computes it.
    private func joined(_ paths: String...) throws -> [UInt8] {
        SHA256.hash(Array(try paths.map { "\(Hex.encode(try digest($0)))\n" }.joined().utf8))
    }

    private func refusal(_ program: TestProgram, _ sha256: [UInt8]) async -> ChainError? {
        await #expect(throws: ChainError.self) {
            try await program.run(command: [Self.python, program.path], sha256: sha256) { _ in }
        }
    }

    @Test func aSingleFileHasItsOwnDigest() async throws {
        let program = try TestProgram()
        let files = ProgramFiles([program.path, "--network", "main"], executable: program.path)
        #expect(files.paths == [program.path])
        #expect(await files.digest() == (try digest(program.path)))
    }

    @Test func anInterpreterAndItsScriptAreCoveredTogether() async throws {
        let program = try TestProgram()
        let files = ProgramFiles([Self.python, "-B", program.path, program.folder.path], executable: Self.python)
        #expect(files.paths == [Self.python, program.path])
        #expect(await files.digest() == (try joined(Self.python, program.path)))
    }

    @Test func aPipeIsNoFileAndAFileThatHasGoneHasNoDigest() async throws {
        let program = try TestProgram()
        let pipe = program.folder.appending(path: "pipe").path
        #expect(mkfifo(pipe, 0o600) == 0)
        #expect(ProgramFiles([program.path, pipe], executable: program.path).paths == [program.path])
        let files = ProgramFiles([program.path], executable: program.path)
        try FileManager.default.removeItem(atPath: program.path)
        #expect(await files.digest() == nil)
    }

    @Test func aProgramThatIsStartedOftenIsReadAnewOnceItWasChanged() async throws {
        let program = try TestProgram()
        let files = ProgramFiles([program.path], executable: program.path)
        let measured = MeasuredDigest()
        let first = try digest(program.path)
        #expect(await measured.of(files) == first)
        #expect(await measured.of(files) == first)
        try Data("#!/bin/sh\n".utf8).write(to: URL(filePath: program.path))
        let second = try digest(program.path)
        #expect(second != first)
        #expect(await measured.of(files) == second)
        try FileManager.default.removeItem(atPath: program.path)
        #expect(await measured.of(files) == nil)
    }

    @Test func aWordWithoutASlashIsWhatIsFoundInThePath() throws {
        let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
        #expect(folders.map { "\($0)/python3" }.contains(try usual()))
        #expect(try Program(command: ["no-such-program"], environment: []).executable == nil)
        #expect(try Program(command: ["./python3"], environment: []).executable == "./python3")
    }

    @Test func aScriptThatChangedIsNotRunThoughItsInterpreterIsTheSame() async throws {
        let program = try TestProgram()
        let pinned = try joined(Self.python, program.path)
        try await program.run(command: [Self.python, program.path], sha256: pinned) { _ in }
        try FileManager.default.removeItem(at: program.folder.appending(path: "marker"))
        let text = try String(contentsOfFile: program.path, encoding: .utf8)
        try (text + "# changed\n").write(toFile: program.path, atomically: true, encoding: .utf8)
        let error = try #require(await refusal(program, pinned))
        #expect(error.code == .configurationInvalid && error.pointer == "/sha256")
        #expect(error.message.contains("\(Self.python), \(program.path) together have the SHA-256"))
        #expect(error.message.contains(Hex.encode(pinned)) && !program.hasRun)
        // The digest of the interpreter alone is that of another program.
        #expect(await refusal(program, try digest(Self.python))?.pointer == "/sha256")
    }

    @Test func theDigestIsCheckedAtEveryStart() async throws {
        let program = try TestProgram(bad: "open(__file__, 'a').write('# changed')\nos._exit(1)")
        let digest = try joined(usual(), program.path)
        try await program.run(sha256: digest) { adapter in
            _ = await adapter.failure("bad")
            await program.lines.waiting(for: "the configuration says \(Hex.encode(digest))")
        }
    }

    @Test func whatIsNotAdmittedDoesNotRun() async throws {
        let program = try TestProgram()
        let error = await #expect(throws: ChainError.self) {
            try await program.run(admit: { digest throws(ChainError) in
                throw ChainError(.configurationInvalid, "\(digest ?? "none") is not proven.", pointer: "/require_report")
            }) { _ in }
        }
        #expect(error?.message == "sha256:\(Hex.encode(try joined(usual(), program.path))) is not proven.")
        #expect(error?.pointer == "/require_report" && !program.hasRun)
    }

    @Test func whatWasAdmittedIsWhatRunsLater() async throws {
        let program = try TestProgram(bad: "open(__file__, 'a').write('# changed')\nos._exit(1)")
        try await program.run(admit: { _ in }) { adapter in
            let first = "sha256:\(Hex.encode(try joined(usual(), program.path)))"
            try #require(adapter.manifest.program == first)
            _ = await adapter.failure("bad")
            await program.lines.waiting(for: "at first it was \(first.dropFirst(7)); start Gatehouse anew")
        }
    }

    @Test func aProgramThatNobodyPinnedMayChange() async throws {
        let program = try TestProgram(bad: "open(__file__, 'a').write('# changed')\nos._exit(1)")
        try await program.run { adapter in
            let before = try await adapter.pid()
            _ = await adapter.failure("bad")
            #expect(try await adapter.pid() != before)
        }
    }
}
