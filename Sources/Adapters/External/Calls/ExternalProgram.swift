import AdapterProtocol
import ChainKit

/// A program that is asked, whichever of its lives it is in.
final class ExternalProgram: Sendable {
    let limits: ProgramLimits
    let clock: AdapterClock
    let pool = PoolBox()
    /// Kept once the program has said which chain it serves.
    let chain = Promise<ChainID>()
    private let supervisor: Supervisor
    private let slots: Slots

    /// - Parameters:
    ///   - launch: runs the program until it has ended.
    ///   - greet: speaks with a program that has just been started.
    init(
        limits: ProgramLimits, clock: AdapterClock, log: @escaping @Sendable (String) -> Void,
        launch: @escaping Supervisor.Launch, greet: @escaping Supervisor.Greet
    ) {
        self.limits = limits
        self.clock = clock
        slots = Slots(limits.calls, clock: clock)
        supervisor = Supervisor(
            limits: limits, clock: clock, log: log,
            makeRun: { [pool] in
                let asks = OpenAsks(limit: limits.askedBack)
                let server = PoolServer(asks: asks, pool: pool)
                let peer = Peer(
                    limits: PeerLimits(lineBytes: limits.messageBytes, servedAtOnce: limits.askedBack), clock: clock,
                    undo: server.undo
                ) { call, _ throws(RPCFailure) in try await server.answer(call) }
                return ProgramRun(peer: peer, asks: asks, limits: limits)
            },
            launch: launch, greet: greet)
    }

    /// Nobody can ask any more, so nobody needs the program.
    deinit { supervisor.abandon() }

    /// - Throws: what the greeting threw, or `configuration_invalid` for a program that does not start.
    func start() async throws(ChainError) { try await supervisor.start() }

    func close() async { await supervisor.close() }

    /// The program as it runs, once it does.
    /// - Throws: `upstream_unavailable` when it will not run within that time, `cancelled`.
    func run(within limit: Duration) async throws(ChainError) -> ProgramRun { try await supervisor.run(within: limit) }

    /// Asks the program, or waits for a place, or for the program to be there again, within the deadline.
    /// - Parameter allowed: the codes that blame the caller and can be true of the question.
    /// - Throws: an error that blames the outside, one with an allowed code, or `cancelled`.
    func ask(
        _ method: String, _ params: JSONValue = [:], allowing allowed: [ChainError.Code] = []
    ) async throws(ChainError) -> MessageReader {
        let end = clock.elapsed() + limits.deadline
        guard await slots.enter(within: limits.deadline) else {
            if Task.isCancelled { throw .withdrawn }
            throw ChainError(
                .upstreamTimeout,
                "The adapter's program was busy with \(limits.calls) calls for \(limits.deadline.shown) (limits.calls).")
        }
        defer { slots.leave() }
        return try await askAtOnce(method, params, within: end - clock.elapsed(), allowing: allowed)
    }

    /// A text that no other call of this host has.
    func nonce() -> String { String(UInt64.random(in: .min ... .max), radix: 36) }

    /// As ``ask(_:_:allowing:)``; an answer that does not have the call's own nonce in it belongs to another one.
    func askWithNonce(
        _ method: String, _ params: JSONValue, allowing allowed: [ChainError.Code] = []
    ) async throws(ChainError) -> MessageReader {
        let nonce = nonce()
        let answer = try await ask(method, params.adding("nonce", .string(nonce)), allowing: allowed)
        guard try answer.text("nonce") == nonce else { throw answer.wrong("belongs to another call", at: "nonce") }
        return answer
    }

    /// As ``ask(_:_:allowing:)``, without waiting for a place: what other calls wait for must not wait for them.
    func askAtOnce(
        _ method: String, _ params: JSONValue = [:], within limit: Duration, allowing allowed: [ChainError.Code] = []
    ) async throws(ChainError) -> MessageReader {
        let end = clock.elapsed() + limit
        let run = try await run(within: limit)
        return try await ask(run, method, params, within: end - clock.elapsed(), allowing: allowed)
    }

    /// Asks one life of the program.
    func ask(
        _ run: ProgramRun, _ method: String, _ params: JSONValue, within limit: Duration, allowing allowed: [ChainError.Code] = []
    ) async throws(ChainError) -> MessageReader {
        let start = clock.elapsed()
        // A program that answers these, and nothing that is asked of its chain, is of no use.
        let isOfUse = !["health", "provider.identify"].contains(method)
        let result: JSONValue
        do throws(CallFailure) {
            result = try await run.peer.call(method, params, within: limit)
            if isOfUse { run.noteAnswer() }
        } catch {
            switch error {
            // Who waits for an answer of the pool's cannot give its own.
            case .late where run.peer.owesAnswer, .withdrawn where run.peer.owesAnswer: break
            // One that had little of its time left says nothing about the program.
            case .late where limit >= limits.deadline / 2: run.noteLate()
            // Whoever asks may have less patience than the deadline is long.
            case .withdrawn where clock.elapsed() - start >= min(limits.deadline / 2, .seconds(5)): run.noteLate()
            case .refused where isOfUse: run.noteAnswer()
            default: break
            }
            throw ChainError(error, method: method, deadline: limit, allowing: allowed)
        }
        return try MessageReader(result, "the answer to \(method)")
    }
}
