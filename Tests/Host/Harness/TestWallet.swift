import AdapterSet
import ChainKit
import Foundation

/// A wallet that signs in to the test server.
struct TestWallet: Sendable {
    let chain: String
    let address: String
    let secret: [UInt8]
    private let maker: any TestWalletMaker

    /// - Parameter number: makes the key; the same number is the same wallet.
    init(_ chain: String, _ number: UInt8 = 1) throws {
        self.chain = chain
        secret = [UInt8](repeating: number, count: 32)
        let kind = ["sol": "solana", "ton": "ton"][chain] ?? "evm"
        guard let maker = AdapterSet.kinds.first(where: { $0.id == kind })?.testWallets else {
            throw ChainError(.parametersInvalid, "The adapter \(kind) makes no test wallets.")
        }
        self.maker = maker
        address = try maker.address(secret: secret)
    }

    /// The body of the verify routes for a session.
    /// - Parameter now: when the wallet says that it signed, where its proof says so.
    func answer(_ session: JSONValue, at now: Date = Date()) throws -> JSONValue {
        let proof = try maker.proof(
            signing: session["message"]?.text ?? "", domain: "rewards.example", now: now, secret: secret)
        return ["session_id": session["session_id"] ?? .null, "data": proof.fields]
    }
}

extension TestServer {
    func openSession(_ wallet: TestWallet) async throws -> JSONValue {
        try await get("/sign-in?chain=\(wallet.chain)&address=\(wallet.address)").body
    }

    /// Signs a wallet in and gives the answer of `/verify`.
    func signIn(_ wallet: TestWallet) async throws -> JSONValue {
        try await post("/verify", wallet.answer(openSession(wallet), at: clock.now)).body
    }

    func token(of wallet: TestWallet) async throws -> String {
        try await signIn(wallet)["token"]?.text ?? ""
    }
}
