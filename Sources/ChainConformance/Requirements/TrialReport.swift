import ChainKit

/// What came of trying a requirement: how many attempts there were, and those that broke it.
struct TrialReport: Sendable {
    private struct Breach: Sendable {
        let problem: String
        let expected: String
        let got: String
        let inputs: JSONValue
    }

    /// Breaches told in full; of the others only the number is.
    private static let told = 5

    private(set) var attempts = 0
    private var breaches: [Breach] = []
    private var unmade: [String] = []

    /// Whether there are so many breaches that to look for more helps nobody.
    var isFull: Bool { breaches.count >= 50 }

    mutating func tried(_ count: Int = 1) { attempts += count }

    /// Counts an attempt that broke the requirement as well; call ``tried(_:)`` for it too.
    /// - Parameters:
    ///   - what: the attempt, such as "evm/sign-in: bit 3 of byte 17 of /signature flipped".
    ///   - expected: in words, or an answer as JSON.
    mutating func broke(_ what: String, expected: String, got: String, inputs: JSONValue = .null) {
        breaches.append(
            Breach(
                problem: "\(what): expected \(expected), got \(got.shortened)", expected: expected, got: got.shortened,
                inputs: inputs.shortened))
    }

    /// Counts an attempt that could not be made because the adapter did not start: no word on the requirement.
    mutating func couldNotMake(_ what: String, _ reason: String) { unmade.append("\(what): \(reason.shortened)") }

    /// Passed when something was tried and nothing broke; broken when nothing did, but an adapter could not be made.
    /// - Parameter unit: what was tried, in the plural, such as "changed signatures of 3 proofs".
    func outcome(_ unit: String) -> CheckOutcome {
        guard let first = breaches.first else {
            if let reason = unmade.first {
                return .broken(
                    CheckResult.Finding(
                        inputs: .null, expected: "an adapter", got: reason,
                        problems: ["the adapter could not be made, \(unmade.count) times in \(attempts) \(unit)"]))
            }
            guard attempts > 0 else {
                return .failed(
                    CheckResult.Finding(
                        inputs: .null, expected: "attempts", got: "none", problems: ["there was nothing to try: 0 \(unit)"]))
            }
            return .passed("\(attempts) \(unit)")
        }
        var problems = breaches.prefix(Self.told).map(\.problem)
        if breaches.count > Self.told { problems.append("and \(breaches.count - Self.told) more, of \(attempts) \(unit)") }
        return .failed(
            CheckResult.Finding(
                inputs: first.inputs, expected: (try? JSONValue(parsing: first.expected.utf8)) ?? .string(first.expected),
                got: first.got, problems: problems))
    }
}

extension String {
    /// Fit for a report: its beginning, when it is long.
    var shortened: String {
        let limit = 600
        return utf8.count <= limit ? self : "\(prefix(limit / 2))… (\(utf8.count) bytes)"
    }
}

extension JSONValue {
    /// Fit for a report: long texts and lists by their beginning.
    var shortened: JSONValue {
        switch self {
        case .string(let text): .string(text.shortened)
        case .array(let elements) where elements.count > 100:
            .array(elements.prefix(20).map(\.shortened) + [.string("… (\(elements.count) elements)")])
        case .array(let elements): .array(elements.map(\.shortened))
        case .object(let members): .object(members.mapValues(\.shortened))
        default: self
        }
    }
}
