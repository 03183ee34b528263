import ChainKit
import GRDB
import Hummingbird

extension Problem {
    /// The problem a caller sees for any error thrown while serving: the one place where blame becomes a status.
    init(describing error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let error as ChainError: self.init(error)
        case let error as HTTPError where error.status == .contentTooLarge:
            self.init(.bodyTooLarge, "The body is larger than this server reads.")
        case let error as HTTPError where error.status == .notFound:
            self.init(.notFound, "No route has this path. GET /apidoc/openapi.json lists them all.")
        case let error as HTTPError where error.status.code < 500:
            self.init(.malformedRequest, "The request cannot be read as HTTP.")
        case is CancellationError:
            self.init(.requestTimeout, "The request was given up before it was answered.", retryAfterSeconds: 1)
        case StorageError.locked, StorageError.closed, StorageError.notCommitted:
            self.init(.storageUnavailable, "Nothing was stored. Ask again.", retryAfterSeconds: 1)
        case let error as DatabaseError
        where [.SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_FULL, .SQLITE_IOERR].contains(error.resultCode):
            self.init(.storageUnavailable, "The database could not be used. Ask again.", retryAfterSeconds: 1)
        default:
            self.init(.internalError, "Something went wrong here. The log has the cause under this request id.")
        }
    }

    private init(_ error: ChainError) {
        switch error.code.blame {
        case .caller:
            self.init(
                .invalidRequest, error.message,
                errors: error.pointer.map { [Detail(pointer: $0, detail: error.message)] } ?? [])
        case .outside:
            let code: Code =
                [.upstreamInvalid, .upstreamWrongChain, .upstreamTooLarge].contains(error.code)
                ? .upstreamInvalid : .upstreamUnavailable
            self.init(
                code, "The chain could not be asked; this is neither a yes nor a no. Ask again later.",
                retryAfterSeconds: error.retryAfterSeconds ?? 5)
        case .us:
            self.init(.internalError, "Something went wrong here. The log has the cause under this request id.")
        case .nobody:
            self.init(.requestTimeout, "The request was given up before it was answered.", retryAfterSeconds: 1)
        }
    }
}
