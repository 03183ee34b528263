import Synchronization

/// What an inner layer finds out about a request and an outer one needs to know.
final class RequestRecord: Sendable {
    private struct State {
        var userID: String?
        var isBodyRead = false
    }

    private let state = Mutex(State())

    var userID: String? { state.withLock { $0.userID } }
    /// Whether the body was read to its end.
    var isBodyRead: Bool { state.withLock { $0.isBodyRead } }

    func note(userID: String) { state.withLock { $0.userID = userID } }
    func noteBodyRead() { state.withLock { $0.isBodyRead = true } }
}
