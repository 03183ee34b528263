import ChainKit
import Eligibility

/// Reads what a campaign says about methods.
struct CampaignReader {
    let methods: MethodRegistry
    /// Methods of chains that are switched off.
    let off: Set<MethodID>
    /// Chains left out for mistakes of their own.
    let refused: Set<String>

    func read(_ campaign: CampaignConfiguration) async -> (definition: CampaignDefinition?, mistakes: [ConfigurationMistake]) {
        var mistakes = campaign.methods.enumerated().compactMap { unknown($1, at: "/methods/\($0)", campaign) }
        guard !campaign.requirement.isNull else { return (nil, mistakes) }
        let enabled = Set(campaign.methods).subtracting(off)
        let (requirement, refusals) = await Requirement.read(
            campaign.requirement, methods: methods, enabled: enabled, claimsTokens: campaign.claimBy == .asset)
        mistakes += refusals.filter { !isAboutRefusedChain($0, campaign) }.map {
            campaign.source.mistake($0.under("/requirement"))
        }
        return (requirement.map { CampaignDefinition(configuration: campaign, requirement: $0) }, mistakes)
    }

    private func unknown(_ id: MethodID, at pointer: String, _ campaign: CampaignConfiguration) -> ConfigurationMistake? {
        let names = methods.ids.map(\.rawValue)
        guard !names.contains(id.rawValue), !refused.contains(id.rawValue) else { return nil }
        let hint = Spelling.nearest(to: id.rawValue, among: names).map { " Did you mean \($0)?" } ?? ""
        let right = "write one of \(names.joined(separator: ", "))"
        return campaign.source.mistake(
            ChainError(
                .parametersInvalid, "Found \"\(id.rawValue.prefix(64))\", which is no method; \(right).\(hint)", pointer: pointer)
        )
    }

    private func isAboutRefusedChain(_ error: ChainError, _ campaign: CampaignConfiguration) -> Bool {
        guard let pointer = error.pointer else { return false }
        if campaign.source.map.unset.contains("\(campaign.source.pointer)/requirement\(pointer)") { return true }
        return campaign.requirement.value(at: pointer)?.text.map(refused.contains) ?? false
    }
}

extension JSONValue {
    /// The part that a pointer into this value points at (RFC 6901 §4).
    fileprivate func value(at pointer: String) -> JSONValue? {
        pointer.split(separator: "/").reduce(self as JSONValue?) { value, step in
            if let index = Int(step), let element = value?[index] { return element }
            let name: String = String(step).replacing("~1", with: "/").replacing("~0", with: "~")
            return value?[name]
        }
    }
}
