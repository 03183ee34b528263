import Synchronization
import Upstream

/// Everything `GET /metrics` shows.
final class HostMetrics: Sendable {
    let requests = Counter("gatehouse_http_requests_total", "Requests by route, method and status.")
    let requestSeconds = Histogram("gatehouse_http_request_seconds", "Time to answer a request, by route.")
    let signIns = Counter("gatehouse_sign_ins_total", "Verified or refused sign-ins, by chain and outcome.")
    let verdicts = Counter("gatehouse_verdicts_total", "Eligibility verdicts, by campaign and status.")
    let upstreamCalls = Counter(
        "gatehouse_upstream_calls_total", "Questions put to providers, by chain, provider, purpose and outcome.")
    let upstreamSeconds = Histogram("gatehouse_upstream_call_seconds", "Time a provider took, by chain and provider.")
    let providerHeads = Gauge(
        "gatehouse_provider_head", "The newest block, slot or seqno a provider told of, by chain and provider.")
    let cachedAnswers = Counter(
        "gatehouse_answer_cache_total", "Holding queries given a kept answer (hit) or asked (miss), by chain.")
    let confirmations = Counter(
        "gatehouse_confirmations_total", "Holding queries to which an index showed too little, by chain and what became of them.")
    let quorums = Counter(
        "gatehouse_quorum_total", "Questions put to several providers, by chain and whether enough of them agreed.")
    private let readings = Mutex<[Reading]>([])

    /// Adds the readings that read the platform and the database when they are asked for.
    func watch(_ platform: CurrentPlatform, store: Store) {
        let added = [
            Reading(name: "gatehouse_holdings_pending", kind: .gauge, help: "Holding queries without an answer yet, by chain.") {
                Dictionary(uniqueKeysWithValues: platform.current.readers.map { (["chain": $0.key], Double($0.value.pending)) })
            },
            Reading(name: "gatehouse_database_commits_total", kind: .counter, help: "Transactions committed since the start.") {
                [[:]: Double(store.counters.commits)]
            },
            Reading(
                name: "gatehouse_database_writes_total", kind: .counter,
                help: "Writes acknowledged since the start; many share a commit."
            ) {
                [[:]: Double(store.counters.writes)]
            },
        ]
        readings.withLock { $0 += added }
    }

    func render() -> String {
        let fixed: [any Metric] = [
            requests, requestSeconds, signIns, verdicts, upstreamCalls, upstreamSeconds, providerHeads, cachedAnswers,
            confirmations, quorums,
        ]
        return (fixed + readings.withLock { $0 }).map { $0.render() }.joined()
    }
}
