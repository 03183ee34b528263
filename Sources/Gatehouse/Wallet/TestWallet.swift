import AdapterSet
import ArgumentParser
import ChainCrypto
import ChainKit
import Foundation

/// A test wallet as its file holds it.
struct TestWallet: Codable {
    /// The adapter whose chains the key is for, such as `solana` or `evm`.
    let kind: String
    let address: String
    /// 32 bytes in hex.
    let secret: String

    init(kind: String, secret: [UInt8]) throws {
        self.kind = kind
        self.secret = Hex.encode(secret)
        address = try Self.maker(kind).address(secret: secret)
    }

    static func read(_ path: String) throws -> TestWallet {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ValidationError("There is no wallet at \(path). Make one with `gatehouse wallet new --out \(path)`.")
        }
        do { return try JSONDecoder().decode(TestWallet.self, from: data) } catch {
            throw ValidationError("\(path) is not a wallet made by `gatehouse wallet new`.")
        }
    }

    /// Writes the file so that only its owner can read it.
    func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        let data = try encoder.encode(self) + [UInt8(ascii: "\n")]
        guard FileManager.default.createFile(atPath: path, contents: data, attributes: [.posixPermissions: 0o600]) else {
            throw ValidationError("\(path) cannot be written.")
        }
    }

    func proof(signing message: String, domain: String, now: Date) throws -> Proof {
        guard let secret = Hex.decode(secret) else { throw ValidationError("The wallet's secret is not hex.") }
        return try Self.maker(kind).proof(signing: message, domain: domain, now: now, secret: secret)
    }

    static var kinds: [String] { AdapterSet.kinds.filter { $0.testWallets != nil }.map(\.id) }

    private static func maker(_ kind: String) throws -> any TestWalletMaker {
        guard let maker = AdapterSet.kinds.first(where: { $0.id == kind })?.testWallets else {
            throw ValidationError(
                "There are no test wallets of kind \"\(kind)\"; the kinds are \(kinds.joined(separator: ", ")).")
        }
        return maker
    }
}
