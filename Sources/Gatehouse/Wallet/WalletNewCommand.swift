import ArgumentParser
import ChainCrypto
import Foundation

struct WalletNewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "new", abstract: "Makes a test wallet and prints its address.")

    @Option(help: "Whose chains it is for: \(TestWallet.kinds.joined(separator: " or ")).")
    var kind: String

    @Option(help: "The file to write; its owner alone can read it.")
    var out: String

    @Option(help: "Make the key from this name, so that the same name gives the same wallet. Anyone can do that: only for demos.")
    var name: String?

    func run() throws {
        let secret = name.map { SHA256.hash(Array("gatehouse test wallet: \($0)".utf8)) } ?? SecureRandom.bytes(32)
        let wallet = try TestWallet(kind: kind, secret: secret)
        try wallet.write(to: out)
        print(wallet.address)
    }
}
