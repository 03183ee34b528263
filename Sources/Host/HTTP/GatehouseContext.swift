import Hummingbird
import Logging
import NIOCore

/// What is known about a request while it is served.
struct GatehouseContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The address of the peer that opened the connection, without its port.
    let peerAddress: String?
    /// As the caller sent it when well formed, else generated; set by ``RequestMiddleware``.
    var requestID = ""

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        peerAddress = source.channel.remoteAddress?.ipAddress
    }
}
