/// The requirements that are derived from an adapter's own accepted cases, as checks: one an id, so that nobody can leave
/// one out.
public struct RequirementSuite: Sendable {
    /// Tries one requirement on an adapter.
    typealias Trial = @Sendable (AdapterUnderTest) async -> CheckOutcome

    private let adapter: AdapterUnderTest
    private let id: String

    /// - Parameter id: the adapter's id in its manifest.
    public init(_ adapter: AdapterUnderTest, id: String) {
        self.adapter = adapter
        self.id = id
    }

    public var checks: [Check] {
        RequirementID.allCases.map { requirement in
            Check(
                topic: "requirements/\(id)", name: requirement.rawValue, requirement: requirement, limit: .seconds(300)
            ) {
                await requirement.trial(adapter)
            }
        }
    }
}
