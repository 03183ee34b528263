import ChainCrypto
import ChainKit
import Foundation

/// What hardware wallets for Solana sign instead of a bare text, put together byte by byte.
struct SolanaDevice {
    private static let memoProgram = "MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr"

    let wallet: TestWallet

    private var key: [UInt8] { Base58.decode(wallet.address) ?? [] }
    private func sign(_ bytes: [UInt8]) -> [UInt8] { Ed25519.sign(bytes, seed: wallet.secret) ?? [] }

    /// A legacy transaction that nobody sends: the text as its only memo, paid for and signed by the wallet alone.
    /// - Parameter transferring: adds a call of the System program, which a sign-in must not have.
    func memo(_ text: String, transferring: Bool = false) -> String {
        let memo = Array(text.utf8)
        let programs = [Base58.decode(Self.memoProgram) ?? []] + (transferring ? [[UInt8](repeating: 0, count: 32)] : [])
        var message = [1, 0, UInt8(programs.count), UInt8(1 + programs.count)] + key + programs.joined()
        message += [UInt8](repeating: 9, count: 32) + [UInt8(programs.count)]
        message += [1, 0] + [UInt8(memo.count & 0x7f | 0x80), UInt8(memo.count >> 7)] + memo
        // Transfer (2) of one lamport to oneself.
        if transferring { message += [2, 2, 0, 0, 12, 2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0] }
        return Data([1] + sign(message) + message).base64EncodedString()
    }

    /// The text in an off-chain message of version 0, behind its signature, as Ledger's software hands it on.
    func envelope(_ text: String, for site: String? = nil) -> String {
        let bytes = Array(text.utf8)
        let domain = Array((Array((site ?? "").utf8) + [UInt8](repeating: 0, count: 32)).prefix(32))
        let head = [0xff] + Array("solana offchain".utf8) + [0]
        let message = head + domain + [1, 1] + key + [UInt8(bytes.count & 0xff), UInt8(bytes.count >> 8)] + bytes
        return Base58.encode([1] + sign(message) + message)
    }
}
