import ChainKit

extension GatehouseConfiguration {
    /// Reads everything but the campaigns.
    /// - Returns: also the names of chains that have a mistake, so that what uses them is not blamed too.
    static func read(_ root: ConfigurationNode, directory: String) -> (configuration: Self, refusedChains: Set<String>) {
        root.allow(["server", "database", "tokens", "sessions", "rate_limits", "conformance", "chains", "campaigns"])
        if root.find("server") == nil { root.refuseMissing("server", "{domain: rewards.example, uri: https://rewards.example}") }
        let server = root.find("server").map { ServerConfiguration(reading: $0) } ?? ServerConfiguration(domain: "", uri: "")
        var configuration = Self(
            server: server, database: DatabaseConfiguration(reading: root),
            tokens: TokenConfiguration(reading: root, server: server))
        if let node = root.find("sessions") { configuration.sessions = SessionConfiguration(reading: node) }
        if let node = root.find("rate_limits") { configuration.rateLimits = RateLimits(reading: node) }
        var refused: Set<String> = []
        if let node = root.find("chains") {
            if case .object = node.value {} else { node.refuse("Found \(node.found); write an object with one member a chain.") }
            for (name, chain) in node.members {
                let before = root.list.mistakes.count
                configuration.chains.append(ChainConfiguration(reading: chain, name: name))
                if root.list.mistakes.count > before || !chain.isComplete { refused.insert(name) }
            }
        }
        if let node = root.find("conformance") {
            let before = root.list.mistakes.count
            configuration.conformance = ConformanceConfiguration(reading: node)
            // Their reports would be measured with what is not meant.
            if root.list.mistakes.count > before || !node.isComplete {
                refused.formUnion(configuration.chains.filter(\.requiresReport).map(\.name))
            }
        }
        configuration.directory = directory
        configuration.campaignDirectory = FilePath.join(directory, root.text("campaigns", default: "campaigns"))
        return (configuration, refused)
    }
}

extension SessionConfiguration {
    init(reading node: ConfigurationNode) {
        node.allow(["lifetime_seconds", "statement"])
        lifetimeSeconds = node.whole("lifetime_seconds", default: lifetimeSeconds, in: 30...86_400)
        statement = node.findText("statement")
        if let statement, statement.contains(where: \.isNewline) {
            node.find("statement")?.refuse("Found several lines; write one.")
        }
    }
}

extension RateLimits {
    init(reading node: ConfigurationNode) {
        node.allow(["sign_in", "verify", "discord_code", "other"])
        let range = 0...1_000_000
        signIn = node.whole("sign_in", default: signIn, in: range)
        verify = node.whole("verify", default: verify, in: range)
        discordCode = node.whole("discord_code", default: discordCode, in: range)
        other = node.whole("other", default: other, in: range)
    }
}
