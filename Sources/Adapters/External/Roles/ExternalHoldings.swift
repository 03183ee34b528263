import AdapterProtocol
import ChainKit
import Foundation

struct ExternalHoldings: HoldingReader {
    let program: ExternalProgram
    let chain: ChainID
    let now: @Sendable () -> Date
    let concurrentCalls: Int

    func asset(_ description: JSONValue) async throws(ChainError) -> Asset {
        let answer = try await program.askWithNonce("asset.parse", ["description": description], allowing: [.assetInvalid])
        try answer.allow("nonce", "asset")
        let asset = try Asset(wire: answer.object("asset"))
        guard asset.chain == chain else { throw answer.wrong("must be an asset of \(chain)", at: "asset") }
        return asset
    }

    func holdings(_ queries: [HoldingQuery]) async -> [Result<Holding, ChainError>] {
        if queries.isEmpty { return [] }
        let moment = now()
        let nonce = program.nonce()
        let asked = queries.enumerated().map { (id: "\($0.offset)-\(nonce)", query: $0.element) }
        do throws(ChainError) {
            let answer = try await program.ask(
                "holdings.query",
                ["queries": .array(asked.map { $0.query.wire.adding("id", .string($0.id)) }), "now": .time(moment)])
            try answer.allow("answers")
            let answers = try answer.objects("answers")
            guard answers.count == queries.count else {
                throw answer.wrong("must have \(queries.count) elements, one a query, found \(answers.count)", at: "answers")
            }
            return zip(asked, answers).map { asked, answer in
                do throws(ChainError) { return .success(try read(answer, asked.id, asked.query, moment)) } catch {
                    return .failure(error)
                }
            }
        } catch {
            return queries.map { _ in .failure(error) }
        }
    }

    private func read(
        _ answer: MessageReader, _ id: String, _ query: HoldingQuery, _ moment: Date
    ) throws(ChainError) -> Holding {
        try answer.allow("id", "account", "asset", "holding", "error")
        // Two queries may have the same account and the same CAIP-19 text, and still be two.
        guard try answer.text("id") == id else { throw answer.wrong("is another query's", at: "id") }
        guard try answer.account("account") == query.account else { throw answer.wrong("is another query's", at: "account") }
        guard try answer.text("asset") == query.asset.description else { throw answer.wrong("is another query's", at: "asset") }
        if answer.has("error") {
            // The one thing a caller can do about a holding is to let the service look again.
            throw try ChainError(wire: answer.object("error")).admitted([.reauthorizationRequired])
        }
        let written = try answer.object("holding")
        let holding = try Holding(wire: written, now: moment)
        for (index, share) in holding.delegated.enumerated() where share.holder.chain != chain {
            throw written.wrong("must be held by an account of \(chain)", at: "delegated", element: index)
        }
        let shared = holding.delegated.reduce(Amount.zero) { $0 + $1.amount }
        guard shared <= holding.amount else { throw written.wrong("is less than what is delegated", at: "amount") }
        // Each item is at least one; fewer of them may be named than there are.
        for (amount, items) in [(holding.amount, holding.items)] + holding.delegated.map({ ($0.amount, $0.items) }) {
            guard Amount(UInt64(items.count)) <= amount else {
                throw written.wrong("is less than the number of items it names", at: "amount")
            }
        }
        return holding
    }
}
