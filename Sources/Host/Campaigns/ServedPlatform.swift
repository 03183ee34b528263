import ChainKit
import Eligibility
import Synchronization
import Upstream

/// A campaign as it is served: its definition and its number.
struct ServedCampaign: Sendable {
    /// Given by the database the first time the name was seen; never changes.
    let id: Int
    let definition: CampaignDefinition

    var name: String { definition.configuration.name }
}

/// One validated configuration at work. Requests take it once and keep it to their end, so that a reload never changes
/// the rules in the middle of a check.
struct ServedPlatform: Sendable {
    let adapters: AdapterRegistry
    let methods: MethodRegistry
    /// In the order of the configuration.
    let campaigns: [ServedCampaign]
    let facts: FactReader
    /// The batching reader of each chain that has holdings, for the metrics page.
    let readers: [String: CoalescingHoldingReader]

    /// - Parameter batchSizes: how many queries one batch of a chain may join.
    init(_ platform: Platform, ids: [String: Int], batchSizes: [(chain: String, size: Int)]) {
        adapters = platform.adapters
        methods = platform.methods
        campaigns = platform.campaigns.compactMap { definition in
            ids[definition.configuration.name].map { ServedCampaign(id: $0, definition: definition) }
        }
        var readers: [String: CoalescingHoldingReader] = [:]
        var byChain: [ChainID: any HoldingReader] = [:]
        for name in platform.adapters.names {
            guard let adapter = platform.adapters.find(name), let holdings = adapter.holdings else { continue }
            let reader = CoalescingHoldingReader(holdings, maxBatch: batchSizes.first { $0.chain == name }?.size ?? 100)
            readers[name] = reader
            byChain[adapter.chain] = reader
        }
        self.readers = readers
        facts = FactReader(readers: byChain)
    }

    /// The campaign with this number or name.
    /// - Throws: `campaign_unknown`.
    func campaign(_ idOrName: String) throws(Problem) -> ServedCampaign {
        let id = Int(idOrName)
        guard let campaign = campaigns.first(where: { $0.name == idOrName || $0.id == id }) else {
            throw Problem(.campaignUnknown, "There is no campaign \"\(idOrName.prefix(64))\". GET /campaigns lists them.")
        }
        return campaign
    }
}

/// The platform that new requests are served with.
final class CurrentPlatform: Sendable {
    private let platform: Mutex<ServedPlatform>

    init(_ platform: ServedPlatform) { self.platform = Mutex(platform) }

    var current: ServedPlatform { platform.withLock { $0 } }
}
