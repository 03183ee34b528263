import ArgumentParser
import ChainConformance
import ChainKit
import Foundation

struct ReplayNodeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay-node",
        abstract: "Serves scripted provider answers on loopback, so that a server can be tried without a chain.",
        discussion: "It replays what the script says and knows no chain: for demos and tests, never for real campaigns.")

    @Option(help: "The script, a JSON file of requests and their answers.")
    var script: String

    @Option(help: "The port on 127.0.0.1; 0 takes a free one.")
    var port: UInt16 = 8899

    func run() async throws {
        guard let data = FileManager.default.contents(atPath: script) else {
            throw ValidationError("There is no script at \(script).")
        }
        let node = try ScriptedUpstream(script: JSONValue(parsing: Array(data)), port: port)
        node.start()
        print("replay node on \(node.url): scripted answers from \(script), not a chain")
        await TerminationSignals().wait()
        node.stop()
    }
}
