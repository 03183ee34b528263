import AdapterSet
import ChainConformance
import ChainKit

/// What a run is about: everything of this build, some of its adapters, or a program in place of one.
enum ConformanceSubject {
    case everything
    case adapters([AdapterKind])
    /// - Parameter id: what the program's exchange files say it is; `nil` when no files are run.
    case program(AdapterKind, id: String?, ops: [VectorOp])

    /// Those that are here, and no word for programs of which only the configuration says what they are.
    private static let builtIn = AdapterSet.kinds.filter { $0.namespace != nil }

    /// - Throws: `configuration_invalid` for a word that is no adapter of this build.
    static func named(_ ids: [String]) throws(ChainError) -> ConformanceSubject {
        if ids.isEmpty { return .everything }
        var kinds: [AdapterKind] = []
        for id in ids where !kinds.contains(where: { $0.id == id }) {
            guard let kind = builtIn.first(where: { $0.id == id }) else {
                let known = builtIn.map(\.id).joined(separator: ", ")
                throw ChainError(
                    .configurationInvalid,
                    "There is no adapter \"\(id)\" in this build; write one of \(known), or name a program with --external.")
            }
            kinds.append(kind)
        }
        return .adapters(kinds)
    }

    /// The adapter that a program stands for: the one that was named, or the one that all exchange files are about.
    /// - Throws: `configuration_invalid` when neither says which.
    static func id(ofProgram named: [String], _ cases: CaseSelection) throws(ChainError) -> String? {
        if let id = named.first {
            guard named.count == 1 else {
                throw ChainError(.configurationInvalid, "A program is one adapter; write --adapter once beside --external.")
            }
            return id
        }
        let ids = Set(cases.exchanges.map(\.adapter)).sorted()
        guard ids.count < 2 else {
            throw ChainError(
                .configurationInvalid,
                "The exchange files are of several adapters (\(ids.joined(separator: ", "))); write --adapter with the one that the program is, or name its files with --exchanges."
            )
        }
        return ids.first
    }

    /// Whether vector cases can be about it: a program may offer no operation of theirs.
    var answersVectors: Bool {
        if case .program(_, _, let ops) = self { !ops.isEmpty } else { true }
    }

    /// Who answers the vector cases, and which of them are run.
    func vectorRunner() throws(ChainError) -> VectorRunner {
        switch self {
        case .everything: try VectorRunner(AdapterSet.vectorOps)
        case .adapters(let kinds): try VectorRunner(AdapterSet.vectorOps, own: Set(kinds.flatMap(\.vectorOps).map(\.name)))
        case .program(_, _, let ops): try VectorRunner(ops, own: Set(ops.map(\.name)))
        }
    }

    /// The adapters and their exchange files.
    /// - Throws: `configuration_invalid` for an adapter without files, and for files of an adapter that is not here.
    func adapters(_ cases: CaseSelection, bench: ExchangeBench) throws(ChainError) -> [AdapterUnderTest] {
        let owners = Set(cases.exchanges.map(\.adapter))
        let chosen: [(AdapterKind, id: String)]
        switch self {
        case .everything:
            let known = Self.builtIn.map(\.id)
            if let stranger = owners.subtracting(known).sorted().first {
                throw ChainError(
                    .configurationInvalid,
                    "There are exchange files of \"\(stranger)\", which is no adapter of this build; write --external with the program that it is."
                )
            }
            // Whoever names files wants those adapters; whoever names none wants to know that all are proven.
            chosen = Self.builtIn.filter { cases.isOpen || owners.contains($0.id) }.map { ($0, $0.id) }
        case .adapters(let kinds): chosen = cases.exchanges.isEmpty ? [] : kinds.map { ($0, $0.id) }
        case .program(let kind, let id, _): chosen = id.map { cases.exchanges.isEmpty ? [] : [(kind, $0)] } ?? []
        }
        if let unproven = chosen.first(where: { !owners.contains($0.id) }) {
            throw ChainError(
                .configurationInvalid,
                "The adapter \"\(unproven.id)\" has no exchange files, so nothing proves it; write some in a folder \(unproven.id), and name it with --exchanges."
            )
        }
        return chosen.map { AdapterUnderTest($0, id: $1, files: cases.exchanges, bench: bench) }
    }
}
