import AdapterSet
import ArgumentParser
import ChainConformance
import ChainKit

struct ConformanceListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the operations that vector files may name, and how many cases ask for each.")

    @OptionGroup var vectors: VectorOptions

    func run() throws {
        let cases = Dictionary(grouping: try vectors.load().flatMap(\.cases), by: \.op)
        let offered = Set(AdapterSet.vectorOps.map(\.name))
        for name in offered.union(cases.keys).sorted() {
            let note = offered.contains(name) ? "" : "  (nobody offers it)"
            print("\(name)  \(cases[name]?.count ?? 0)\(note)")
        }
    }
}
