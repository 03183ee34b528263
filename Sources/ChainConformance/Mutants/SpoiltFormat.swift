import ChainKit

/// A format whose reading of a text is replaced.
struct SpoiltFormat: AccountFormat {
    typealias Read = @Sendable (_ text: String, _ base: any AccountFormat) async throws(ChainError) -> Account

    let base: any AccountFormat
    let read: Read

    func account(_ text: String) async throws(ChainError) -> Account { try await read(text, base) }
}
