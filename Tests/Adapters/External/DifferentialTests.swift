import AdapterProtocol
import ChainConformance
import ChainKit
import EVMAdapter
import Foundation
import Testing

@testable import ExternalAdapter

/// An adapter answers the same whether it is asked directly or as a program.
struct DifferentialTests {
    private static let folder = URL(filePath: #filePath).appending(path: "../../../../conformance/exchanges/evm").standardized
        .path

    @Test func theBuiltInAdapterAnswersTheSameThroughTheProtocol() async throws {
        let files = try ExchangeFile.load([Self.folder])
        let bench = try ExchangeBench()
        let direct = ExchangeSuite(AdapterUnderTest(.evm, id: "evm", files: files, bench: bench)).checks
        let linked = ExchangeSuite(
            AdapterUnderTest(AdapterKind.evm.linked(limits: .tight), id: "evm", files: files, bench: bench)
        ).checks
        #expect(direct.count > 20)
        for (one, other) in zip(direct, linked) {
            let (expected, found) = (await one.run(), await other.run())
            #expect(expected == found, "\(one.topic)/\(one.name)")
            #expect(found.status == .passed, "\(one.topic)/\(one.name)")
        }
        await bench.close()
    }

    @Test func theVectorOperationsAnswerTheSame() async throws {
        let ops = try await ExternalAdapter.vectorOps(limits: .tight, clock: .system, log: { _ in }) { run in
            await AdapterKind.evm.serve(run, { _ in })
        }
        #expect(ops.map(\.name) == AdapterKind.evm.vectorOps.map(\.name))
        let op = try #require(ops.first { $0.name == "eip55.checksum" })
        let direct = try #require(AdapterKind.evm.vectorOps.first { $0.name == "eip55.checksum" })
        let inputs: JSONValue = ["address": "0xd8da6bf26964af9d7eed9e03e53415d37aa96045"]
        let answers = (try? await op.run(inputs), try? await direct.run(inputs))
        #expect(answers.0 == answers.1)
    }
}
