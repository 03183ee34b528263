import AdapterProtocol
import ChainKit
import Foundation

/// An adapter as a program of its own, for a host that starts it; see `docs/external-adapters.md`.
public enum AdapterProcess {
    /// Speaks the protocol on standard input and output until the host says `shutdown` or standard input ends. What the
    /// program prints goes to standard error.
    /// - Returns: the exit status: 0 after an end in good order, 1 when the host broke the protocol.
    public static func serve(_ kind: AdapterKind) async -> Int32 {
        let pipes = StandardPipes()
        let service = AdapterService(kind) { line in pipes.log.log(line) }
        let peer = Peer(limits: AdapterService.limits) { call, peer throws(RPCFailure) in try await service.answer(call, peer) }
        pipes.read(into: peer)
        await pipes.write(from: peer)
        await service.close()
        var status: Int32 = 0
        if case .violated(let violation)? = peer.ending.kept {
            pipes.log.log("The host \(violation).")
            status = 1
        }
        await pipes.log.flush()
        return status
    }
}
