import ChainKit

extension DatabaseConfiguration {
    /// Reads `database:` of the whole configuration. Never repeats the value: it may hold a password.
    init(reading root: ConfigurationNode) {
        path = ""
        guard let node = root.find("database") else {
            root.refuseMissing("database", "sqlite:var/gatehouse.db")
            return
        }
        guard let text = node.value.text, let colon = text.firstIndex(of: ":") else {
            node.refuse(
                "Found \(node.value.kind) without a kind of database; write sqlite: and a path, such as sqlite:var/gatehouse.db.")
            return
        }
        switch text[..<colon] {
        case "sqlite":
            path = String(text[text.index(after: colon)...])
            if path.isEmpty { node.refuse("Found sqlite: without a path; write sqlite:var/gatehouse.db.") }
            if path.hasPrefix("//") {
                node.refuse("Found a URL; write sqlite: and a path, such as sqlite:/var/lib/gatehouse.db.")
            }
        case "postgresql", "postgres":
            node.refuse(
                "Found PostgreSQL, which this version does not offer; write sqlite: and a path, such as sqlite:var/gatehouse.db.")
        default:
            node.refuse("Found another kind of database; write sqlite: and a path, such as sqlite:var/gatehouse.db.")
        }
    }
}
