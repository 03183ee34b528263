import AdapterProtocol
import ChainKit
import Foundation
import Upstream

@testable import ExternalAdapter

/// A program written for one test, in Python, in a folder of its own.
final class TestProgram {
    let folder: URL
    let lines = Lines()

    var path: String { folder.appending(path: "program.py").path }
    var log: @Sendable (String) -> Void { { [lines] in lines.add($0) } }

    /// - Parameters:
    ///   - bad: what the program does with an `account.parse` of `bad`; `request` is the request.
    ///   - start: what it does before it reads anything.
    ///   - methods: lines of a function `other(request)` that answers methods other than the usual.
    init(bad: String = "pass", start: String = "pass", other: String = "pass", introduction: String = "introduction()") throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "gatehouse-external-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let script = Self.script(bad: bad, start: start, other: other, introduction: introduction)
        try Data(script.utf8).write(to: folder.appending(path: "program.py"))
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private static func script(bad: String, start: String, other: String, introduction: String) -> String {
        """
        import json, os, signal, subprocess, sys, threading, time

        # A file that the first life of the program makes, so that later ones know.
        marker = os.path.join(os.path.dirname(os.path.abspath(__file__)), "marker")
        lived_before = os.path.exists(marker)
        open(marker, "w").close()

        def send(message):
            sys.stdout.write(json.dumps(message) + "\\n")
            sys.stdout.flush()

        def answer(request, result):
            send({"jsonrpc": "2.0", "id": request["id"], "result": result})

        def fail(request, code, message="No."):
            send({"jsonrpc": "2.0", "id": request["id"], "error": {
                "code": -32000, "message": message, "data": {"code": code, "message": message}}})

        def ask(method, **params):
            send({"jsonrpc": "2.0", "id": "q", "method": method, "params": params})
            return json.loads(sys.stdin.readline())

        def introduction(version="1.0.0", chain="test:1", roles=("accounts", "ownership", "holdings"), **others):
            return {"contract_version": 1, "chain": chain, "manifest": {
                "id": "test", "version": version, "contract_versions": [1, 1], "roles": list(roles), "asset_kinds": ["coin"],
                "configuration_schema": {}, "hosts": [], "budget": {}, **others}}

        def bad(request):
        \(indented(bad))

        def other(request):
        \(indented(other))

        \(start)
        for line in sys.stdin:
            request = json.loads(line)
            method = request["method"]
            if method == "initialize":
                words = request["params"]
                answer(request, \(introduction))
            elif method == "account.parse" and request["params"]["text"] == "bad":
                bad(request)
            elif method == "account.parse":
                text = request["params"]["text"]
                address = str(os.getpid()) if text == "pid" else os.environ.get(text[1:], "none") if text[0] == "$" else text
                answer(request, {"text": text, "account": "test:1:" + address})
            elif method == "shutdown":
                answer(request, {})
                break
            elif method == "health":
                answer(request, {"status": "ok"})
            else:
                other(request)
        """
    }

    private static func indented(_ code: String) -> String {
        code.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)" }.joined(separator: "\n")
    }

    func setup(pool: any ProviderPool = NobodyPool(), admit: AdapterSetup.Admit? = nil) -> AdapterSetup {
        AdapterSetup(
            name: "sui", options: ["network": "mainnet"], providers: [], now: { Date() }, log: log, admit: admit
        ) { _, _ in pool }
    }

    /// Whether it has run.
    var hasRun: Bool { FileManager.default.fileExists(atPath: folder.appending(path: "marker").path) }

    /// Starts it, hands its adapter to `body` and closes it.
    func run<Answer>(
        limits: ProgramLimits = .tight, clock: AdapterClock = .system, pool: any ProviderPool = NobodyPool(),
        command: [String]? = nil, sha256: [UInt8]? = nil, admit: AdapterSetup.Admit? = nil, environment: [String] = [],
        _ body: (ExternalAdapter) async throws -> Answer
    ) async throws -> Answer {
        let program = try Program(command: command ?? ["python3", path], sha256: sha256, environment: environment)
        let setup = setup(pool: pool, admit: admit)
        let adapter = try await ExternalAdapter.start(
            setup, options: setup.options, program: program, limits: limits, clock: clock)
        do {
            let answer = try await body(adapter)
            await adapter.close()
            return answer
        } catch {
            await adapter.close()
            throw error
        }
    }
}

extension ProgramLimits {
    /// The usual ones, with messages of a megabyte and little patience at the end.
    static var tight: ProgramLimits {
        var limits = ProgramLimits()
        limits.deadline = .seconds(60)
        limits.messageBytes = 1 << 20
        limits.grace = .milliseconds(200)
        limits.shortestPause = .milliseconds(1)
        return limits
    }
}

/// A pool without providers.
struct NobodyPool: ProviderPool {
    func ask<Answer: Sendable>(
        _ work: @Sendable (any Provider) async throws(ChainError) -> Answer
    ) async throws(ChainError) -> Answer {
        throw ChainError(.upstreamNotAsked, "Nobody is there.")
    }
    func health() async -> [ProviderHealth] { [] }
}

extension ChainAdapter {
    /// The number of the process that answers.
    func pid() async throws -> String { try await accounts.account("pid").address }

    /// Why an account cannot be read.
    func failure(_ text: String) async -> ChainError? {
        do throws(ChainError) {
            _ = try await accounts.account(text)
            return nil
        } catch {
            return error
        }
    }
}
