import ArgumentParser
import ChainKit
import Foundation

struct WalletSignCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign",
        abstract: "Signs a sign-in session and prints the body for the verify route.",
        discussion: "The session is the answer of /sign-in or of a campaign's eligible-sign-in, as it came.")

    @Option(help: "The wallet's file.")
    var wallet: String

    @Option(help: "The session's file; - reads standard input.")
    var session = "-"

    @Option(help: "The site the wallet believes to sign for; TON wallets sign it beside the message.")
    var domain = "rewards.example"

    func run() throws {
        let data =
            session == "-" ? FileHandle.standardInput.readDataToEndOfFile() : FileManager.default.contents(atPath: session)
        guard let data else { throw ValidationError("There is no session at \(session).") }
        let parsed = try? JSONValue(parsing: Array(data))
        guard let id = parsed?["session_id"]?.text, let message = parsed?["message"]?.text else {
            let problem = parsed?["detail"]?.text.map { " The server said: \($0)" } ?? ""
            throw ValidationError("This is no sign-in session: it has no \"session_id\" and \"message\".\(problem)")
        }
        let proof = try TestWallet.read(wallet).proof(signing: message, domain: domain, now: Date())
        print(JSONValue.object(["session_id": .string(id), "data": proof.fields]).json)
    }
}
