import ChainKit

/// What every adapter has to be tried at; `conformance/requirements.md` says what each demands.
enum ProvenRequirement: String, CaseIterable {
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

    /// Whether an adapter that says this of itself has to have passed it.
    func isDue(_ manifest: AdapterManifest) -> Bool {
        switch rawValue.prefix(3) {
        case "OWN": manifest.roles.contains(.ownership)
        case "HLD": manifest.roles.contains(.holdings) && (self != .pages || manifest.readsPages)
        default: true
        }
    }
}
