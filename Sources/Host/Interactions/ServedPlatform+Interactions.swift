import ChainKit

/// A chain that receives signed deliveries of a service, by its configured name.
struct ReceivingChain: Sendable {
    let name: String
    let adapter: any ChainAdapter
    let interactions: any InteractionReceiver
}

extension ServedPlatform {
    /// The chains whose service sends deliveries and gives out codes, in the order of the configuration.
    var receivingChains: [ReceivingChain] {
        adapters.names.compactMap { name in
            guard let adapter = adapters.find(name), let interactions = adapter.interactions else { return nil }
            return ReceivingChain(name: name, adapter: adapter, interactions: interactions)
        }
    }

    /// Whether the chain of this name is a service, whose accounts are each one user's own business.
    func isService(_ chain: String) -> Bool { adapters.find(chain)?.interactions != nil }

    /// The first such chain that is among the campaign's methods.
    func findReceivingChain(of campaign: ServedCampaign) -> ReceivingChain? {
        let methods = campaign.definition.configuration.methods
        return receivingChains.first { methods.contains(MethodID(rawValue: $0.name)) }
    }

    /// - Throws: `discord_not_offered`.
    func receivingChain(of campaign: ServedCampaign) throws(Problem) -> ReceivingChain {
        guard let chain = findReceivingChain(of: campaign) else {
            throw Problem(.discordNotOffered, "Discord is not among the methods of the campaign \"\(campaign.name)\".")
        }
        return chain
    }
}
