import ChainKit

extension AdapterUnderTest {
    /// What the adapter says of itself in each file's configuration, in the order of the files.
    /// - Throws: what the adapter refuses.
    func manifests() async throws(ChainError) -> [AdapterManifest] {
        var manifests: [AdapterManifest] = []
        for file in files {
            let stage = try await ExchangeStage.open(self, file, nil)
            manifests.append(stage.adapter.manifest)
            await stage.close()
        }
        return manifests
    }

    /// Tries a requirement and tells what came of it: `not_offered` when no manifest claims the role, failed when there are
    /// no exchange files, broken when the adapter cannot be made.
    /// - Parameters:
    ///   - role: `nil` for what every adapter has to do.
    ///   - unit: what is tried, in the plural.
    func trying(
        _ role: AdapterManifest.Role?, _ unit: String,
        _ trial: (inout TrialReport) async throws(ChainError) -> Void
    ) async -> CheckOutcome {
        var report = TrialReport()
        do throws(ChainError) {
            if files.isEmpty {
                report.broke("exchange files", expected: "at least one of this adapter", got: "none")
            } else if let role, try await !manifests().contains(where: { $0.roles.contains(role) }) {
                return .notOffered("The manifest does not claim the role \(role.rawValue).")
            } else {
                try await trial(&report)
            }
        } catch {
            return .broken(
                CheckResult.Finding(
                    inputs: .null, expected: .null, got: error.description, problems: ["the adapter could not be made"]))
        }
        return report.outcome(unit)
    }
}
