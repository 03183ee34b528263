import ChainKit

/// MAN-1: what a manifest claims is there, and some case exercises it.
enum ManifestTrials {
    static func manifest(_ adapter: AdapterUnderTest) async -> CheckOutcome {
        var report = TrialReport()
        if adapter.files.isEmpty {
            report.broke("exchange files", expected: "at least one of this adapter", got: "none")
        }
        var roles: Set<AdapterManifest.Role> = []
        var kinds: Set<String> = []
        for file in adapter.files {
            do throws(ChainError) {
                let stage = try await ExchangeStage.open(adapter, file, nil)
                let manifest = stage.adapter.manifest
                let offered = stage.adapter.roles
                await stage.close()
                roles.formUnion(manifest.roles)
                kinds.formUnion(manifest.assetKinds)
                judge(manifest, offering: offered, in: file, &report)
            } catch {
                report.broke(file.name, expected: "an adapter", got: error.description)
            }
        }
        for role in AdapterManifest.Role.allCases where roles.contains(role) {
            await exercise(role, adapter, &report)
        }
        await exercise(kinds, adapter, &report)
        for file in adapter.files { await misspell(file, adapter, &report) }
        return report.outcome("claims of the manifest")
    }

    private static func judge(
        _ manifest: AdapterManifest, offering offered: [AdapterManifest.Role], in file: ExchangeFile,
        _ report: inout TrialReport
    ) {
        func check(_ holds: Bool, _ what: String, expected: String, got: String) {
            report.tried()
            if !holds { report.broke("\(file.name), \(what)", expected: expected, got: got) }
        }
        let claimed = manifest.roles.map(\.rawValue).sorted()
        check(
            claimed == offered.map(\.rawValue).sorted(), "roles", expected: offered.map(\.rawValue).joined(separator: ", "),
            got: claimed.joined(separator: ", "))
        check(manifest.id == file.adapter, "id", expected: file.adapter, got: manifest.id)
        check(
            isSemantic(manifest.version), "version", expected: "three numbers, such as 1.0.0",
            got: manifest.version)
        check(
            manifest.contractVersions.contains(AdapterManifest.contractVersion), "contract versions",
            expected: "\(AdapterManifest.contractVersion) among them", got: "\(manifest.contractVersions)")
        let schema = manifest.configurationSchema
        check(schema["type"] == "object", "configuration schema", expected: "one of an object", got: schema.shortened.json)
        check(
            manifest.assetKinds.isEmpty != manifest.roles.contains(.holdings), "asset kinds",
            expected: manifest.roles.contains(.holdings) ? "at least one" : "none without the role holdings",
            got: manifest.assetKinds.joined(separator: ", "))
    }

    /// As semver.org 2.0.0 has it.
    private static func isSemantic(_ version: String) -> Bool {
        version.wholeMatch(of: /(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?/) != nil
    }

    /// Looks for a case that uses the role and passes.
    private static func exercise(
        _ role: AdapterManifest.Role, _ adapter: AdapterUnderTest, _ report: inout TrialReport
    ) async {
        report.tried()
        if role == .accounts {
            if adapter.files.allSatisfy(\.accounts.isEmpty) {
                report.broke("role accounts", expected: "\"accounts\" of an exchange file that exercise it", got: "none")
            }
            return
        }
        if await !passes(adapter.cases.filter { $0.one.exercises == role }, adapter) {
            report.broke(
                "role \(role.rawValue)", expected: "a case that exercises it with a yes, and passes", got: "none")
        }
    }

    /// Looks, for each kind of asset, for a case that finds one held and passes.
    private static func exercise(_ kinds: Set<String>, _ adapter: AdapterUnderTest, _ report: inout TrialReport) async {
        for kind in kinds.sorted() {
            report.tried()
            let cases = adapter.acceptedHoldings.filter { $0.query.asset[kind] != nil }.map(\.placed)
            if await !passes(cases, adapter) {
                report.broke(
                    "asset kind \(kind)", expected: "a case whose asset has the member \"\(kind)\", finds it held, and passes",
                    got: "none")
            }
        }
    }

    /// A member of an asset that an adapter does not know is a mistake of whoever wrote it, not to be passed over.
    private static func misspell(
        _ file: ExchangeFile, _ adapter: AdapterUnderTest, _ report: inout TrialReport
    ) async {
        let accepted = adapter.acceptedHoldings.filter { $0.placed.file == file }
        guard !accepted.isEmpty, let stage = try? await ExchangeStage.open(adapter, file, nil) else { return }
        var seen: Set<JSONValue> = []
        if let reader = stage.adapter.holdings {
            for one in accepted where seen.insert(one.query.asset).inserted {
                guard var members = one.query.asset.members else { continue }
                members["conformance_unknown"] = "1"
                report.tried()
                let got: String
                do throws(ChainError) {
                    let asset = try await reader.asset(.object(members))
                    got = asset.description
                } catch {
                    if error.code == .assetInvalid { continue }
                    got = error.description
                }
                report.broke(
                    "\(one.placed.name), an asset with an unknown member", expected: "asset_invalid", got: got,
                    inputs: .object(members))
            }
        }
        await stage.close()
    }

    private static func passes(_ cases: [AdapterUnderTest.Placed], _ adapter: AdapterUnderTest) async -> Bool {
        let suite = ExchangeSuite(adapter)
        for one in cases where await suite.outcome(of: one).status == .passed { return true }
        return false
    }
}

extension ChainAdapter {
    /// What the adapter has, whatever its manifest claims.
    fileprivate var roles: [AdapterManifest.Role] {
        let offered: [(AdapterManifest.Role, Bool)] = [
            (.accounts, true), (.ownership, ownership != nil), (.holdings, holdings != nil),
            (.transactions, transactions != nil), (.interactions, interactions != nil),
        ]
        return offered.filter(\.1).map(\.0)
    }
}

extension ExchangeCase {
    /// The role that the case exercises with a yes.
    fileprivate var exercises: AdapterManifest.Role? {
        switch (question, expected) {
        case (.proof, .accepts): .ownership
        case (.holding, .holds(let amount, _, _)) where amount > .zero: .holdings
        case (.payment, .paid): .transactions
        case (.delivery, .answers): .interactions
        default: nil
        }
    }
}
