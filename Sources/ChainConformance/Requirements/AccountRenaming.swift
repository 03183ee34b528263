import ChainKit
import Synchronization

/// Puts another account into answers, wherever a text is the account that was asked about.
final class AccountRenaming: Sendable {
    /// The other account as people write it.
    let other: String
    /// Spellings of the account, in lower case.
    private let spellings: Set<String>
    private let renamed = Mutex(0)

    /// - Parameter account: as the question writes it.
    /// - Returns: `nil` when the files name no other account.
    init?(of account: String, _ format: any AccountFormat, _ files: [ExchangeFile]) async {
        guard let asked = try? await format.account(account) else { return nil }
        var spellings: Set<String> = [account, asked.address, asked.displayAddress]
        var other: Account?
        for spelled in files.flatMap(\.accounts) {
            guard let known = try? await format.account(spelled.canonical) else { continue }
            if known == asked {
                spellings.formUnion(spelled.spellings)
            } else if other == nil {
                other = known
            }
        }
        guard let other else { return nil }
        self.other = other.displayAddress
        self.spellings = Set(spellings.map { $0.lowercased() })
    }

    /// How many texts have been changed.
    var count: Int { renamed.withLock { $0 } }

    /// Whether a text is the account that was asked about.
    func concerns(_ text: String) -> Bool { spellings.contains(text.lowercased()) }

    func rename(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text) where concerns(text):
            renamed.withLock { $0 += 1 }
            return .string(other)
        case .array(let elements): return .array(elements.map(rename))
        case .object(let members): return .object(members.mapValues(rename))
        default: return value
        }
    }
}
