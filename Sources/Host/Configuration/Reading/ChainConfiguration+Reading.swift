import ChainKit

extension ChainConfiguration {
    /// The members that are the host's; all others are the adapter's.
    private static let ownMembers = [
        "adapter", "providers", "enabled", "pool", "batch_size", "quorum", "confirm_empty", "cache",
        "require_report", "report", "shares_namespace",
    ]

    init(reading node: ConfigurationNode, name: String) {
        self.name = name
        source = node.source
        if name.wholeMatch(of: /[a-z0-9][a-z0-9_-]{0,31}/) == nil {
            node.refuseWhole("Found the name \"\(name.prefix(64))\"; write up to 32 of a-z, 0-9, \"_\" and \"-\".")
        }
        guard case .object(let members) = node.value else {
            adapter = ""
            node.refuse("Found \(node.found); write an object with \"adapter\" and what it needs.")
            return
        }
        adapter = node.text("adapter", example: "evm")
        options = .object(members.filter { !Self.ownMembers.contains($0.key) })
        isOn = node.flag("enabled", default: isOn)
        batchSize = node.whole("batch_size", default: batchSize, in: 1...1000)
        quorum = node.whole("quorum", default: quorum, in: 1...100)
        confirmsEmpty = node.flag("confirm_empty", default: confirmsEmpty)
        sharesNamespace = node.flag("shares_namespace", default: sharesNamespace)
        requiresReport = node.flag("require_report", default: requiresReport)
        report = node.findText("report")
        if report != nil, node.find("require_report") == nil {
            node.find("report")?.refuseWhole("Found \"report\", which means nothing without require_report: true.")
        }
        if let cache = node.find("cache") { self.cache = CacheConfiguration(reading: cache) }
        if let pool = node.find("pool") { self.pool = PoolConfiguration(reading: pool) }
        for provider in node.find("providers")?.elements ?? [] {
            let read = ProviderConfiguration(reading: provider)
            if providers.contains(where: { $0.name == read.name }), !read.name.isEmpty {
                provider.refuseWhole("Another provider of this chain is named \"\(read.name)\" too; give one another name.")
            }
            providers.append(read)
        }
    }
}

extension CacheConfiguration {
    fileprivate init(reading node: ConfigurationNode) {
        node.allow(["positive_seconds", "negative_seconds"])
        positiveSeconds = node.seconds("positive_seconds", default: positiveSeconds, in: 0...3600)
        negativeSeconds = node.seconds("negative_seconds", default: negativeSeconds, in: 0...3600)
    }
}

extension PoolConfiguration {
    fileprivate init(reading node: ConfigurationNode) {
        node.allow([
            "connect_timeout_seconds", "timeout_seconds", "retries", "breaker_failures", "breaker_cool_down_seconds",
            "max_response_bytes", "max_lag_blocks", "max_lag_seconds",
        ])
        connectTimeoutSeconds = node.seconds("connect_timeout_seconds", default: connectTimeoutSeconds, in: 0.05...60)
        timeoutSeconds = node.seconds("timeout_seconds", default: timeoutSeconds, in: 0.1...120)
        retries = node.whole("retries", default: retries, in: 0...10)
        breakerFailures = node.whole("breaker_failures", default: breakerFailures, in: 1...100)
        breakerCoolDownSeconds = node.seconds("breaker_cool_down_seconds", default: breakerCoolDownSeconds, in: 0.1...3600)
        maxResponseBytes = node.whole("max_response_bytes", default: maxResponseBytes, in: 1024...268_435_456)
        maxLagBlocks = node.findWhole("max_lag_blocks", in: 1...1_000_000_000)
        maxLagSeconds = node.findSeconds("max_lag_seconds", in: 1...86_400)
    }
}
