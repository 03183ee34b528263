import ChainKit
import Foundation
import Testing

@testable import ExternalAdapter

struct StartTests {
    private func refusal(_ program: TestProgram) async -> ChainError? {
        await #expect(throws: ChainError.self) { try await program.run { _ in } }
    }

    @Test func theManifestAndTheChainAreTheProgramsOwn() async throws {
        try await TestProgram().run { adapter in
            #expect(adapter.chain.description == "test:1")
            #expect(adapter.manifest.id == "test")
            #expect(adapter.ownership != nil)
            #expect(adapter.transactions == nil)
            #expect(adapter.interactions == nil)
            let account = try await adapter.accounts.account("abc")
            #expect(account.description == "test:1:abc")
            let health = await adapter.health()
            #expect(health.providers.map(\.name) == ["process"])
            #expect(health.status == .ok)
        }
    }

    @Test(arguments: [
        ("[2, 3]", "upgrade Gatehouse"), ("[0]", "upgrade the program"), ("None", "does not say"), ("['2', 3]", "does not say"),
    ])
    func sayWhichSideMustUpgrade(_ versions: String, _ says: String) async throws {
        let program = try TestProgram(
            introduction: """
                None) if False else send({"jsonrpc": "2.0", "id": request["id"], "error": {"code": -32001, "message": "No.", "data": {"contract_versions": \(versions)}}}
                """)
        let error = await refusal(program)
        #expect(error?.code == .configurationInvalid)
        #expect(error?.message.contains(says) ?? false)
    }

    @Test(arguments: [([1, 2], "2, which was not offered"), ([2, 2], "upgrade Gatehouse")])
    func aVersionThatWasNotOfferedIsRefused(_ versions: [Int], _ says: String) async throws {
        let error = await refusal(
            try TestProgram(introduction: "{**introduction(contract_versions=\(versions)), 'contract_version': 2}"))
        #expect(error?.code == .configurationInvalid)
        #expect(error?.message.contains(says) ?? false, "\(String(describing: error))")
    }

    @Test func aProgramThatDoesNotKnowTheGreetingIsNoAdapter() async throws {
        let program = try TestProgram(
            introduction: """
                None) if False else send({"jsonrpc": "2.0", "id": request["id"], "error": {"code": -32601, "message": "No."}}
                """)
        let error = await refusal(program)
        #expect(error?.code == .upstreamInvalid)
        #expect(error?.message.contains("does not speak the protocol") ?? false, "\(String(describing: error))")
    }

    @Test(arguments: [
        ("introduction(roles=['accounts', 'mining'])", "/manifest/roles"), ("introduction(roles=[])", "/manifest/roles"),
        ("introduction(chain='x')", "/chain"), ("introduction(colour='red')", "/manifest/colour"),
        ("introduction(budget={'batch': 0})", "/manifest/budget/batch"), ("{}", "/contract_version"),
    ])
    func aWrongIntroductionIsRefusedByTheMembersName(_ introduction: String, _ says: String) async throws {
        let error = await refusal(try TestProgram(introduction: introduction))
        #expect(error?.code == .upstreamInvalid)
        #expect(error?.message.contains(says) ?? false)
    }

    @Test(arguments: [["/no/such/program"], ["no-such-program"], ["/etc/passwd"]])
    func aProgramThatCannotBeStartedIsAMistakeOfTheConfiguration(_ command: [String]) async throws {
        let kind = AdapterKind.external(command: command)
        let error = await #expect(throws: ChainError.self) { try await kind.make(TestProgram().setup()) }
        #expect(error?.code == .configurationInvalid)
        #expect(error?.pointer == "/command")
    }

    @Test func aProgramThatEndsAtOnceIsNotTriedAgain() async throws {
        let program = try TestProgram(start: "sys.exit(1)")
        #expect(await refusal(program)?.code == .upstreamUnavailable)
    }

    @Test func aProgramThatIsNoLongerWhatItWasStaysDown() async throws {
        let program = try TestProgram(
            bad: "os._exit(1)", introduction: "introduction(version='2.0.0' if lived_before else '1.0.0')")
        try await program.run { adapter in
            _ = await adapter.failure("bad")
            let error = await adapter.failure("good")
            #expect(error?.code == .upstreamUnavailable)
            #expect(error?.message.contains("restart Gatehouse") ?? false)
            #expect(await adapter.health().status == .down)
        }
    }

    @Test func onlyTheNamedVariablesAreSeen() async throws {
        setenv("GATEHOUSE_TEST_SEEN", "yes", 1)
        setenv("GATEHOUSE_TEST_HIDDEN", "yes", 1)
        try await TestProgram().run(environment: ["GATEHOUSE_TEST_SEEN"]) { adapter in
            for (name, value) in [("GATEHOUSE_TEST_SEEN", "yes"), ("GATEHOUSE_TEST_HIDDEN", "none"), ("HOME", "none")] {
                let seen = try await adapter.accounts.account("$\(name)")
                #expect(seen.address == value)
            }
        }
    }

    @Test func aStartThatIsWithdrawnLeavesNoProgram() async throws {
        let program = try TestProgram(
            start:
                "signal.signal(signal.SIGTERM, signal.SIG_IGN)\nsys.stderr.write(f'pid {os.getpid()}\\n')\nsys.stderr.flush()\ntime.sleep(600)"
        )
        let setup = program.setup()
        let kind = AdapterKind.external(command: ["python3", program.path], limits: .tight)
        let start = Task { try await kind.make(setup) }
        await program.lines.waiting(for: "pid ")
        start.cancel()
        let error = await #expect(throws: ChainError.self) { try await start.value }
        #expect(error?.code == .cancelled)
        let pid = try #require(program.lines.all.first.flatMap { Int32($0.dropFirst(4)) })
        #expect(kill(pid, 0) == -1)
        let late = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await kind.make(setup)
        }
        await #expect(throws: ChainError.self) { try await late.value }
        #expect(program.lines.all.count { $0.hasPrefix("pid ") } == 1)
    }
}
