import ChainKit

/// What several wallets hold together, what lies with one holder counted once: two wallets may be delegates of one vault, or
/// the vault itself be one of them.
struct HoldingTally {
    private struct Part {
        /// The tokens of a unique asset that readings of this holder name.
        var items: Set<String> = []
        /// The largest amount among the readings that name no tokens.
        var unnamed = Amount.zero

        var isNamed: Bool { unnamed <= Amount(UInt64(items.count)) }
    }

    private let isUnique: Bool
    private var parts: [Account: Part] = [:]

    /// - Parameter isUnique: whether tokens have ids of their own, so that one named twice is one.
    init(isUnique: Bool) { self.isUnique = isUnique }

    /// Adds what was read for `account`.
    /// - Throws: `upstream_invalid` when the delegated parts are more than the whole.
    mutating func add(_ holding: Holding, of account: Account) throws(ChainError) {
        let elsewhere = holding.delegated.reduce(Amount.zero) { $0 + $1.amount }
        guard let own = holding.amount.without(elsewhere) else {
            throw ChainError(.upstreamInvalid, "The source counts more delegated to the wallet than the wallet has in all.")
        }
        let delegatedItems = Set(holding.delegated.flatMap(\.items))
        count(own, holding.items.filter { !delegatedItems.contains($0) }, with: account)
        for share in holding.delegated { count(share.amount, share.items, with: share.holder) }
    }

    private mutating func count(_ amount: Amount, _ items: [String], with holder: Account) {
        if isUnique, amount.isCount(of: items) {
            parts[holder, default: Part()].items.formUnion(items)
        } else {
            parts[holder, default: Part()].unnamed = max(parts[holder]?.unnamed ?? .zero, amount)
        }
    }

    /// The named tokens, sorted. One that moved between two readings was seen with two holders and is still one.
    var items: [String] { parts.values.reduce(into: Set<String>()) { $0.formUnion($1.items) }.sorted() }

    var amount: Amount {
        let named = parts.values.filter(\.isNamed).reduce(into: Set<String>()) { $0.formUnion($1.items) }
        return parts.values.filter { !$0.isNamed }.reduce(Amount(UInt64(named.count))) { $0 + $1.unnamed }
    }
}
