import ChainKit
import Foundation

/// What an adapter made of a question.
enum ExchangeAnswer: Sendable, Hashable {
    case holding(Holding)
    case accepted(Account, Control)
    /// The word of a verdict, or of a refused payment or delivery.
    case refused(String)
    case payment(PaymentVerdict)
    case answer(JSONValue)
    case error(ChainError)

    /// Not a yes and not a no: an error that blames the outside.
    var isUndetermined: Bool {
        if case .error(let error) = self { error.code.blame == .outside } else { false }
    }

    /// A no to a proof: a verdict, or an error that blames the caller.
    var isRefusal: Bool {
        switch self {
        case .refused: true
        case .error(let error): error.code.blame == .caller
        default: false
        }
    }

    /// For a report: without the times and the source, which differ from run to run.
    var json: JSONValue {
        switch self {
        case .holding(let holding):
            return [
                "holds": .string(holding.amount.description), "items": .array(holding.items.map(JSONValue.string)),
                "delegated": .array(holding.delegated.map(\.json)), "basis": .string(holding.basis.rawValue),
            ]
        case .accepted(let account, let control):
            return ["accept": .string(account.address), "by": .string(control.rawValue)]
        case .refused(let word): return ["reject": .string(word)]
        case .payment(.paid): return ["paid": true]
        case .payment(.pending): return ["pending": true]
        case .payment(.refused(let refusal)): return ["reject": .string(refusal.rawValue)]
        case .answer(let answer): return ["answer": answer]
        case .error(let error):
            let word = error.code.blame == .caller ? "reject" : "undetermined"
            return [word: .string(error.code.rawValue), "message": .string(error.message)]
        }
    }
}

extension Holding.Share {
    fileprivate var json: JSONValue {
        [
            "holder": .string(holder.address), "amount": .string(amount.description),
            "items": .array(items.map(JSONValue.string)),
        ]
    }
}

extension ExchangeStage {
    func answer(_ question: ExchangeCase.Question) async -> ExchangeAnswer {
        do throws(ChainError) {
            switch question {
            case .holding(let query): return try await answer(query)
            case .proof(let proof): return try await answer(proof)
            case .payment(let payment): return try await answer(payment)
            case .delivery(let headers, let body, let now):
                return try await deliver(headers: headers, body: body, now: now)
            }
        } catch {
            return .error(error)
        }
    }

    /// The query as the adapter reads it.
    func query(_ question: HoldingQuestion) async throws(ChainError) -> HoldingQuery {
        guard let reader = adapter.holdings else { throw Self.notOffered(.holdings) }
        return HoldingQuery(
            account: try await adapter.accounts.account(question.account), asset: try await reader.asset(question.asset),
            wanted: question.wanted, namesItems: question.namesItems)
    }

    /// One answer a query, in order.
    func answers(_ queries: [HoldingQuery]) async -> [ExchangeAnswer] {
        guard let reader = adapter.holdings else { return queries.map { _ in .error(Self.notOffered(.holdings)) } }
        return await reader.holdings(queries).map { result in
            do throws(ChainError) { return .holding(try result.get()) } catch { return .error(error) }
        }
    }

    private func answer(_ question: HoldingQuestion) async throws(ChainError) -> ExchangeAnswer {
        let answers = await answers([try await query(question)])
        guard let only = answers.first, answers.count == 1 else {
            throw ChainError(.internalError, "One query was given \(answers.count) answers.")
        }
        return only
    }

    private func answer(_ question: ProofQuestion) async throws(ChainError) -> ExchangeAnswer {
        guard let prover = adapter.ownership else { throw Self.notOffered(.ownership) }
        switch try await prover.verify(Proof(question.data), answering: question.challenge, now: question.now) {
        case .accepted(let account, let control): return .accepted(account, control)
        case .rejected(let rejection): return .refused(rejection.rawValue)
        }
    }

    private func answer(_ question: ExpectedPaymentText) async throws(ChainError) -> ExchangeAnswer {
        guard let reader = adapter.transactions else { throw Self.notOffered(.transactions) }
        return .payment(try await reader.payment(try await payment(question.members)))
    }

    private func payment(_ written: JSONValue) async throws(ChainError) -> ExpectedPayment {
        let reader = ExchangeReader(value: written, pointer: "")
        let memo: ExpectedMemo
        if let text = written["memo"]?.text {
            memo = .text(text)
        } else {
            memo = .members(written["memo"]?.members?.compactMapValues(\.text) ?? [:])
        }
        return ExpectedPayment(
            transaction: try reader.text("transaction"), payer: try await adapter.accounts.account(reader.text("payer")),
            recipient: try await adapter.accounts.account(reader.text("recipient")),
            amount: try reader.amount("amount") ?? .zero, memo: memo, notBefore: try reader.time("not_before"),
            notAfter: written["not_after"] == nil ? .distantFuture : try reader.time("not_after"))
    }

    private func deliver(headers: [String: String], body: String, now: Date) async throws(ChainError) -> ExchangeAnswer {
        guard let receiver = adapter.interactions else { throw Self.notOffered(.interactions) }
        switch try await receiver.receive(headers: headers, body: Array(body.utf8), now: now) {
        case .refused: return .refused("delivery_refused")
        case .answer(let answer): return .answer(answer)
        case .codeRequest(let request):
            return .answer([
                "code_request": ["account": .string(request.account.address), "campaign": .string(request.campaign)],
                "reply": try await request.reply("A sentence."),
            ])
        }
    }

    private static func notOffered(_ role: AdapterManifest.Role) -> ChainError {
        ChainError(.internalError, "The adapter does not offer the role \(role.rawValue) that the case asks for.")
    }
}
