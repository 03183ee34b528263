import ChainKit
import Foundation
import Synchronization

extension Mutant {
    static let holdings: [Mutant] = [
        Mutant(.batch, "answers a batch in the wrong order") { adapter in
            adapter.spoilHoldings { base, queries in await base.holdings(queries).reversed() }
        },
        Mutant(.batch, "answers equal queries once") { adapter in
            adapter.spoilHoldings { base, queries in
                var seen: Set<HoldingQuery> = []
                return await base.holdings(queries.filter { seen.insert($0).inserted })
            }
        },
        Mutant(.batch, "answers whom it was asked about last") { adapter in
            let latest = Latest<HoldingQuery>()
            adapter.spoilHoldings { base, queries in
                guard queries.count == 1 else { return await base.holdings(queries) }
                latest.keep(queries[0])
                // As long as an adapter may take that asks somebody before it looks at the question again.
                try? await ContinuousClock().sleep(for: .milliseconds(5))
                return await base.holdings([latest.value ?? queries[0]])
            }
        },
        Mutant(.faults, "takes a silent provider for an empty wallet") { adapter in
            adapter.spoilEachHolding { $0.replacing(.upstreamTimeout, with: .zero) }
        },
        Mutant(.faults, "blames the caller for a provider that is down") { adapter in
            adapter.spoilEachHolding { answer in
                answer.mapError { $0.code == .upstreamUnavailable ? ChainError(.accountInvalid, $0.message) : $0 }
            }
        },
        Mutant(.faults, "keeps its first trouble for good") { adapter in
            let trouble = Trouble()
            adapter.spoilHoldings { base, queries in
                if let first = trouble.first { return queries.map { _ in .failure(first) } }
                let answers = await base.holdings(queries)
                for case .failure(let error) in answers where error.code == .upstreamTimeout { trouble.keep(error) }
                return answers
            }
        },
        Mutant(.faults, "answers from memory when nobody else does") { adapter in
            let memory = AnswerMemory()
            adapter.spoilHoldings { base, queries in
                zip(queries, await base.holdings(queries)).map { memory.answer($0, $1) }
            }
        },
        Mutant(.lookAlikes, "counts a look-alike") { adapter in
            adapter.spoilEachHolding { answer in
                answer.map { holding in
                    var holding = holding
                    holding.amount = max(holding.amount, Amount(1 as UInt64))
                    return holding
                }
            }
        },
        Mutant(.pages, "takes the pages it has read for all of them") { adapter in
            adapter.spoilEachHolding { answer in
                guard case .failure(let error) = answer, error.message.contains("pages") else { return answer }
                return answer.replacing(.upstreamTooLarge, with: Amount(1 as UInt64))
            }
        },
        Mutant(.pages, "calls a provider down whose list is too long") { adapter in
            adapter.spoilEachHolding { answer in
                answer.mapError { $0.code == .upstreamTooLarge ? ChainError(.upstreamUnavailable, $0.message) : $0 }
            }
        },
        Mutant(.budget, "asks for a batch twice") { adapter in
            adapter.spoilHoldings { base, queries in
                if queries.count > 1 { _ = await base.holdings(queries) }
                return await base.holdings(queries)
            }
        },
        Mutant(.budget, "asks each query alone, and twice") { adapter in
            adapter.spoilHoldings { base, queries in
                var answers: SpoiltHoldingReader.Answers = []
                for query in queries {
                    _ = await base.holdings([query])
                    answers += await base.holdings([query])
                }
                return answers
            }
        },
    ]
}

/// What an adapter has once found, and says again when it finds nothing out.
private final class AnswerMemory: Sendable {
    private let known = Mutex<[HoldingQuery: Holding]>([:])

    func answer(_ query: HoldingQuery, _ answer: Result<Holding, ChainError>) -> Result<Holding, ChainError> {
        known.withLock { known in
            if case .success(let holding) = answer { known[query] = holding }
            return known[query].map { .success($0) } ?? answer
        }
    }
}

/// The error that an adapter never gets over.
private final class Trouble: Sendable {
    private let kept = Mutex<ChainError?>(nil)
    var first: ChainError? { kept.withLock { $0 } }
    func keep(_ error: ChainError) { kept.withLock { $0 = $0 ?? error } }
}

extension Result<Holding, ChainError> {
    /// An amount in place of one error.
    fileprivate func replacing(_ code: ChainError.Code, with amount: Amount) -> Self {
        guard case .failure(let error) = self, error.code == code else { return self }
        return .success(Holding(amount: amount, at: nil, source: "a guess", observedAt: Date(timeIntervalSince1970: 0)))
    }
}
