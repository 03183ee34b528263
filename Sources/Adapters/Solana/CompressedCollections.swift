import Foundation

/// Which collections an index knows compressed members of, remembered for a while: members can be added.
actor CompressedCollections {
    private var known: [String: (has: Bool, until: Date)] = [:]
    private static let lifetimeSeconds = 600.0
    private static let limit = 10_000

    func find(_ collection: String, now: Date) -> Bool? {
        known[collection].flatMap { now < $0.until ? $0.has : nil }
    }

    func record(_ collection: String, has: Bool, now: Date) {
        if known.count >= Self.limit { known = known.filter { now < $0.value.until } }
        guard known.count < Self.limit else { return }
        known[collection] = (has, now.addingTimeInterval(Self.lifetimeSeconds))
    }
}
