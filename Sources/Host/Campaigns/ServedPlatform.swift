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
    /// The chains that are on, by name, as they are configured.
    let chains: [String: ChainConfiguration]
    /// The batching reader of each chain that has holdings, for the metrics page.
    let readers: [String: CoalescingHoldingReader]

    /// - Parameter observe: told whether answers were kept from before.
    init(_ platform: Platform, ids: [String: Int], observe: @escaping Platform.Observe = { _, _ in }) {
        chains = Dictionary(platform.chains.map { ($0.name, $0) }) { first, _ in first }
        adapters = platform.adapters
        methods = platform.methods
        campaigns = platform.campaigns.compactMap { definition in
            ids[definition.configuration.name].map { ServedCampaign(id: $0, definition: definition) }
        }
        var readers: [String: CoalescingHoldingReader] = [:]
        var byChain: [ChainID: any HoldingReader] = [:]
        for chain in platform.chains {
            guard let adapter = platform.adapters.find(chain.name), let holdings = adapter.holdings else { continue }
            let reader = CoalescingHoldingReader(holdings, maxBatch: chain.batchSize)
            readers[chain.name] = reader
            byChain[adapter.chain] = Self.caching(reader, chain.cache) { [name = chain.name] in observe(name, $0) }
        }
        self.readers = readers
        facts = FactReader(readers: byChain)
    }

    private static func caching(
        _ reader: any HoldingReader, _ cache: CacheConfiguration, _ observe: @escaping ReadingObserver
    ) -> any HoldingReader {
        guard cache != .off else { return reader }
        let lifetimes = CachingHoldingReader.Lifetimes(
            positive: .seconds(cache.positiveSeconds), negative: .seconds(cache.negativeSeconds))
        return CachingHoldingReader(reader, lifetimes: lifetimes, observe: observe)
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
