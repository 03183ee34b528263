import ChainKit
import Foundation

/// An adapter, in this program or in another process, and the exchange files that are its own.
public struct AdapterUnderTest: Sendable {
    public let kind: AdapterKind
    public let files: [ExchangeFile]
    let bench: ExchangeBench

    /// - Parameter id: the adapter's id in its manifest; only files of this adapter are taken.
    public init(_ kind: AdapterKind, id: String, files: [ExchangeFile], bench: ExchangeBench) {
        self.kind = kind
        self.files = files.filter { $0.adapter == id }
        self.bench = bench
    }

    private init(_ kind: AdapterKind, _ files: [ExchangeFile], _ bench: ExchangeBench) {
        self.kind = kind
        self.files = files
        self.bench = bench
    }

    /// Another adapter in its place, tried with the same files.
    func replacing(_ kind: AdapterKind) -> AdapterUnderTest { AdapterUnderTest(kind, files, bench) }

    /// A case and the file it is in.
    struct Placed: Sendable {
        let file: ExchangeFile
        let one: ExchangeCase

        var name: String { "\(file.name)/\(one.name)" }
    }

    var cases: [Placed] { files.flatMap { file in file.cases.map { Placed(file: file, one: $0) } } }

    /// Those whose proof must be accepted.
    var acceptedProofs: [(placed: Placed, proof: ProofQuestion)] {
        cases.compactMap { placed in
            guard case .proof(let proof) = placed.one.question, case .accepts = placed.one.expected else { return nil }
            return (placed, proof)
        }
    }

    /// Those that must find something held.
    var acceptedHoldings: [AcceptedHolding] {
        cases.compactMap { placed in
            guard case .holding(let query) = placed.one.question, case .holds(let amount, _, _) = placed.one.expected,
                amount > .zero
            else { return nil }
            return AcceptedHolding(placed: placed, query: query)
        }
    }
}
