import ChainKit

/// What an adapter makes of texts that may be addresses.
struct AccountReading: Sendable {
    let file: String
    let chain: ChainID
    let format: any AccountFormat

    /// How long one text may take.
    private static let limit = Duration.seconds(10)

    init(_ file: ExchangeFile, _ stage: ExchangeStage) {
        self.file = file.name
        chain = stage.adapter.chain
        format = stage.adapter.accounts
    }

    /// - Returns: an error that blames the outside when there was no answer in time.
    func account(_ text: String) async -> Result<Account, ChainError> {
        let format = format
        let answer = await Deadline.run(Self.limit, clock: ContinuousClock()) { () -> Result<Account, ChainError> in
            do throws(ChainError) { return .success(try await format.account(text)) } catch { return .failure(error) }
        }
        return answer ?? .failure(ChainError(.upstreamTimeout, "There was no answer within \(Self.limit)."))
    }

    /// Expects the text to name an account that is its own canonical form, and `canonical` where that is known.
    func expect(_ text: String, canonical: String?, _ report: inout TrialReport) async {
        report.tried()
        switch await account(text) {
        case .success(let account):
            if let canonical, account.address != canonical {
                broke(text, "the account \(canonical)", account.address, &report)
            } else if account.chain != chain {
                broke(text, "an account on \(chain)", account.description, &report)
            } else if (try? Account(caip10: account.description)) != account {
                broke(text, "an account that CAIP-10 can write", account.description, &report)
            } else {
                await expectOwnForm(account, of: text, &report)
            }
        case .failure(let error): broke(text, canonical.map { "the account \($0)" } ?? "an account", error.description, &report)
        }
    }

    /// Expects the canonical form of an account to be its own.
    func expectOwnForm(_ account: Account, of text: String, _ report: inout TrialReport) async {
        guard account.address != text else { return }
        let again = await self.account(account.address)
        guard case .success(account) = again else {
            return broke(account.address, "the account \(account.address), as \(text.shortened) gives", again.word, &report)
        }
    }

    func broke(_ text: String, _ expected: String, _ got: String, _ report: inout TrialReport) {
        report.broke(
            "\(file): the text \(JSONValue.string(text.shortened).json)", expected: expected, got: got, inputs: .string(text))
    }
}

extension Result<Account, ChainError> {
    /// For a report.
    var word: String {
        switch self {
        case .success(let account): account.description
        case .failure(let error): error.description
        }
    }
}
