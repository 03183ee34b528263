import ChainKit
import Foundation

/// `method: bypass`: everybody is eligible.
public struct BypassMethod: EligibilityMethod {
    public let id: MethodID = "bypass"

    public init() {}

    /// - Throws: `parameters_invalid` for any parameter: bypass has none.
    public func rule(_ parameters: JSONValue) throws(ChainError) -> any EligibilityRule {
        if let name = parameters.members?.keys.min() {
            throw ChainError(
                .parametersInvalid, "Found \"\(name)\"; bypass takes no parameters, leave it out.",
                pointer: JSONPointer.member(name, of: ""))
        }
        return BypassRule()
    }
}

private struct BypassRule: DescribedRule {
    let sentence = "meet no condition"

    func plan(for subject: Subject) -> [FactQuery] { [] }

    func decide(for subject: Subject, given facts: Facts, now: Date) -> Verdict {
        Verdict(.yes, reasons: [Reason("bypassed", "This campaign lets everybody in.")])
    }
}
