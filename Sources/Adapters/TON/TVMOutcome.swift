import ChainKit

/// What became of a get method.
enum TVMOutcome: Sendable, Hashable {
    /// Exit code 0 or 1; the deepest value of the stack first, as the method's signature names them.
    case returned([TVMValue])
    /// The contract stopped by itself, or has no such method (11): what every node would answer.
    case refused(exitCode: Int64)
    /// The machine could not run it to its end: there is no code (-13), or it took too much gas (-14, 13).
    case notRun(exitCode: Int64)

    static let missingMethod: Int64 = 11
    static let noContract: Int64 = -13
    private static let outOfGas: Int64 = 13

    /// Reads TON Center's answer, which is an HTTP 200 whatever the exit code.
    /// - Throws: `upstream_invalid`.
    init(toncenter answer: JSONValue) throws(ChainError) {
        try self.init(answer, TVMValue.init(toncenter:))
    }

    /// - Throws: `upstream_invalid`.
    init(tonapi answer: JSONValue) throws(ChainError) {
        try self.init(answer, TVMValue.init(tonapi:))
    }

    private init(_ answer: JSONValue, _ read: (JSONValue) throws(ChainError) -> TVMValue) throws(ChainError) {
        guard let exitCode = answer["exit_code"]?.whole else {
            throw ChainError(.upstreamInvalid, "The provider's answer to a get method has no exit code.")
        }
        switch exitCode {
        case 0, 1:
            guard let entries = answer["stack"]?.elements else {
                throw ChainError(.upstreamInvalid, "The provider's answer to a get method has no stack.")
            }
            var stack: [TVMValue] = []
            for entry in entries { stack.append(try read(entry)) }
            self = .returned(stack)
        case Self.outOfGas, ..<0: self = .notRun(exitCode: exitCode)
        default: self = .refused(exitCode: exitCode)
        }
    }
}
