import Foundation

/// Which collections an index knows compressed members of, remembered for a while: members can be added.
actor CompressedCollections {
    private var known: [String: (has: Bool, until: Date)] = [:]
    private static let lifetimeSeconds = 60.0
    private static let limit = 10_000

    func find(_ collection: String, now: Date) -> Bool? {
        known[collection].flatMap { now < $0.until ? $0.has : nil }
    }

    func record(_ found: [String: Bool], now: Date) {
        if known.count >= Self.limit { known = known.filter { now < $0.value.until } }
        guard known.count < Self.limit else { return }
        for (collection, has) in found { known[collection] = (has, now.addingTimeInterval(Self.lifetimeSeconds)) }
    }
}
