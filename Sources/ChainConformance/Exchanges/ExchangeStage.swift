import ChainKit
import Foundation

/// An adapter at work, and the scripted upstream it asks. Whoever opens a stage closes it.
struct ExchangeStage: Sendable {
    let upstream: ScriptedUpstream
    let adapter: any ChainAdapter

    /// How a stage differs from the file's own words.
    struct Change: Sendable {
        /// Members of the configuration that are otherwise.
        var configuration: JSONValue = [:]
        /// How long a provider may take.
        var patience: Duration = .seconds(15)
        /// What becomes of the script before it is served.
        var script: @Sendable ([ScriptedUpstream.Entry]) -> [ScriptedUpstream.Entry] = { $0 }
        /// What becomes of the JSON of each answer; `nil`: nothing.
        var answers: (@Sendable (JSONValue) -> JSONValue)?
        /// Takes the adapter's lines for the operator.
        var log: @Sendable (String) -> Void = { _ in }
    }

    /// Starts the upstream of a case and makes the adapter.
    /// - Parameter one: the case whose script and configuration come before the file's; `nil`: the file's alone.
    /// - Throws: what the adapter refuses, or what the scripted server lacks.
    static func open(
        _ adapter: AdapterUnderTest, _ file: ExchangeFile, _ one: ExchangeCase?, _ change: Change = Change()
    ) async throws(ChainError) -> ExchangeStage {
        let script = change.script(try Self.script(file, one))
        let upstream = try ScriptedUpstream(script: script, rewrite: change.answers)
        upstream.start()
        var members = file.configuration.members ?? [:]
        for changed in [one?.configuration, change.configuration] { members.merge(changed?.members ?? [:]) { _, new in new } }
        let configuration = ExchangePlaceholders.fill(.object(members), upstream: upstream.url)
        do throws(ChainError) {
            let setup = try adapter.bench.setup(
                configuration, name: file.adapter, patience: change.patience, now: { one?.clock ?? Date() }, log: change.log)
            return ExchangeStage(upstream: upstream, adapter: try await adapter.bench.make(adapter.kind, setup))
        } catch {
            upstream.stop()
            throw error
        }
    }

    /// The case's script, then the file's.
    static func script(_ file: ExchangeFile, _ one: ExchangeCase?) throws(ChainError) -> [ScriptedUpstream.Entry] {
        try ScriptedUpstream.Entry.script(ExchangePlaceholders.fill(one?.upstream ?? []))
            + ScriptedUpstream.Entry.script(ExchangePlaceholders.fill(file.upstream))
    }

    func close() async {
        await adapter.close()
        upstream.stop()
    }
}

extension ExchangeCase {
    /// The adapter's clock in this case; `nil` is the time of day.
    fileprivate var clock: Date? {
        switch question {
        case .proof(let proof): proof.now
        case .delivery(_, _, let now): now
        case .holding, .payment: nil
        }
    }
}

/// What stands for something that is not known before the run.
enum ExchangePlaceholders {
    static func fill(_ value: JSONValue, upstream: String? = nil) -> JSONValue {
        switch value {
        case .string(let text):
            var filled: String = text.replacing("{{secret}}", with: ExchangeBench.secret)
            if let upstream { filled = filled.replacing("{{upstream}}", with: upstream) }
            return .string(filled)
        case .array(let elements): return .array(elements.map { fill($0, upstream: upstream) })
        case .object(let members): return .object(members.mapValues { fill($0, upstream: upstream) })
        default: return value
        }
    }
}
