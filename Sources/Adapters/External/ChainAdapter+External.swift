import AdapterProtocol
import ChainKit
import Foundation

extension AdapterKind {
    /// A chain whose adapter is a program of its own, as the configuration's `command` says.
    public static let external = AdapterKind(
        id: "external", namespace: nil, accounts: nil, vectorOps: [], testWallets: nil
    ) { setup throws(ChainError) in
        let configuration = try ExternalConfiguration(setup.options)
        let adapter = try await ExternalAdapter.start(
            setup, options: configuration.rest, program: configuration.program, limits: configuration.limits)
        guard adapter.chain == configuration.chain else {
            await adapter.close()
            throw ChainError(
                .configurationInvalid,
                "The program reads \(adapter.chain), the configuration says \(configuration.chain); write the one that is meant.",
                pointer: "/chain")
        }
        return adapter
    }

    /// The adapter that this program is, whatever the configuration says.
    /// - Parameters:
    ///   - command: the program and its arguments; no shell reads them.
    ///   - environment: the variables of this process's environment that the program sees, beside `PATH`.
    public static func external(
        command: [String], environment: [String] = [], limits: ProgramLimits = ProgramLimits()
    ) -> AdapterKind {
        let measured = MeasuredDigest()
        return AdapterKind(id: "external", namespace: nil, accounts: nil, vectorOps: [], testWallets: nil) {
            setup throws(ChainError) in
            try await ExternalAdapter.start(
                setup, options: setup.options, program: try Program(command: command, environment: environment), limits: limits,
                measured: measured)
        }
    }
}

/// A chain that another program reads; see `docs/external-adapters.md`.
public struct ExternalAdapter: ChainAdapter {
    public let chain: ChainID
    public private(set) var manifest: AdapterManifest
    let program: ExternalProgram
    private let now: @Sendable () -> Date

    public var accounts: any AccountFormat { ExternalAccountFormat(program: program, chain: chain) }

    public var ownership: (any OwnershipProver)? { claims(.ownership) ? ExternalOwnership(program: program) : nil }

    public var holdings: (any HoldingReader)? {
        guard claims(.holdings) else { return nil }
        // A call joins its queries, so a second one at the same time is of use where each account costs a request of its own.
        let calls = manifest.budget.perAccount > 0 ? max(1, program.limits.calls / 2) : 1
        return ExternalHoldings(program: program, chain: chain, now: now, concurrentCalls: calls)
    }

    public var transactions: (any TransactionReader)? { claims(.transactions) ? ExternalTransactions(program: program) : nil }

    public var interactions: (any InteractionReceiver)? {
        claims(.interactions) ? ExternalInteractions(program: program, chain: chain) : nil
    }

    public func close() async { await program.close() }

    private func claims(_ role: AdapterManifest.Role) -> Bool { manifest.roles.contains(role) }

    /// - Parameter measured: what tells the digest of the program's files, when the manifest is to tell it.
    static func start(
        _ setup: AdapterSetup, options: JSONValue, program: Program, limits: ProgramLimits, clock: AdapterClock = .system,
        measured: MeasuredDigest? = nil
    ) async throws(ChainError) -> ExternalAdapter {
        let lastWords = LastWords(setup.log)
        var program = program
        let digest = await digest(of: program, setup, measured)
        let shown = digest.map { "sha256:\(Hex.encode($0))" }
        if let admit = setup.admit {
            try admit(shown)
            program.admittedSHA256 = digest
        }
        let launcher = ProgramLauncher(program: program, limits: limits, clock: clock, log: lastWords.take)
        do throws(ChainError) {
            var adapter = try await start(setup, options: options, limits: limits, clock: clock, launch: launcher.launch)
            adapter.manifest.program = shown
            return adapter
        } catch {
            throw lastWords.explain(error)
        }
    }

    /// - Returns: `nil` when nobody wants to know it. What decides about letting it run is read anew.
    private static func digest(
        of program: Program, _ setup: AdapterSetup, _ measured: MeasuredDigest?
    ) async -> [UInt8]? {
        guard let files = program.files else { return nil }
        return setup.admit == nil ? await measured?.of(files) : await files.digest()
    }

    /// - Parameter launch: runs the program until it has ended.
    static func start(
        _ setup: AdapterSetup, options: JSONValue, limits: ProgramLimits, clock: AdapterClock, launch: @escaping Supervisor.Launch
    ) async throws(ChainError) -> ExternalAdapter {
        let greeting = Greeting(setup, options: options, deadline: limits.deadline)
        let program = ExternalProgram(
            limits: limits, clock: clock, log: setup.log, launch: launch,
            greet: { run throws(ChainError) in try await greeting.greet(run) })
        try await program.start()
        guard let introduction = greeting.introduction else {
            throw ChainError(.internalError, "The program was started without a greeting.")
        }
        program.connect(introduction.chain, setup)
        return ExternalAdapter(introduction, program, setup.now)
    }

    private init(_ introduction: Introduction, _ program: ExternalProgram, _ now: @escaping @Sendable () -> Date) {
        chain = introduction.chain
        manifest = introduction.manifest
        self.program = program
        self.now = now
    }
}
