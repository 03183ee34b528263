import ChainKit
import Eligibility

/// Finds out what account an address means that nobody has proven, as in a dry run.
struct BareWallet: Sendable {
    let platform: ServedPlatform
    /// The campaigns that are asked about.
    let campaigns: [ServedCampaign]
    /// Where the request says which wallet and which chain.
    let pointers: (wallet: String, chain: String)

    /// Without a chain's name, the first chain that can read the address: of those that the campaigns ask, then of the others,
    /// so that one that is out of order is missed only where it is asked. Who is a member of what at a service is told nobody
    /// but the account's owner.
    /// - Throws: `account_invalid`, `parameters_invalid`, or why a chain could not say whether the address is one of its own.
    func account(_ wallet: String, chain: String?) async throws(ChainError) -> Account {
        if let chain { return try await account(wallet, on: chain) }
        var isOfService = false
        var outage: ChainError?
        for (name, isAsked) in candidates {
            guard let adapter = platform.adapters.find(name) else { continue }
            do throws(ChainError) {
                let account = try await adapter.accounts.account(wallet)
                if !platform.isService(name) { return account }
                isOfService = true
            } catch  where error.code.blame != .caller {
                if isAsked { throw error }
                outage = outage ?? error
            } catch {
                continue
            }
        }
        if isOfService { throw refusal(pointers.wallet) }
        throw outage
            ?? ChainError(
                .accountInvalid, "\"\(wallet.prefix(64))\" is not an address of any configured chain.", pointer: pointers.wallet)
    }

    private func account(_ wallet: String, on chain: String) async throws(ChainError) -> Account {
        if platform.isService(chain) { throw refusal(pointers.chain) }
        let adapter: any ChainAdapter
        do throws(ChainError) { adapter = try platform.adapters.require(chain) } catch { throw error.under(pointers.chain) }
        do throws(ChainError) { return try await adapter.accounts.account(wallet) } catch { throw error.under(pointers.wallet) }
    }

    private var candidates: [(name: String, isAsked: Bool)] {
        let methods = Set(campaigns.flatMap(\.definition.configuration.methods))
        // A list may be of any chain.
        let asksAll = methods.contains("snapshot")
        let all = platform.adapters.names.map { (name: $0, isAsked: asksAll || methods.contains(MethodID(rawValue: $0))) }
        return all.filter(\.isAsked) + all.filter { !$0.isAsked }
    }

    private func refusal(_ pointer: String) -> ChainError {
        ChainError(.parametersInvalid, "Accounts of this service are checked for their owner only; sign in.", pointer: pointer)
    }
}
