import Glibc
import NIOCore

/// Why the server cannot listen where it was told to.
public struct ListenError: Error, CustomStringConvertible {
    public let description: String

    /// - Returns: `nil` for an error that is not about listening.
    public init?(_ error: any Error, at server: ServerConfiguration) {
        let address = "\(server.host):\(server.port)"
        switch error {
        case let error as IOError where error.errnoCode == EADDRINUSE:
            description = "Another program listens on \(address). End it, or choose another port in server.listen."
        case let error as IOError where error.errnoCode == EACCES:
            description = "This user may not listen on \(address). Choose a port of 1024 or more in server.listen."
        case let error as IOError where error.errnoCode == EADDRNOTAVAIL:
            description = "This machine does not have the address of \(address). Correct server.listen."
        case is SocketAddressError, is SocketAddressError.UnknownHost:
            description = "\(server.host) is no address of this machine. Correct server.listen."
        default:
            return nil
        }
    }
}
