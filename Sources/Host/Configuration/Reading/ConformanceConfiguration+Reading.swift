import ChainKit

extension ConformanceConfiguration {
    init(reading node: ConfigurationNode) {
        node.allow(["keys", "suite", "max_age_days"])
        if let list = node.find("keys") {
            let elements = list.elements
            if elements.isEmpty, case .array = list.value {
                list.refuse("Found an empty list; write the keys whose signatures count, or leave \"conformance\" out.")
            }
            keys = elements.compactMap(Self.key)
        } else {
            node.refuseMissing("keys", "[ \"ed25519:…\" ]")
        }
        suite = node.findText("suite")
        if let suite, let place = node.find("suite"), suite.wholeMatch(of: /sha256:[0-9a-f]{64}/) == nil {
            place.refuse("Found \(place.found); write sha256: and 64 hex digits, as gatehouse conformance verify shows them.")
        }
        maxAgeDays = node.findWhole("max_age_days", in: 1...3650)
    }

    private static func key(_ node: ConfigurationNode) -> ReportKey? {
        guard let text = node.text() else { return nil }
        guard let key = ReportKey(text) else {
            node.refuse("Found \(node.found); write a key as gatehouse conformance key prints it, such as ed25519:….")
            return nil
        }
        return key
    }
}
