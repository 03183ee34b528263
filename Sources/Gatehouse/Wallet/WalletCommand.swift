import ArgumentParser

struct WalletCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wallet",
        abstract: "Makes test wallets and signs with them, to try a sign-in in a terminal.",
        discussion: """
            A test wallet is a key in a file. It is for trying things out: keep nothing of value in it.

              gatehouse wallet new --kind solana --out wallet.json
              curl -s "http://127.0.0.1:8080/sign-in?chain=sol&address=ADDRESS" -o session.json
              gatehouse wallet sign --wallet wallet.json --session session.json |
                curl -s -H 'Content-Type: application/json' -d @- http://127.0.0.1:8080/verify
            """,
        subcommands: [WalletNewCommand.self, WalletSignCommand.self])
}
