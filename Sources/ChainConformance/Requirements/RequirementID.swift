import ChainKit

/// A requirement that the suite derives by itself from an adapter's own accepted cases. An id is never used again.
public enum RequirementID: String, Sendable, Hashable, Codable, CaseIterable {
    case canonicalForm = "ACC-1"
    case spellings = "ACC-2"
    case malformedAddress = "ACC-3"
    case signatureBits = "OWN-1"
    case binding = "OWN-2"
    case time = "OWN-3"
    case shape = "OWN-4"
    case concurrency = "OWN-5"
    case declaredAccount = "OWN-6"
    case batch = "HLD-1"
    case faults = "HLD-2"
    case wrongAnswers = "HLD-3"
    case lookAlikes = "HLD-4"
    case pages = "HLD-5"
    case budget = "HLD-6"
    case secrets = "SEC-1"
    case hosts = "SEC-2"
    case manifest = "MAN-1"

    /// The role that an adapter without it is excused by.
    public var role: AdapterManifest.Role? {
        switch rawValue.prefix(3) {
        case "OWN": .ownership
        case "HLD": .holdings
        default: nil
        }
    }
}
