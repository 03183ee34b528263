import ChainKit

extension ChainConfiguration {
    /// The members that are the host's; all others are the adapter's.
    private static let ownMembers = ["adapter", "providers", "enabled", "pool", "batch_size"]

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

extension ProviderConfiguration {
    private static let ownMembers = ["name", "url", "headers"]

    fileprivate init(reading node: ConfigurationNode) {
        name = ""
        url = Secret("")
        host = ""
        guard case .object(let members) = node.value else {
            node.refuse("Found \(node.value.kind); write an object with \"url\".")
            return
        }
        options = .object(members.filter { !Self.ownMembers.contains($0.key) })
        if let urlNode = node.find("url") {
            // The URL is not repeated: providers put keys in it.
            if let text = urlNode.value.text, let host = WebURL.host(of: text) {
                url = Secret(text)
                self.host = host
            } else {
                urlNode.refuse("This is no http or https URL; write one such as https://rpc.example/v1.")
            }
        } else {
            node.refuseMissing("url", "https://rpc.example/v1")
        }
        name = node.text("name", default: host)
        for (header, value) in node.find("headers")?.headers ?? [] { headers[header] = value }
    }
}

extension ConfigurationNode {
    /// An object of HTTP headers; values are not repeated in mistakes.
    fileprivate var headers: [(String, Secret)] {
        guard case .object = value else {
            refuse("Found \(value.kind); write an object of header names and values.")
            return []
        }
        return members.compactMap { name, node in
            guard name.wholeMatch(of: /[A-Za-z0-9!#$%&'*+.^_`|~-]+/) != nil else {
                node.refuseWhole("Found the header name \"\(name.prefix(64))\"; write letters, digits and \"-\".")
                return nil
            }
            guard case .string(let text) = node.value,
                !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
            else {
                node.refuse("Found \(node.value.kind) that is no header value; write one line of text, in quotes if need be.")
                return nil
            }
            return (name, Secret(text))
        }
    }
}

extension PoolConfiguration {
    fileprivate init(reading node: ConfigurationNode) {
        node.allow([
            "connect_timeout_seconds", "timeout_seconds", "retries", "breaker_failures", "breaker_cool_down_seconds",
            "max_response_bytes",
        ])
        connectTimeoutSeconds = node.seconds("connect_timeout_seconds", default: connectTimeoutSeconds, in: 0.05...60)
        timeoutSeconds = node.seconds("timeout_seconds", default: timeoutSeconds, in: 0.1...120)
        retries = node.whole("retries", default: retries, in: 0...10)
        breakerFailures = node.whole("breaker_failures", default: breakerFailures, in: 1...100)
        breakerCoolDownSeconds = node.seconds("breaker_cool_down_seconds", default: breakerCoolDownSeconds, in: 0.1...3600)
        maxResponseBytes = node.whole("max_response_bytes", default: maxResponseBytes, in: 1024...268_435_456)
    }
}
