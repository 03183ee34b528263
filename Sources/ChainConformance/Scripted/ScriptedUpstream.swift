import ChainKit

/// A node on loopback that answers from a script and can be made to fail in every way a real one does.
///
/// Real HTTP/1.1 over real sockets, so that what is tested is what runs. Serves between ``start()`` and ``stop()``.
public final class ScriptedUpstream: Sendable {
    private let book: ScriptedUpstreamBook
    private let gate = ScriptedUpstreamGate()
    private let server: ScriptedServer

    /// - Parameters:
    ///   - port: 0 for any free one.
    ///   - rewrite: what becomes of the JSON of each answer, placeholders filled, before it is sent; `nil`: nothing.
    /// - Throws: `configuration_invalid` when the port cannot be had.
    public init(
        script: [Entry], port: UInt16 = 0, rewrite: (@Sendable (JSONValue) -> JSONValue)? = nil
    ) throws(ChainError) {
        book = ScriptedUpstreamBook(script, rewrite)
        server = try ScriptedServer(port: port)
    }

    /// - Parameter script: as exchange files have it under `upstream`.
    /// - Throws: `parameters_invalid` with a pointer into the script, or `configuration_invalid` when the port cannot be had.
    public convenience init(script: JSONValue, port: UInt16 = 0) throws(ChainError) {
        try self.init(script: Entry.script(script), port: port)
    }

    deinit { stop() }

    public var port: UInt16 { server.port }
    /// Without a slash at the end.
    public var url: String { "http://127.0.0.1:\(port)" }

    /// How many HTTP requests have come.
    public var requestCount: Int { book.requestCount }
    /// How many connections have been made.
    public var connectionCount: Int { server.accepted }
    /// The headers of the last request, names in lower case.
    public var lastHeaders: [String: String] { book.lastHeaders }
    /// How often each entry of the script has answered, in the script's order.
    public var uses: [Int] { book.uses }
    /// What came and no entry matched, the first hundred.
    public var unmatched: [String] { book.unmatched }

    /// How many JSON-RPC calls of a method have come, singly or in batches.
    public func calls(_ method: String) -> Int { book.calls(method) }

    /// Returns as soon as that many calls of a method have come, answered or not.
    public func received(_ method: String, count: Int = 1) async { await book.received(method, count: count) }

    /// Answers from another script from the next request on; the counts go on.
    public func replace(script: [Entry]) { book.replace(script) }

    /// Keeps back the answers of a method until ``release()``.
    public func hold(rpc method: String) { gate.hold(method) }

    /// Lets all answers go that are kept back.
    public func release() { gate.release() }

    /// Starts to serve; a server that was stopped stays so.
    public func start() {
        let book = book
        let gate = gate
        server.start { connection in
            while let request = connection.next() {
                let (reply, methods) = Self.answer(request, from: book)
                gate.pass(methods)
                let goesOn = reply.send(over: connection, waiting: gate)
                if !goesOn || request.headers["connection"]?.lowercased() == "close" { return }
            }
        }
    }

    /// Closes the port and all connections, held or hanging; returns when every thread has ended.
    public func stop() {
        server.stop(letGo: gate.stop)
    }

    private static func answer(
        _ request: ScriptedServerConnection.Request, from book: ScriptedUpstreamBook
    ) -> (reply: ScriptedUpstreamReply, methods: Set<String>) {
        var question = ScriptedUpstreamBook.Question(method: request.method, target: request.target)
        guard request.method == "POST", let (calls, isBatch) = ScriptedUpstreamCall.read(request.body) else {
            question.body = try? JSONValue(parsing: request.body)
            book.record([], headers: request.headers)
            return (ScriptedUpstreamReply(book.response(to: question)), [])
        }
        let responses = calls.map { call in
            question.call = call.call
            return book.response(to: question)
        }
        book.record(calls.map(\.call), headers: request.headers)
        return (ScriptedUpstreamReply(calls, responses, isBatch: isBatch), Set(calls.map(\.call.method)))
    }
}
