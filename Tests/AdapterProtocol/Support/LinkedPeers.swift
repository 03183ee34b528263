import AdapterProtocol
import ChainKit

/// Two peers whose lines reach each other for as long as `body` runs.
func linked(
    _ first: Peer, _ second: Peer, _ body: @Sendable () async throws -> Void
) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
        for (from, to) in [(first, second), (second, first)] {
            group.addTask {
                for await line in from.outgoing {
                    from.wrote(line.count)
                    to.receive(line)
                }
                to.end(.closed)
            }
        }
        defer {
            first.end(.closed)
            second.end(.closed)
        }
        try await body()
    }
}

extension Peer {
    /// A peer that has nothing to say to requests unless told what.
    static func plain(
        lineBytes: Int = 1 << 20, servedAtOnce: Int = 4, clock: AdapterClock = .system,
        server: @escaping Server = { call, _ throws(RPCFailure) in
            throw RPCFailure(code: ErrorCode.unknownMethod, message: call.method)
        }
    ) -> Peer {
        Peer(limits: PeerLimits(lineBytes: lineBytes, servedAtOnce: servedAtOnce), clock: clock, server: server)
    }

    /// The next line it has to say.
    func nextLine() async -> JSONValue? {
        for await line in outgoing { return try? JSONValue(parsing: line) }
        return nil
    }

    /// Takes a message as the other side would write it.
    @discardableResult
    func receive(_ message: JSONValue) -> Bool { receive(message.jsonBytes + [UInt8(ascii: "\n")]) }
}
