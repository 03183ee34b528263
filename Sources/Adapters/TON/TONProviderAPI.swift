import ChainKit

/// The two public interfaces to TON that list what a wallet has.
enum TONProviderAPI: String, Sendable, CaseIterable {
    /// TON Center, version 3 (toncenter.com, or a ton-indexer of one's own).
    case toncenter
    /// TonAPI, version 2 (tonapi.io, or an opentonapi of one's own).
    case tonapi

    /// - Parameter options: a provider's members, of which `api` names the interface.
    init?(_ options: JSONValue) {
        guard let name = options["api"]?.text else { return nil }
        self.init(rawValue: name)
    }

    /// Speaks to a provider by the interface it has.
    /// - Throws: `internal_error` for a provider the configuration should have refused.
    static func client(of provider: any Provider) throws(ChainError) -> any TONClient {
        switch TONProviderAPI(provider.options) {
        case .toncenter: return ToncenterClient(provider: provider)
        case .tonapi: return TonapiClient(provider: provider)
        case nil: throw ChainError(.internalError, "The provider \"\(provider.name)\" has no known interface.")
        }
    }
}
