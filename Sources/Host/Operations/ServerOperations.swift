import ChainKit
import HTTPTypes

/// Routes for operators and for the machines that watch the server.
struct ServerOperations: Sendable {
    let store: Store
    let platform: CurrentPlatform
    let metrics: HostMetrics
    let publicKeySet: JSONValue

    var all: [APIOperation] { [health, ready, metricsPage, version, adapters, keySet] }

    private var health: APIOperation {
        APIOperation(
            id: "health", method: .get, path: "/health", tag: "operations",
            summary: "200 while the process serves; asks nothing.",
            rateGroup: nil, isAlwaysServed: true,
            answers: [.init("Alive.", schema: Schemas.object(["status": ["type": "string", "const": "ok"]]))]
        ) { _ in
            .json(["status": "ok"])
        }
    }

    private var ready: APIOperation {
        APIOperation(
            id: "ready", method: .get, path: "/ready", tag: "operations",
            summary: "The state of the database and of every chain, within two seconds.", rateGroup: nil,
            answers: [
                .init("Ready.", schema: Readiness.schema), .init("Not ready.", status: 503, schema: Readiness.schema),
            ]
        ) { _ in
            let readiness = await Readiness.ask(store: store, adapters: platform.current.adapters)
            return .json(readiness.json, status: readiness.isReady ? .ok : .serviceUnavailable)
        }
    }

    private var metricsPage: APIOperation {
        APIOperation(
            id: "metrics", method: .get, path: "/metrics", tag: "operations", summary: "Prometheus metrics.", rateGroup: nil,
            isAlwaysServed: true,
            answers: [.init("Text exposition format 0.0.4.", mediaType: "text/plain", schema: Schemas.text)]
        ) { _ in
            .text(metrics.render(), mediaType: MetricText.mediaType)
        }
    }

    private var version: APIOperation {
        APIOperation(
            id: "version", method: .get, path: "/version", tag: "operations", summary: "What this server is.", rateGroup: nil,
            answers: [
                .init(
                    "The version.",
                    schema: Schemas.object(["name": Schemas.text, "version": Schemas.text, "contract_version": Schemas.whole]))
            ]
        ) { _ in
            .json([
                "name": .string(Release.name), "version": .string(Release.version),
                "contract_version": .integer(Int64(AdapterManifest.contractVersion)),
            ])
        }
    }

    private var adapters: APIOperation {
        APIOperation(
            id: "get_adapters", method: .get, path: "/adapters", tag: "operations",
            summary: "The chains and methods of this server, with versions, capabilities and health.",
            answers: [.init("Adapters and methods.", schema: AdapterListing.schema)]
        ) { _ in
            .json(await AdapterListing.json(platform.current))
        }
    }

    private var keySet: APIOperation {
        APIOperation(
            id: "jwks", method: .get, path: "/.well-known/jwks.json", tag: "operations",
            summary: "The public keys that access tokens are signed with (RFC 7517).", rateGroup: nil,
            answers: [
                .init(
                    "A key set.",
                    schema: Schemas.object(["keys": ["type": "array", "items": ["type": "object"]]]))
            ]
        ) { _ in
            .json(publicKeySet, headers: [.cacheControl: "public, max-age=300"])
        }
    }
}
