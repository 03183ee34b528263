import AdapterSet
import ChainKit
import ExternalAdapter
import Foundation

/// What it costs to have an adapter in a process of its own: the EVM adapter behind the protocol next to the same one in
/// this process.
enum ExternalBenchmark {
    static let atOnce = 16

    static func run() async throws -> [Row] {
        [try await proofs(), try await holdings(of: 1), try await holdings(of: 100)]
    }

    private static var program: AdapterKind {
        .external(command: [ServerProcess.executable.path, "adapter", "serve", "evm"])
    }

    private static func proofs() async throws -> Row {
        let options: JSONValue = ["network": 1, "contract_wallets": false]
        let inside = try await ProofBenchmark.Subject(kind: "evm", options: options)
        let outside = try await ProofBenchmark.Subject(kind: "evm", options: options, program: program)
        let row = try await row("EVM proof.verify", outside: outside.verify, inside: inside.verify)
        await outside.adapter.close()
        return row
    }

    private static func holdings(of count: Int) async throws -> Row {
        let inside = try await Batch(of: count, program: nil)
        let outside = try await Batch(of: count, program: program)
        let row = try await row("EVM holdings.query, \(count) in a batch", outside: outside.ask, inside: inside.ask)
        await outside.adapter.close()
        return row
    }

    private static func row(
        _ name: String, outside: @escaping @Sendable () async throws -> Void, inside: @escaping @Sendable () async throws -> Void
    ) async throws -> Row {
        let (rate, baseRate) = try await InTurns.rates(
            rounds: 5, runs: 50, { try await together(outside) }, { try await together(inside) })
        return Row(
            name: name, rate: rate * Double(atOnce), base: "in process", baseRate: baseRate * Double(atOnce), promise: nil)
    }

    private static func together(_ body: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<atOnce { group.addTask { try await body() } }
            try await group.waitForAll()
        }
    }

    /// Questions about one token that a node in this process's memory answers.
    private struct Batch: Sendable {
        let adapter: any ChainAdapter
        private let reader: any HoldingReader
        private let queries: [HoldingQuery]

        /// - Parameter program: a kind that the adapter is made of, in place of the built-in one.
        init(of count: Int, program: AdapterKind?) async throws {
            let node = MemoryNode(MemoryNode.ethereum)
            guard let kind = program ?? AdapterSet.kinds.first(where: { $0.id == "evm" }) else {
                throw BenchmarkError.unexpected("no adapter evm")
            }
            let provider = AdapterSetup.ProviderDescription(name: node.name, host: "none", options: node.options)
            adapter = try await kind.make(
                AdapterSetup(
                    name: "eth", options: MemoryNode.ethereum.options, providers: [provider],
                    now: { Date(timeIntervalSince1970: 0) }
                ) { _, _ in OneNode(node: node) })
            guard let reader = adapter.holdings else { throw BenchmarkError.unexpected("the adapter reads nothing") }
            self.reader = reader
            let asset = try await reader.asset(MemoryNode.ethereum.asset)
            var queries: [HoldingQuery] = []
            for number in 0..<count {
                let account = try await adapter.accounts.account(MemoryNode.ethereum.address(number))
                queries.append(HoldingQuery(account: account, asset: asset))
            }
            self.queries = queries
        }

        func ask() async throws {
            for answer in await reader.holdings(queries) { _ = try answer.get() }
        }
    }
}
