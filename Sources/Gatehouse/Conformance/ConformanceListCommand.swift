import AdapterSet
import ArgumentParser
import ChainConformance
import ChainKit
import Foundation

struct ConformanceListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists the operations that vector files may name, the exchange files, and the requirements.")

    @OptionGroup var cases: CaseOptions

    func run() throws {
        let selection: CaseSelection
        do { selection = try cases.load() } catch { throw error.reported() }
        print("Operations of vector files:")
        let asked = Dictionary(grouping: selection.vectors.flatMap(\.cases), by: \.op)
        let offered = Set(AdapterSet.vectorOps.map(\.name))
        let names = offered.union(asked.keys).sorted()
        let widest = names.map(\.count).max() ?? 0
        for name in names {
            let note = offered.contains(name) ? "" : ", nobody offers it"
            Self.line(name, Self.counted(asked[name]?.count ?? 0, "case") + note, width: widest)
        }
        print("\nExchange files:")
        let width = selection.exchanges.map { Self.name($0).count }.max() ?? 0
        for file in selection.exchanges {
            let counts = [
                Self.counted(file.cases.count, "case"), Self.counted(file.accounts.count, "account"),
                Self.counted(file.live.count, "live sample"),
            ]
            Self.line(Self.name(file), counts.joined(separator: ", "), width: width)
        }
        print("\nRequirements of every adapter:")
        for id in RequirementID.allCases { print("  \(id.rawValue)  \(id.demand)") }
    }

    private static func name(_ file: ExchangeFile) -> String { "\(file.adapter)/\(file.name)" }

    private static func line(_ name: String, _ text: String, width: Int) {
        print("  \(name.padding(toLength: width, withPad: " ", startingAt: 0))  \(text)")
    }

    private static func counted(_ count: Int, _ what: String) -> String { "\(count) \(what)\(count == 1 ? "" : "s")" }
}
