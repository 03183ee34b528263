import ChainKit
import GRDB

/// Whether the server could do its work this moment: its database and every chain, asked within two seconds.
struct Readiness: Sendable {
    struct Line: Sendable {
        let name: String
        let status: ProviderHealth.Status
        let latencyMilliseconds: Double?
        let detail: String?
    }

    let lines: [Line]

    /// A chain that is down makes its campaigns undetermined, not the server useless; only the database is essential.
    var isReady: Bool { lines.first { $0.name == "database" }?.status == .ok && lines.contains { $0.status == .ok } }

    static func ask(store: Store, adapters: AdapterRegistry) async -> Readiness {
        let names = ["database"] + adapters.names
        let lines = await withTaskGroup(of: Line?.self) { group in
            group.addTask { await database(store) }
            for name in adapters.names {
                guard let adapter = adapters.find(name) else { continue }
                group.addTask { await chain(name, adapter) }
            }
            group.addTask {
                try? await Task.sleep(for: .seconds(2))
                return nil
            }
            var answered: [String: Line] = [:]
            while answered.count < names.count, let next = await group.next(), let line = next { answered[line.name] = line }
            group.cancelAll()
            return names.map {
                answered[$0] ?? Line(name: $0, status: .down, latencyMilliseconds: nil, detail: "no answer within 2 s")
            }
        }
        return Readiness(lines: lines)
    }

    private static func database(_ store: Store) async -> Line {
        let started = ContinuousClock.now
        do {
            _ = try await store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM schema_migrations") }
            return Line(name: "database", status: .ok, latencyMilliseconds: milliseconds(since: started), detail: nil)
        } catch {
            return Line(name: "database", status: .down, latencyMilliseconds: nil, detail: "the database cannot be read")
        }
    }

    private static func chain(_ name: String, _ adapter: any ChainAdapter) async -> Line {
        let started = ContinuousClock.now
        let health = await adapter.health()
        let details = health.providers.compactMap { provider in provider.detail.map { "\(provider.name): \($0)" } }
        return Line(
            name: name, status: health.status, latencyMilliseconds: milliseconds(since: started),
            detail: details.isEmpty ? nil : details.joined(separator: "; "))
    }

    private static func milliseconds(since started: ContinuousClock.Instant) -> Double {
        ((ContinuousClock.now - started).seconds * 100_000).rounded() / 100
    }
}

extension Readiness {
    var json: JSONValue {
        [
            "ready": .bool(isReady),
            "dependencies": .array(
                lines.map {
                    [
                        "name": .string($0.name), "status": .string($0.status.rawValue),
                        "latency_ms": $0.latencyMilliseconds.map(JSONValue.number) ?? .null, "detail": .text($0.detail),
                    ]
                }),
        ]
    }

    static let schema = Schemas.object([
        "ready": Schemas.flag,
        "dependencies": [
            "type": "array",
            "items": Schemas.object([
                "name": Schemas.text, "status": AdapterListing.status, "latency_ms": Schemas.optionalNumber,
                "detail": Schemas.optionalText,
            ]),
        ],
    ])
}
