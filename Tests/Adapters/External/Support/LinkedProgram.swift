import AdapterProtocol
import ChainKit

@testable import AdapterProcess
@testable import ExternalAdapter

extension AdapterKind {
    /// The same adapter, asked through the protocol: both sides run here, and their lines reach each other in memory.
    func linked(limits: ProgramLimits = ProgramLimits(), log: @escaping @Sendable (String) -> Void = { _ in }) -> AdapterKind {
        AdapterKind(id: id, namespace: namespace, accounts: accounts, vectorOps: [], testWallets: nil) {
            setup throws(ChainError) in
            try await ExternalAdapter.start(setup, options: setup.options, limits: limits, clock: .system) { run in
                await self.serve(run, log)
            }
        }
    }

    /// As a process would, until the host ends it.
    func serve(_ run: ProgramRun, _ log: @escaping @Sendable (String) -> Void) async -> ProgramEnd {
        let service = AdapterService(self, log: log)
        let peer = Peer(limits: AdapterService.limits) { call, peer throws(RPCFailure) in try await service.answer(call, peer) }
        await withTaskGroup(of: Void.self) { group in
            for (from, to) in [(run.peer, peer), (peer, run.peer)] {
                group.addTask {
                    for await line in from.outgoing {
                        from.wrote(line.count)
                        to.receive(line)
                    }
                    to.end(.closed)
                }
            }
            _ = await run.stopping.value()
            run.peer.end(.closed)
        }
        await service.close()
        return .ended("ended")
    }
}
