import ChainKit
import Synchronization

/// Requests for one-time codes that wait for their answer, the latest of them, by token.
final class CodeRequests: Sendable {
    private static let limit = 1024

    private let state = Mutex<(next: UInt64, waiting: [UInt64: CodeRequest])>((0, [:]))

    /// - Returns: the token under which the request is answered.
    func add(_ request: CodeRequest) -> String {
        state.withLock { state in
            state.next += 1
            state.waiting[state.next] = request
            if state.next > Self.limit { state.waiting[state.next - UInt64(Self.limit)] = nil }
            return String(state.next)
        }
    }

    func take(_ token: String) -> CodeRequest? {
        state.withLock { state in UInt64(token).flatMap { state.waiting.removeValue(forKey: $0) } }
    }
}
