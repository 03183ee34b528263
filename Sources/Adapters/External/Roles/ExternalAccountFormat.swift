import AdapterProtocol
import ChainKit

struct ExternalAccountFormat: AccountFormat {
    let program: ExternalProgram
    let chain: ChainID

    func account(_ text: String) async throws(ChainError) -> Account {
        let answer = try await program.ask("account.parse", ["text": .string(text)], allowing: [.accountInvalid])
        try answer.allow("text", "account")
        guard try answer.text("text") == text else { throw answer.wrong("belongs to another call", at: "text") }
        return try answer.account("account", on: chain)
    }
}

extension MessageReader {
    /// An account of that chain.
    /// - Throws: `upstream_invalid`.
    func account(_ name: String, on chain: ChainID) throws(ChainError) -> Account {
        let account = try account(name)
        guard account.chain == chain else { throw wrong("must be an account of \(chain)", at: name) }
        return account
    }
}
