import ChainKit

extension ProviderConfiguration {
    private static let ownMembers = ["name", "url", "headers"]

    init(reading node: ConfigurationNode) {
        name = ""
        url = Secret("")
        host = ""
        guard case .object(let members) = node.value else {
            node.refuse("Found \(node.value.kind); write an object with \"url\".")
            return
        }
        let named = members["url"] == nil ? Self.interface(node) : nil
        let taken = Self.ownMembers + (named.map { [$0.name] } ?? [])
        options = .object(members.filter { !taken.contains($0.key) })
        if let urlNode = node.find("url") ?? named?.node {
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
        if let named { name(interface: named.name, node) }
        name = node.text("name", default: host)
        for (header, value) in node.find("headers")?.headers ?? [] { headers[header] = value }
    }

    /// The member that gives the URL and with its name the interface that is spoken there, such as `toncenter`.
    private static func interface(_ node: ConfigurationNode) -> (name: String, node: ConfigurationNode)? {
        let named = node.members.filter { name, member in
            guard !ownMembers.contains(name) else { return false }
            return member.value.text?.contains("://") == true || !member.isComplete
        }
        if let second = named.dropFirst().first {
            second.node.refuseWhole("Found a second URL under \"\(second.name)\"; write each provider as an element of its own.")
        }
        return named.first
    }

    private mutating func name(interface: String, _ node: ConfigurationNode) {
        if let twin = node.find("api") {
            twin.refuseWhole("Found \"api\" beside \"\(interface)\", which says it already; leave it out.")
        }
        guard case .object(var members) = options else { return }
        members["api"] = .string(interface)
        options = .object(members)
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
