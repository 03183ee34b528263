import ChainKit
import Foundation

/// SEC-2: only the hosts that the manifest names are called, whatever an answer says.
enum HostTrials {
    private static let width = 8
    /// Cases tried of an adapter: all accepted holdings come first.
    private static let casesTried = 48

    private enum Lure: String, CaseIterable {
        case link = "links in its answers"
        case found = "HTTP 302 elsewhere"
        case temporary = "HTTP 307 elsewhere"
    }

    static func hosts(_ adapter: AdapterUnderTest) async -> CheckOutcome {
        var report = TrialReport()
        for file in adapter.files { await manifest(adapter, file, &report) }
        let accepted = adapter.acceptedHoldings.map(\.placed)
        let names = Set(accepted.map(\.name))
        let cases = (accepted + adapter.cases.filter { !names.contains($0.name) }).prefix(casesTried)
        let trials = cases.flatMap { placed in Lure.allCases.map { (placed, $0) } }
        let problems = await trials.concurrentMap(atMost: width) { await lured($0.0, $0.1, adapter) }
        for ((placed, lure), problem) in zip(trials, problems) {
            report.tried()
            guard let problem else { continue }
            guard !problem.isUnmade else {
                report.couldNotMake("\(placed.name), \(lure.rawValue)", problem.got)
                continue
            }
            report.broke(
                "\(placed.name), \(lure.rawValue)", expected: problem.expected, got: problem.got, inputs: placed.one.question.json
            )
        }
        return report.outcome("lures to other hosts")
    }

    private static func manifest(_ adapter: AdapterUnderTest, _ file: ExchangeFile, _ report: inout TrialReport) async {
        do throws(ChainError) {
            let stage = try await ExchangeStage.open(adapter, file, nil)
            let providers = ExchangePlaceholders.fill(file.configuration, upstream: stage.upstream.url)["providers"]
            let configured = Set((providers?.elements ?? []).compactMap { $0["url"]?.text.flatMap { URL(string: $0)?.host() } })
            let named = Set(stage.adapter.manifest.hosts)
            await stage.close()
            report.tried()
            guard named != configured else { return }
            report.broke(
                "\(file.name), hosts of the manifest", expected: configured.sorted().joined(separator: ", "),
                got: named.sorted().joined(separator: ", "))
        } catch {
            report.couldNotMake(file.name, error.description)
        }
    }

    private struct Problem: Sendable {
        let expected: String
        let got: String
        /// Whether there was no adapter to ask.
        var isUnmade = false
    }

    private static func lured(
        _ placed: AdapterUnderTest.Placed, _ lure: Lure, _ adapter: AdapterUnderTest
    ) async -> Problem? {
        do throws(ChainError) {
            let trap = try ScriptedUpstream(script: [.init(.init(), .init(body: .json([:])))])
            trap.start()
            defer { trap.stop() }
            // By a name that no configuration has: with it, the trap is another host than the upstream.
            let elsewhere = "http://localhost:\(trap.port)/elsewhere"
            var change = ExchangeStage.Change()
            switch lure {
            case .link: change.answers = { $0.leading(to: elsewhere).naming(elsewhere) }
            case .found, .temporary:
                let status = lure == .found ? 302 : 307
                let entry = ScriptedUpstream.Entry(
                    .init(), .init(status: status, headers: ["location": elsewhere], body: .raw([])))
                change.script = { [entry] + $0 }
            }
            let stage = try await ExchangeStage.open(adapter, placed.file, placed.one, change)
            let answer = await stage.answer(placed.one.question)
            await stage.close()
            if trap.connectionCount > 0 { return Problem(expected: "no call of another host", got: "a call") }
            guard case .holding = placed.one.question, case .holds(let amount, _, _) = placed.one.expected, amount > .zero else {
                return nil
            }
            let isUnmoved = lure == .link && placed.one.expected.problems(answer).isEmpty
            let expected = lure == .link ? "undetermined, or \(placed.one.expected.json.json)" : "undetermined"
            return answer.isUndetermined || isUnmoved
                ? nil : Problem(expected: expected, got: answer.json.json.replacing(elsewhere, with: "{{elsewhere}}"))
        } catch {
            return Problem(expected: "an adapter", got: error.description, isUnmade: true)
        }
    }
}

extension JSONValue {
    /// The same value, whose links lead elsewhere.
    fileprivate func leading(to url: String) -> JSONValue {
        switch self {
        case .string(let text) where text.hasPrefix("http://") || text.hasPrefix("https://"): .string(url)
        case .array(let elements): .array(elements.map { $0.leading(to: url) })
        case .object(let members): .object(members.mapValues { $0.leading(to: url) })
        default: self
        }
    }

    /// The same value, with a link in every object: one that no reader knows, and those that tokens have.
    fileprivate func naming(_ url: String) -> JSONValue {
        switch self {
        case .array(let elements): .array(elements.map { $0.naming(url) })
        case .object(let members):
            .object(Self.links(to: url).merging(members.mapValues { $0.naming(url) }) { _, known in known })
        default: self
        }
    }

    private static func links(to url: String) -> [String: JSONValue] {
        let names = ["conformance_url", "uri", "url", "image", "token_uri", "metadata_uri", "animation_url"]
        return Dictionary(uniqueKeysWithValues: names.map { ($0, .string(url)) })
    }
}
