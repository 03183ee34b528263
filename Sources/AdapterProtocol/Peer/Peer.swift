import ChainKit
import Synchronization

/// One side of a connection over which both sides ask and answer: JSON-RPC 2.0, a message a line.
///
/// It owns no pipe. Whoever does hands what it reads to ``receive(_:)``, writes what ``outgoing`` brings, and calls
/// ``end(_:)`` when the pipe ends.
public final class Peer: Sendable {
    /// Answers a request of the other side.
    public typealias Server = @Sendable (_ call: RPCCall, _ peer: Peer) async throws(RPCFailure) -> JSONValue
    /// Is told of a result that nobody takes: one that came after its call was given up.
    public typealias Unwanted = @Sendable (_ result: JSONValue) -> Void
    /// Is told of a result that the other side does not get, since it took its request back or the result fits into no message.
    public typealias Undo = @Sendable (_ call: RPCCall, _ result: JSONValue) -> Void

    struct OpenCall {
        let answer = Promise<Result<JSONValue, CallFailure>>()
        let unwanted: Unwanted
    }

    struct State {
        var calls: [String: OpenCall] = [:]
        var callCount: UInt64 = 0
        var givenUp = GivenUpCalls()
        var serving: [JSONValue: Serving] = [:]
        /// Those whose answer nobody wants any more are among them until they end.
        var servingCount = 0
        var servedCount: UInt64 = 0
        var unreadBytes = 0
        /// Kept when the other side has read something; there while answers wait for that.
        var progress: Promise<Void>?
        var endsWhenIdle = false
        var end: PeerEnd?
    }

    struct Serving {
        let ticket: UInt64
        let task: Task<Void, Never>
        /// Waits to be sent until the other side has read more.
        var isAnswered = false
    }

    /// Lines to be written, in this order; ends with the connection. One reader.
    public let outgoing: AsyncStream<[UInt8]>
    /// Kept when the connection is over, however that came.
    public let ending = Promise<PeerEnd>()

    let limits: PeerLimits
    let clock: AdapterClock
    let server: Server
    let undo: Undo
    let state = Mutex(State())
    private let splitter: Mutex<LineSplitter>
    let sink: AsyncStream<[UInt8]>.Continuation

    public init(
        limits: PeerLimits, clock: AdapterClock = .system, undo: @escaping Undo = { _, _ in }, server: @escaping Server
    ) {
        self.limits = limits
        self.clock = clock
        self.undo = undo
        self.server = server
        splitter = Mutex(LineSplitter(limit: limits.lineBytes))
        (outgoing, sink) = AsyncStream.makeStream(of: [UInt8].self)
    }

    /// Asks the other side. A call that is late or whose task is cancelled is taken back (`$/cancel`).
    /// - Parameter unwanted: what becomes of a result that comes nevertheless.
    public func call(
        _ method: String, _ params: JSONValue = [:], within limit: Duration, unwanted: @escaping Unwanted = { _ in }
    ) async throws(CallFailure) -> JSONValue {
        let (id, answer) = try open(RPCCall(method, params), unwanted)
        async let _ = { if (try? await clock.pause(limit)) != nil { answer.keep(.failure(.late)) } }()
        // Whichever comes first counts, so that a result is either returned or unwanted.
        if await answer.value() == nil { answer.keep(.failure(.withdrawn)) }
        let outcome = answer.kept ?? .failure(.withdrawn)
        if outcome == .failure(.late) || outcome == .failure(.withdrawn) { giveUp(id) }
        return try outcome.get()
    }

    /// Takes bytes that came from the other side, as they came. Returns at once.
    /// - Returns: whether the connection still stands; when not, what follows is not looked at.
    @discardableResult
    public func receive(_ bytes: [UInt8]) -> Bool {
        let (lines, isOverlong) = splitter.withLock { $0.split(bytes) }
        for line in lines {
            guard ending.kept == nil else { return false }
            do throws(ChainError) { take(try PeerMessage(line)) } catch { end(.violated(.malformed(error.message))) }
        }
        if isOverlong { end(.violated(.lineTooLong(limit: limits.lineBytes))) }
        return ending.kept == nil
    }

    /// To be called with the length of what was written of ``outgoing``.
    public func wrote(_ count: Int) {
        let progress = state.withLock { state in
            state.unreadBytes -= count
            defer { state.progress = nil }
            return state.progress
        }
        progress?.keep(())
    }

    /// Whether the other side waits for an answer that is not there yet.
    public var owesAnswer: Bool { state.withLock { $0.serving.values.contains { !$0.isAnswered } } }

    /// Ends the connection: calls fail, requests are no longer answered. Only the first call counts.
    public func end(_ end: PeerEnd) {
        let ended = state.withLock { state -> (calls: [OpenCall], serving: [Serving])? in
            guard state.end == nil else { return nil }
            state.end = end
            defer {
                state.calls = [:]
                state.serving = [:]
            }
            return (Array(state.calls.values), Array(state.serving.values))
        }
        guard let ended else { return }
        // First, so that whoever learns that a call failed does not take this connection for a standing one.
        ending.keep(end)
        for call in ended.calls { call.answer.keep(.failure(.ended(end))) }
        for serving in ended.serving { serving.task.cancel() }
        sink.finish()
    }

    /// Ends the connection in good order once every request is answered.
    public func endWhenAnswered() {
        let isIdle = state.withLock { state in
            state.endsWhenIdle = true
            return state.servingCount == 0
        }
        if isIdle { end(.closed) }
    }

    private func open(
        _ call: RPCCall, _ unwanted: @escaping Unwanted
    ) throws(CallFailure) -> (id: String, answer: Promise<Result<JSONValue, CallFailure>>) {
        let number = state.withLock { state in
            state.callCount += 1
            return state.callCount
        }
        // Random, so that nobody answers what was not asked by guessing.
        let id = "\(number)-\(String(UInt64.random(in: .min ... .max), radix: 36))"
        let message = PeerMessage.request(id: .string(id), call)
        guard !message.isTooDeep else { throw .tooDeep }
        let line = message.line
        guard line.count <= limits.lineBytes else { throw .tooLarge }
        let open = OpenCall(unwanted: unwanted)
        let end = state.withLock { state in
            if state.end == nil { state.calls[id] = open }
            return state.end
        }
        if let end { throw .ended(end) }
        send(line)
        return (id, open.answer)
    }

    private func giveUp(_ id: String) {
        let wasOpen = state.withLock { state in
            guard let call = state.calls.removeValue(forKey: id) else { return false }
            state.givenUp.insert(id, call.unwanted)
            return true
        }
        if wasOpen { send(PeerMessage.notification(RPCCall("$/cancel", ["id": .string(id)])).line) }
    }

    func send(_ line: [UInt8]) {
        let fits = state.withLock { state in
            state.unreadBytes += line.count
            return state.unreadBytes <= limits.unreadBytes
        }
        guard fits else { return end(.violated(.unread(limit: limits.unreadBytes))) }
        sink.yield(line)
    }
}
