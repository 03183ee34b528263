import AdapterProtocol
import ChainKit

extension ChainError {
    /// Without what could forge a line of a log, and no longer than an operator reads.
    var shortened: ChainError {
        var error = self
        error.message = message.shown(500)
        error.cause = cause.map { $0.shown(500) }
        error.pointer = pointer.flatMap { $0.hasPrefix("/") && $0.utf8.count <= 256 ? $0.plain : nil }
        error.retryAfterSeconds = retryAfterSeconds.map { min($0, 86_400) }
        return error
    }

    /// What a program's error means here: a stranger may blame the outside, and the caller only for what the caller said.
    /// - Parameter allowed: the codes that blame the caller and can be true of the question.
    func admitted(_ allowed: [Code]) -> ChainError {
        var error = shortened
        let entry = Code.table.first { $0.code == code }
        switch entry?.blame {
        case .outside: return error
        case .caller where allowed.contains(code): return error
        case .caller:
            error = ChainError(
                .upstreamInvalid, "The adapter's program answered with \(code.rawValue), which cannot be the answer to this.",
                cause: error.message)
        default:
            error = ChainError(
                .upstreamUnavailable, "The adapter's program failed.", retryAfterSeconds: error.retryAfterSeconds,
                cause: "\(code.rawValue.shown(64)): \(error.message)")
        }
        return error
    }

    /// - Parameter allowed: as in ``admitted(_:)``.
    init(_ failure: CallFailure, method: String, deadline: Duration, allowing allowed: [Code]) {
        switch failure {
        case .late:
            self.init(
                .upstreamTimeout, "The adapter's program did not answer \(method) within \(deadline.shown).")
        case .withdrawn: self = .withdrawn
        case .tooLarge:
            self.init(
                .upstreamTooLarge, "The question is larger than a message to the adapter's program may be (limits.message_bytes)."
            )
        case .tooDeep:
            self.init(
                .upstreamTooLarge,
                "The question nests deeper than a message to the adapter's program may, \(PeerLimits.depth) levels.")
        case .ended(.closed): self.init(.upstreamUnavailable, "The adapter's program ended before it answered \(method).")
        case .ended(.violated(let violation)):
            self.init(.upstreamInvalid, "The adapter's program \(violation), and was stopped.".shown(500))
        case .refused(let refusal): self.init(refusal, method: method, allowing: allowed)
        }
    }

    private init(_ refusal: RPCFailure, method: String, allowing allowed: [Code]) {
        if refusal.code == ErrorCode.unknownMethod {
            self.init(.upstreamInvalid, "The adapter's program does not know \(method), \(Self.whyKnown(method)).")
            return
        }
        do throws(ChainError) {
            let error =
                try refusal.chainError()
                ?? ChainError(.upstreamUnavailable, "The adapter's program failed.", cause: "\(refusal.code): \(refusal.message)")
            self = error.admitted(allowed)
        } catch {
            self = error.shortened
        }
    }

    /// Why a program should have known a method, in words that follow its name and a comma.
    private static func whyKnown(_ method: String) -> String {
        switch method {
        case "initialize": "and so does not speak the protocol of an adapter; see whether \"command\" names the right program"
        case "account.parse", "health", "provider.identify": "which every program answers"
        default: "which belongs to a role of its manifest"
        }
    }
}
