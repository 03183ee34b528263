import ChainKit
import Foundation
import Testing

/// A wallet of the toy chain, which owns two heroes.
enum ToyWallet {
    static let address = "toy158244e87f3129c1588bf9f63d8780d196bfae1d3"

    /// The `data` that proves a sign-in message.
    static func proof(signing message: String) async throws -> JSONValue {
        let process = Process()
        let (input, output) = (Pipe(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = ["-B", GatehouseProcess.package.appendingPathComponent("Tests/Gatehouse/Toy/wallet.py").path]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(message.utf8))
        try input.fileHandleForWriting.close()
        try output.fileHandleForWriting.close()
        let written = await ProcessOutput(output).whole().joined()
        return try JSONValue(parsing: Array(written.utf8))
    }
}
