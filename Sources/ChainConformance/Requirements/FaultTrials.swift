import ChainKit

/// HLD-2: behind a fault of the upstream nothing is known; when the fault ends, the answer is back without a restart.
enum FaultTrials {
    private static let casesTried = 8
    /// Of those, how many meet the faults of which a few trials tell enough.
    private static let casesOfRareFaults = 3
    /// Of the cases that are read in pages, how many meet a fault of one page alone.
    private static let casesOfPages = 2
    /// Answers of one case that fail alone.
    private static let answersTriedAlone = 6
    /// Trials under way at once.
    static let width = 16

    private struct Trial: Sendable {
        let holding: AcceptedHolding
        let fault: TrialFault
        let begin: Begin
        /// The entry of the case's script that alone goes wrong; `nil`: everything does.
        var entry: Int?

        var name: String {
            let place = entry.map { " of answer \($0 + 1) alone" } ?? ""
            return "\(holding.placed.name), \(fault.name)\(place) \(begin.rawValue)"
        }

        /// The case's script with the fault in it.
        func faulty(_ script: [ScriptedUpstream.Entry]) -> [ScriptedUpstream.Entry] {
            guard let entry, script.indices.contains(entry) else { return [fault.entry] + script }
            var faulty = script
            faulty[entry].response = fault.entry.response
            faulty[entry].times = nil
            return faulty
        }

        func isRight(_ answer: ExchangeAnswer) -> Bool {
            // One answer that fails need not have been asked for.
            answer.isUndetermined || entry != nil && holding.problems(answer).isEmpty
        }
    }

    /// How the upstream was when the adapter first met it.
    private enum Begin: String {
        case faulty = "from the start"
        case well = "after a good start"
        case answered = "after a good answer"
    }

    private struct Breach: Sendable {
        let when: String
        let expected: String
        let got: String
        /// Whether more time could have made it right.
        var isLateness = false
        /// Whether there was no adapter to ask, which is no word on what it answers.
        var isUnmade = false
    }

    /// How much time a trial gives.
    private struct Patience: Sendable {
        /// To a provider that is silent; on loopback a good answer takes far less.
        let silence: Duration
        /// To the adapter, to recover.
        let recovery: Duration

        static let short = Patience(silence: .seconds(1), recovery: .seconds(3))
        /// On a machine with much else to do, a good answer can be late as well.
        static let long = Patience(silence: .seconds(4), recovery: .seconds(6))
    }

    static func faults(_ adapter: AdapterUnderTest) async -> CheckOutcome {
        await adapter.trying(.holdings, "questions behind a fault, and once more after it") { report throws(ChainError) in
            var trials: [Trial] = []
            for (number, holding) in adapter.spreadHoldings(atMost: casesTried).enumerated() {
                let (script, namespace) = try await world(of: holding, adapter)
                let isAmongFirst = number < casesOfRareFaults
                for fault in TrialFault.all where fault.concerns(script, of: namespace) && (isAmongFirst || !fault.isRare) {
                    trials.append(Trial(holding: holding, fault: fault, begin: .faulty))
                    // A provider is not asked again for the chain that it has shown to serve.
                    if !fault.isOfIdentity { trials.append(Trial(holding: holding, fault: fault, begin: .well)) }
                }
                for fault in TrialFault.alone where isAmongFirst {
                    trials.append(Trial(holding: holding, fault: fault, begin: .answered))
                }
            }
            for holding in adapter.spreadHoldings(ofPages: casesOfPages, ofOthers: casesOfRareFaults) {
                for entry in try await answersAlone(of: holding.wantingAll, adapter) {
                    trials += TrialFault.alone.map {
                        Trial(holding: holding.wantingAll, fault: $0, begin: .faulty, entry: entry)
                    }
                }
            }
            let breaches = await confirmed(
                trials.concurrentMap(atMost: width) { await run($0, adapter, .short) }, of: trials, adapter)
            for (trial, breach) in zip(trials, breaches) {
                report.tried()
                guard let breach else { continue }
                guard !breach.isUnmade else {
                    report.couldNotMake(trial.name, breach.got)
                    continue
                }
                report.broke(
                    "\(trial.name), \(breach.when)", expected: breach.expected, got: breach.got, inputs: trial.holding.inputs)
            }
        }
    }

    /// The same breaches, without those that more time makes right: a few are tried once more at a time, until one of them
    /// is found to be the adapter's fault.
    private static func confirmed(_ breaches: [Breach?], of trials: [Trial], _ adapter: AdapterUnderTest) async -> [Breach?] {
        var breaches = breaches
        var late = breaches.indices.filter { breaches[$0]?.isLateness == true }[...]
        while !late.isEmpty {
            let some = late.prefix(retriedAtOnce)
            late = late.dropFirst(retriedAtOnce)
            let again = await Array(some).concurrentMap(atMost: retriedAtOnce) { await run(trials[$0], adapter, .long) }
            for (index, breach) in zip(some, again) { breaches[index] = breach }
            if again.contains(where: { $0 != nil }) { break }
        }
        return breaches
    }

    private static let retriedAtOnce = 4

    /// Entries of the case's script that answer it, by their numbers: the last one, and others evenly thinned.
    private static func answersAlone(
        of holding: AcceptedHolding, _ adapter: AdapterUnderTest
    ) async throws(ChainError) -> [Int] {
        let stage = try await ExchangeStage.open(adapter, holding.placed.file, holding.placed.one)
        _ = await stage.answer(.holding(holding.query))
        let uses = stage.upstream.uses
        await stage.close()
        let used = Array(uses.indices.filter { uses[$0] > 0 }.reversed())
        let count = min(answersTriedAlone, used.count)
        return (0..<count).map { used[$0 * used.count / count] }
    }

    /// The entries of the case's script that answer it when all is well, and the namespace of its chain.
    static func world(
        of holding: AcceptedHolding, _ adapter: AdapterUnderTest
    ) async throws(ChainError) -> (script: [ScriptedUpstream.Entry], namespace: String) {
        let (file, one) = (holding.placed.file, holding.placed.one)
        let script = try ExchangeStage.script(file, one)
        let stage = try await ExchangeStage.open(adapter, file, one)
        _ = await stage.answer(.holding(holding.query))
        let uses = stage.upstream.uses
        await stage.close()
        return (zip(script, uses).filter { $0.1 > 0 }.map(\.0), stage.adapter.chain.namespace)
    }

    private static func run(_ trial: Trial, _ adapter: AdapterUnderTest, _ patience: Patience) async -> Breach? {
        let (file, one) = (trial.holding.placed.file, trial.holding.placed.one)
        var change = ExchangeStage.Change()
        if trial.fault.isSilence { change.patience = patience.silence }
        if trial.begin == .faulty { change.script = { trial.faulty($0) } }
        do throws(ChainError) {
            let script = try ExchangeStage.script(file, one)
            let stage = try await ExchangeStage.open(adapter, file, one, change)
            switch trial.begin {
            case .faulty: break
            case .well: _ = await stage.adapter.health()
            case .answered: _ = await stage.answer(.holding(trial.holding.query))
            }
            if trial.begin != .faulty { stage.upstream.replace(script: trial.faulty(script)) }
            var breach: Breach?
            let answer = await stage.answer(.holding(trial.holding.query))
            if !trial.isRight(answer) {
                breach = Breach(when: "meanwhile", expected: "undetermined", got: stage.told(answer))
            }
            stage.upstream.replace(script: script)
            if breach == nil, let late = await lasting(stage, trial.holding, patience.recovery) {
                breach = Breach(
                    when: "afterwards", expected: one.expected.json.json, got: stage.told(late), isLateness: true)
            }
            await stage.close()
            return breach
        } catch {
            return Breach(when: "when it was made", expected: "an adapter", got: error.description, isUnmade: true)
        }
    }

    /// - Returns: the wrong answer that is still given when an adapter has had time to recover; `nil` when it is right.
    private static func lasting(
        _ stage: ExchangeStage, _ holding: AcceptedHolding, _ time: Duration
    ) async -> ExchangeAnswer? {
        let clock = ContinuousClock()
        let end = clock.now + time
        while true {
            let answer = await stage.answer(.holding(holding.query))
            if holding.problems(answer).isEmpty { return nil }
            // A provider may have asked to be left alone, and an adapter waits before it asks one again that failed.
            guard clock.now < end, (try? await clock.sleep(for: .milliseconds(40))) != nil else { return answer }
        }
    }
}
