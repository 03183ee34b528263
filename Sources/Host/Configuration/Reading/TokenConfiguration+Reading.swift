import ChainKit
import Foundation

extension TokenConfiguration {
    /// Reads `tokens:` of the whole configuration.
    init(reading root: ConfigurationNode, server: ServerConfiguration) {
        issuer = server.uri
        audience = server.domain
        keys = []
        guard let node = root.find("tokens") else {
            root.refuseMissing("tokens", "{keys: [{kid: k1, algorithm: EdDSA, secret: \"${GATEHOUSE_KEY}\"}]}")
            return
        }
        node.allow(["issuer", "audience", "access_lifetime_seconds", "refresh_lifetime_seconds", "keys"])
        issuer = node.text("issuer", default: server.uri)
        audience = node.text("audience", default: server.domain)
        accessLifetimeSeconds = node.whole("access_lifetime_seconds", default: accessLifetimeSeconds, in: 60...2_592_000)
        refreshLifetimeSeconds = node.whole("refresh_lifetime_seconds", default: refreshLifetimeSeconds, in: 60...31_536_000)
        if refreshLifetimeSeconds < accessLifetimeSeconds {
            (node.find("refresh_lifetime_seconds") ?? node).refuse(
                "Found a refresh token that ends before its access token; write at least \(accessLifetimeSeconds).")
        }
        guard let list = node.find("keys") else {
            node.refuseMissing("keys", "[{kid: k1, algorithm: EdDSA, secret: \"${GATEHOUSE_KEY}\"}]")
            return
        }
        let nodes = list.elements
        if case .array = list.value, nodes.isEmpty { list.refuse("Found an empty list; write at least one signing key.") }
        keys = nodes.map { SigningKeyConfiguration(reading: $0, root: root, environment: server.environment) }
        for (index, key) in keys.enumerated() where keys[..<index].contains(where: { $0.kid == key.kid }) && !key.kid.isEmpty {
            nodes[index].find("kid")?.refuse("Found \"\(key.kid)\" again; give each key another kid.")
        }
    }
}

extension SigningKeyConfiguration {
    fileprivate init(reading node: ConfigurationNode, root: ConfigurationNode, environment: ServerConfiguration.Environment) {
        node.allow(["kid", "algorithm", "secret"])
        kid = node.text("kid", example: "k1")
        if let kidNode = node.find("kid"), kid.wholeMatch(of: /[A-Za-z0-9._-]{1,64}/) == nil, !kid.isEmpty {
            kidNode.refuse("Found \(kidNode.found); write 1 to 64 of letters, digits, \".\", \"_\" and \"-\".")
        }
        let known: Algorithm? = node.findChoice("algorithm")
        algorithm = known ?? .EdDSA
        if node.find("algorithm") == nil { node.refuseMissing("algorithm", "EdDSA") }
        secret = Secret("")
        guard let secretNode = node.find("secret") else {
            node.refuseMissing("secret", "\"${GATEHOUSE_KEY}\"")
            return
        }
        guard case .string(let text) = secretNode.value else {
            secretNode.refuse("Found \(secretNode.value.kind); write the secret as text, best as \"${GATEHOUSE_KEY}\".")
            return
        }
        switch known {
        case nil: return
        case .EdDSA:
            guard let seed = Data(base64Encoded: text), seed.count == 32 else {
                secretNode.refuse("This is not the base64 text of 32 bytes; make one with: openssl rand -base64 32.")
                return
            }
            secret = Secret(Array(seed))
        case .HS256:
            guard text.utf8.count >= 32 else {
                secretNode.refuse("This has \(text.utf8.count) bytes; write at least 32, from: openssl rand -base64 48.")
                return
            }
            secret = Secret(text)
        }
        if environment == .production { refuseWeak(text, secretNode, root) }
    }

    private func refuseWeak(_ text: String, _ node: ConfigurationNode, _ root: ConfigurationNode) {
        if WeakSecret.isWeak(secret) {
            node.refuse(
                "This is a known default or easy to guess, which production refuses; make one with: openssl rand -base64 48.")
        }
        if let twin = WeakSecret.twin(of: text, at: node.pointer, in: root.value) {
            node.refuse("This is the same as the setting \(twin); use a secret that is used nowhere else.")
        }
    }
}
