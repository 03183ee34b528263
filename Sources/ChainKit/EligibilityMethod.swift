import Foundation

/// The word a campaign uses for a way to be eligible: `sol`, `eth`, `bypass`, `snapshot`, `referral`, …
public struct MethodID: RawRepresentable, Sendable, Hashable, Codable, ExpressibleByStringLiteral, CustomStringConvertible {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public init(stringLiteral value: String) { rawValue = value }
    public var description: String { rawValue }
}

/// A way to be eligible. It reads its parameters once, at start; what it makes of them decides.
public protocol EligibilityMethod: Sendable {
    var id: MethodID { get }

    /// Reads the parameters a campaign gives.
    /// - Throws: `parameters_invalid` or `asset_invalid` with a pointer into the parameters; it stops the start.
    func rule(_ parameters: JSONValue) async throws(ChainError) -> any EligibilityRule
}

/// One use of a method in one campaign. Pure: it names the facts it needs, and decides once it has them.
public protocol EligibilityRule: Sendable {
    /// What has to be known about the subject. Asks nothing itself.
    func plan(for subject: Subject) -> [FactQuery]

    /// Decides from the facts. A fact that is missing or failed is unknown, never no.
    func decide(for subject: Subject, given facts: Facts, now: Date) -> Verdict
}
