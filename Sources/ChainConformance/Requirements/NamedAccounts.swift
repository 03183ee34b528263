import ChainKit

/// The accounts that exchange files name, apart from those that a case wants refused.
struct NamedAccounts: Sendable {
    /// As the adapter writes them itself.
    var canonical: [String] = []
    /// As people write them.
    var written: [String] = []

    mutating func add(_ one: ExchangeCase) {
        if case .rejects = one.expected { return }
        if case .accepts(let address, _) = one.expected { canonical.append(address) }
        switch one.question {
        case .holding(let query): written.append(query.account)
        case .proof(let proof): canonical += proof.challenge.account.map { [$0.address] } ?? []
        case .payment(let payment): written += ["payer", "recipient"].compactMap { payment.members[$0]?.text }
        case .delivery: break
        }
    }
}

extension AdapterUnderTest {
    /// Every account of the adapter's files that is told in its canonical form, each once, with all texts that name it.
    var spelledAccounts: [SpelledAccount] {
        var order: [String] = []
        var spellings: [String: [String]] = [:]
        func add(_ canonical: String, _ more: [String]) {
            if spellings[canonical] == nil { order.append(canonical) }
            for text in more where !(spellings[canonical] ?? []).contains(text) { spellings[canonical, default: []].append(text) }
        }
        for file in files {
            for account in file.accounts { add(account.canonical, [account.canonical] + account.spellings) }
            var named = NamedAccounts()
            for one in file.cases { named.add(one) }
            for address in named.canonical { add(address, [address]) }
        }
        return order.map { SpelledAccount(canonical: $0, spellings: spellings[$0] ?? []) }
    }
}
