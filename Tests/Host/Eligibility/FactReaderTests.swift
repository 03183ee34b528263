import ChainKit
import Foundation
import Testing

@testable import Host

/// What is asked of a chain for the facts that requirements want.
@Suite struct FactReaderTests {
    private static let noon = Date(timeIntervalSince1970: 1_800_000_000)

    private static func holding(_ amount: UInt64) -> Result<Holding, ChainError> {
        .success(Holding(amount: Amount(amount), at: nil, source: "words", observedAt: noon))
    }

    private func read(_ reader: RecordingReader, _ plan: FactPlan) async -> Facts {
        await FactReader(readers: [reader.chain: reader]).read(plan)
    }

    @Test func queriesAboutOneWalletAndAssetAreOneQuestion() async throws {
        let reader = try RecordingReader { _ in Self.holding(2) }
        let queries = try [reader.query("anna", wanted: 1), reader.query("anna", wanted: 3), reader.query("bert", wanted: 2)]
        var plan = FactPlan()
        plan.add([queries[0], queries[2]])
        plan.add([queries[1], queries[0]], namingItems: true)
        let facts = await read(reader, plan)
        #expect(Set(facts.keys) == Set(queries))
        let asked = try #require(reader.asked.first)
        #expect(reader.asked.count == 1 && asked.map(\.account.address) == ["anna", "bert"])
        #expect(asked.map(\.wanted) == [Amount(3 as UInt64), Amount(2 as UInt64)])
        #expect(asked.map(\.namesItems) == [true, false])
    }

    @Test func whatTheLargerQuestionCannotTellTheSmallerOneMay() async throws {
        let reader = try RecordingReader { query in
            query.wanted > Amount(2 as UInt64) ? .failure(ChainError(.upstreamUnconfirmed, "May be more.")) : Self.holding(2)
        }
        let small = try reader.query("anna", wanted: 1)
        let large = try reader.query("anna", wanted: 3)
        var plan = FactPlan()
        plan.add([small, large])
        let facts = await read(reader, plan)
        #expect(facts[small] == .success(.holding(try Self.holding(2).get())))
        guard case .failure? = facts[large] else {
            Issue.record("the larger one is not known")
            return
        }
        #expect(reader.asked.map(\.count) == [1, 1])
    }

    @Test func whoDoesNotAnswerIsNotAskedAgain() async throws {
        let reader = try RecordingReader { _ in .failure(ChainError(.upstreamTimeout, "The node is late.")) }
        var plan = FactPlan()
        plan.add([try reader.query("anna", wanted: 1), try reader.query("anna", wanted: 3)])
        _ = await read(reader, plan)
        #expect(reader.asked.count == 1)
    }

    @Test func aChainWithoutAReaderIsAnError() async throws {
        let reader = try RecordingReader { _ in Self.holding(1) }
        var plan = FactPlan()
        plan.add([try reader.query("anna")])
        let facts = await FactReader(readers: [:]).read(plan)
        guard case .failure(let error)? = facts.values.first else {
            Issue.record("an answer from nowhere")
            return
        }
        #expect(error.code == .upstreamUnavailable)
    }
}
