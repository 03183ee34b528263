import ChainKit
import Foundation

/// SEC-1: what is secret in a configuration appears nowhere else.
enum SecretTrials {
    private static let width = 8
    private static let casesBehindFaults = 8
    private static let forms = SecretForms(
        ExchangeBench.secret, core: String(ExchangeBench.secret.suffix(12)))

    /// Something an adapter said.
    private struct Saying: Sendable {
        let place: String
        let text: String
    }

    static func secrets(_ adapter: AdapterUnderTest) async -> CheckOutcome {
        var report = TrialReport()
        let healthy = await adapter.cases.concurrentMap(atMost: width) { await sayings(of: $0, behind: nil, adapter) }
        let faulty = adapter.spreadHoldings(atMost: casesBehindFaults).map(\.placed).flatMap { placed in
            talkative.map { (placed, $0) }
        }
        let behindFaults = await faulty.concurrentMap(atMost: width) { await sayings(of: $0.0, behind: $0.1, adapter) }
        var configured: [[Saying]] = []
        for file in adapter.files {
            configured.append(await sayingsOfConfigurations(file, adapter))
            configured.append(await sayingsOfRefusals(file, adapter))
        }
        for saying in (healthy + behindFaults + configured).joined() {
            report.tried()
            guard forms.occur(in: saying.text) else { continue }
            report.broke(saying.place, expected: "no secret of the configuration", got: forms.masked(saying.text))
        }
        return report.outcome("things said")
    }

    /// Answers of an upstream that repeats what it was sent, as some do with the key in their URL.
    private static let talkative: [(name: String, response: ScriptedUpstream.Response)] = {
        let words = "the key \(ExchangeBench.secret) is not known"
        return [
            ("a refusal that repeats the key", .init(status: 401, body: .raw(Array(words.utf8)))),
            ("HTTP 500 that repeats the key", .init(status: 500, body: .raw(Array(words.utf8)))),
            ("text that repeats the key", .init(body: .raw(Array(words.utf8)))),
            (
                "an error that repeats the key",
                .init(body: .failure(["code": -32000, "message": .string(words), "data": .string(words)]))
            ),
            ("JSON that repeats the key", .init(body: .json(["error": .string(words), "message": .string(words)]))),
            ("a redirect that repeats the key", .init(status: 302, headers: ["location": "/\(ExchangeBench.secret)"])),
            ("a reset", .init(fault: .reset)),
        ]
    }()

    private static func sayings(
        of placed: AdapterUnderTest.Placed, behind fault: (name: String, response: ScriptedUpstream.Response)?,
        _ adapter: AdapterUnderTest
    ) async -> [Saying] {
        let log = OperatorLog()
        var change = ExchangeStage.Change()
        change.log = { log.write($0) }
        if let fault { change.script = { [ScriptedUpstream.Entry(.init(), fault.response)] + $0 } }
        let name = fault.map { "\(placed.name), \($0.name)" } ?? placed.name
        var sayings: [Saying] = []
        do throws(ChainError) {
            let stage = try await ExchangeStage.open(adapter, placed.file, placed.one, change)
            sayings.append(Saying(place: "\(name): the answer", text: stage.text(await stage.answer(placed.one.question))))
            if fault == nil {
                sayings.append(Saying(place: "\(name): the manifest", text: text(stage.adapter.manifest)))
                if case .proof(let proof) = placed.one.question, let prover = stage.adapter.ownership {
                    let message = await said { () throws(ChainError) in try await prover.message(for: proof.challenge) }
                    sayings.append(Saying(place: "\(name): the message to sign", text: message))
                }
            }
            sayings.append(Saying(place: "\(name): the health report", text: text(await stage.adapter.health())))
            await stage.close()
        } catch {
            sayings.append(Saying(place: "\(name): the refusal of the configuration", text: "\(error) \(error.pointer ?? "")"))
        }
        return sayings + Self.sayings(of: log, name)
    }

    /// What is said of texts that are no address.
    private static func sayingsOfRefusals(_ file: ExchangeFile, _ adapter: AdapterUnderTest) async -> [Saying] {
        guard let stage = try? await ExchangeStage.open(adapter, file, nil) else { return [] }
        var sayings: [Saying] = []
        for malformed in file.malformed {
            let text = await said { () throws(ChainError) in try await stage.adapter.accounts.account(malformed.text).description
            }
            sayings.append(Saying(place: "\(file.name): the refusal of a malformed account", text: text))
        }
        await stage.close()
        return sayings
    }

    private static func said(_ work: () async throws(ChainError) -> String) async -> String {
        do throws(ChainError) { return try await work() } catch { return "\(error) \(error.pointer ?? "")" }
    }

    /// Every member of the configuration that holds a secret is made wrong in turn.
    private static func sayingsOfConfigurations(_ file: ExchangeFile, _ adapter: AdapterUnderTest) async -> [Saying] {
        var sayings: [Saying] = []
        for (pointer, text) in file.configuration.secretTexts {
            let wrong: [JSONValue] = [
                .string(text + " and more"), .string("!" + text), [.string(text)], ["value": .string(text)],
                .string(text + String(repeating: "x", count: 5000)),
            ]
            for value in wrong {
                guard let changed = file.configuration.replacing(at: pointer, with: value) else { continue }
                let log = OperatorLog()
                var change = ExchangeStage.Change()
                change.configuration = changed
                change.log = { log.write($0) }
                let place = "\(file.name): a wrong \(pointer)"
                do throws(ChainError) {
                    let stage = try await ExchangeStage.open(adapter, file, nil, change)
                    sayings.append(Saying(place: place, text: Self.text(await stage.adapter.health())))
                    await stage.close()
                } catch {
                    sayings.append(Saying(place: place, text: "\(error)"))
                }
                sayings += Self.sayings(of: log, place)
            }
        }
        return sayings
    }

    private static func text(_ value: some Encodable) -> String {
        (try? JSONEncoder().encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// Each line of the log, and all of them as one text: a secret can be spread over two.
    private static func sayings(of log: OperatorLog, _ place: String) -> [Saying] {
        let lines = log.lines
        let texts = lines.count > 1 ? lines + [lines.joined(separator: "\n")] : lines
        return texts.map { Saying(place: "\(place): the log", text: $0) }
    }
}

extension ExchangeStage {
    /// All words of an answer.
    fileprivate func text(_ answer: ExchangeAnswer) -> String {
        switch answer {
        case .error(let error): error.description
        case .holding(let holding): "\(answer.json.json) \(holding.source) \(holding.at.map { "\($0)" } ?? "")"
        default: answer.json.json
        }
    }
}

extension JSONValue {
    /// The texts that have `{{secret}}` in them, with their pointers, in the order of pointers.
    fileprivate var secretTexts: [(pointer: String, text: String)] {
        switch self {
        case .string(let text): text.contains("{{secret}}") ? [("", text)] : []
        case .object(let members):
            members.sorted { $0.key < $1.key }.flatMap { name, value in
                value.secretTexts.map { (JSONPointer.member(name, of: "") + $0.pointer, $0.text) }
            }
        case .array(let elements):
            elements.enumerated().flatMap { index, value in
                value.secretTexts.map { (JSONPointer.element(index, of: "") + $0.pointer, $0.text) }
            }
        default: []
        }
    }
}
