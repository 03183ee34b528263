import ChainKit

/// A token account as a node parses it (`jsonParsed`): some amount of one mint in one wallet's name.
struct SolanaTokenAccount: Sendable, Hashable {
    /// The program that keeps the account; any program can imitate the layout.
    let program: String
    let mint: String
    let owner: String
    /// Base units.
    let amount: UInt64
    let decimals: Int

    /// - Throws: `upstream_invalid`.
    init(_ json: JSONValue) throws(ChainError) {
        let account = json["account"]
        let info = account?["data"]?["parsed"]?["info"]
        let held = info?["tokenAmount"]
        guard let program = account?["owner"]?.text, let mint = info?["mint"]?.text, let owner = info?["owner"]?.text,
            let digits = held?["amount"]?.text, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let amount = UInt64(digits), let decimals = held?["decimals"]?.whole, (0...255).contains(decimals)
        else {
            throw ChainError(.upstreamInvalid, "The node's answer holds a token account that cannot be read.")
        }
        guard let state = info?["state"]?.text, ["initialized", "frozen"].contains(state) else {
            throw ChainError(.upstreamInvalid, "The node's answer holds a token account that is not initialized.")
        }
        self.program = program
        self.mint = mint
        self.owner = owner
        self.amount = amount
        self.decimals = Int(decimals)
    }

    var isOfTokenProgram: Bool { program == SolanaPrograms.token || program == SolanaPrograms.token2022 }

    /// The mints of which `owner` has exactly one indivisible token, each once, in order. Accounts stay, empty, when
    /// their token is sold; those of programmable NFTs are always frozen, so the state says nothing.
    static func candidates(of owner: String, in accounts: [SolanaTokenAccount]) -> [String] {
        accounts.filter { $0.isOfTokenProgram && $0.owner == owner && $0.decimals == 0 && $0.amount == 1 }
            .map(\.mint).uniqued()
    }

    /// The candidates that are confirmed members of `collection`.
    static func held(
        by owner: String, in collection: [UInt8], of accounts: [SolanaTokenAccount],
        collections: [String: MetaplexMetadata.Collection]
    ) -> [String] {
        candidates(of: owner, in: accounts).filter { collections[$0]?.isMember(of: collection) ?? false }
    }
}
