import HTTPTypes
import Hummingbird

/// Finds the address of the client behind the proxies an operator runs.
struct ClientAddress: Sendable {
    /// Addresses whose `X-Forwarded-For` is believed.
    let trustedProxies: [AddressBlock]

    /// The nearest address that is not one of our proxies, reading `X-Forwarded-For` from its end; what stands before
    /// an untrusted hop is hearsay. An IPv6 client is its /64, of which it may use every address.
    func client(of request: Request, context: GatehouseContext) -> String {
        guard let peer = context.peerAddress else { return "unknown" }
        var nearest = peer
        var hops = request.headers[values: .forwardedFor].flatMap { $0.split(separator: ",") }
            .map { $0.trimmingSpaces }
        while isTrusted(nearest), let hop = hops.popLast(), !hop.isEmpty, hop.utf8.count <= 45 { nearest = hop }
        return AddressBlock.site(of: nearest)
    }

    private func isTrusted(_ address: String) -> Bool { trustedProxies.contains { $0.contains(address) } }
}

extension Substring {
    fileprivate var trimmingSpaces: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
