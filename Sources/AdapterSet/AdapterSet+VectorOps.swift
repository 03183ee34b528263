import ChainKit

extension AdapterSet {
    /// Every vector operation of this build: the primitives', the adapters', and CAIP-10, which spans the adapters.
    public static let vectorOps: [VectorOp] =
        PrimitiveVectorOps.all + kinds.flatMap(\.vectorOps) + [canonicalAccount, validAccount]

    private static let canonicalAccount = VectorOp("caip10.canonical") { inputs throws(ChainError) in
        let account: Account
        if let chain = inputs["chain"]?.text {
            account = try await AdapterSet.account(on: ChainID(chain), address: inputs.input("address"))
        } else {
            account = try await AdapterSet.account(caip10: inputs.input("text"))
        }
        return .accept(["text": .string(account.description)])
    }

    private static let validAccount = VectorOp("caip10.validate") { inputs throws(ChainError) in
        let account = try await AdapterSet.account(caip10: inputs.input("text"))
        return .accept(["text": .string(account.description)])
    }

    /// Reads CAIP-10 text by the rules of its chain's adapter.
    private static func account(caip10 text: String) async throws(ChainError) -> Account {
        let account = try Account(caip10: text)
        return try await self.account(on: account.chain, address: account.address)
    }

    private static func account(on chain: ChainID, address: String) async throws(ChainError) -> Account {
        guard let accounts = kinds.first(where: { $0.namespace == chain.namespace })?.accounts else {
            throw ChainError(.accountInvalid, "No adapter of this build reads addresses of \(chain.namespace).")
        }
        return try await accounts(chain).account(address)
    }
}
