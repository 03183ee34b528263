import Hummingbird
import Logging
import NIOCore

/// What is known about a request while it is served.
struct GatehouseContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The connection the request came over.
    let channel: any Channel
    /// As the caller sent it when well formed, else generated; set by ``RequestMiddleware``.
    var requestID = ""
    let record = RequestRecord()

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// The address of the peer that opened the connection, without its port.
    var peerAddress: String? { channel.remoteAddress?.ipAddress }
}
