import ChainKit
import Synchronization

/// A format whose reading of a text is replaced.
struct SpoiltFormat: AccountFormat {
    typealias Read = @Sendable (_ text: String, _ base: any AccountFormat) async throws(ChainError) -> Account

    let base: any AccountFormat
    let read: Read

    func account(_ text: String) async throws(ChainError) -> Account { try await read(text, base) }
}

/// The texts that a spoilt format could read, with which it then mistakes others.
final class KnownTexts: Sendable {
    private let accounts = Mutex<[String: Account]>([:])

    func add(_ text: String, _ account: Account) { accounts.withLock { $0[text] = account } }

    func first(where isSame: (_ text: String) -> Bool) -> Account? {
        accounts.withLock { $0.first { isSame($0.key) }?.value }
    }
}
