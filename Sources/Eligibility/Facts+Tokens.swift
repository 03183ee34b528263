import ChainKit

extension ChainError.Code {
    /// A source told how many tokens there are and not which.
    static let itemsUnknown: Self = "items_unknown"
}

extension Facts {
    /// The tokens that the holdings among these facts name, each once.
    public var tokens: Set<UniqueToken> {
        var tokens: Set<UniqueToken> = []
        for case (.holding(let query), .success(.holding(let holding))) in self {
            let asset = query.asset.description
            tokens.formUnion(holding.items.map { UniqueToken(caip19: asset, item: $0) })
        }
        return tokens
    }

    /// The facts as they are when only some tokens count. A holding whose tokens are not all named becomes unknown, since
    /// nobody can tell whether they count.
    public func counting(_ counts: (UniqueToken) -> Bool) -> Facts {
        var facts: Facts = [:]
        for (query, result) in self {
            guard case .holding(let question) = query else { continue }
            let asset = question.asset.description
            facts[query] = result.flatMap { fact in
                guard case .holding(let holding) = fact else { return .success(fact) }
                guard let left = holding.keeping({ counts(UniqueToken(caip19: asset, item: $0)) }) else {
                    return .failure(
                        ChainError(
                            .itemsUnknown,
                            "\(holding.source) says how many tokens the wallet holds but not which; ask again later."))
                }
                return .success(.holding(left))
            }
        }
        return facts
    }
}

extension Holding {
    /// The holding cut to the tokens that count; `nil` when its tokens are not all named.
    fileprivate func keeping(_ counts: (String) -> Bool) -> Holding? {
        guard amount.isCount(of: items), delegated.allSatisfy({ $0.amount.isCount(of: $0.items) }) else { return nil }
        var left = self
        left.items = items.filter(counts)
        left.amount = Amount(UInt64(left.items.count))
        left.delegated = delegated.compactMap { share in
            let items = share.items.filter(counts)
            return items.isEmpty ? nil : Share(holder: share.holder, amount: Amount(UInt64(items.count)), items: items)
        }
        return left
    }
}

extension Amount {
    /// Whether it is the number of these tokens.
    func isCount(of items: [String]) -> Bool { self == Amount(UInt64(items.count)) }
}
