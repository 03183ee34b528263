import ChainConformance
import ChainCrypto
import ChainKit

@testable import Host

/// What contracts of a scripted EVM chain answer, call by call.
enum EVMWorld {
    typealias Entry = ScriptedUpstream.Entry

    static let block = "0x1406f40"
    /// A contract's address, which is no key's.
    static let wallet = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
    static let registry = "0x00000000000000447e69651d841bD8D104Bed493"
    private static let yes = "0x1626ba7e" + String(repeating: "0", count: 56)
    private static let no = "0xffffffff" + String(repeating: "0", count: 56)

    /// A chain without Multicall3 that knows nothing but its blocks.
    static func node(chainID: String = "0x1") -> [Entry] {
        [
            .rpc("eth_chainId", result: .string(chainID)), .rpc("eth_getBlockByNumber", result: TestChains.block),
            .rpc("eth_getCode", result: "0x"),
        ]
    }

    /// A contract wallet that judges one signature over one text (EIP-191), and refuses all others (EIP-1271).
    static func contractWallet(_ address: String = wallet, signing text: String, with signature: [UInt8]) -> [Entry] {
        let digest = Keccak256.hash(Array("\u{19}Ethereum Signed Message:\n\(text.utf8.count)\(text)".utf8))
        return contractWallet(address, digest: digest, signature: signature)
    }

    static func contractWallet(_ address: String = wallet, digest: [UInt8], signature: [UInt8]) -> [Entry] {
        let padding = [UInt8](repeating: 0, count: (32 - signature.count % 32) % 32)
        let data = [0x16, 0x26, 0xba, 0x7e] + digest + word(64) + word(signature.count) + signature + padding
        let call: JSONValue = ["to": .string(address), "data": hex(data), "gas": "0xf42400"]
        return [
            .rpc("eth_getCode", params: [.string(address), .string(block)], result: "0x6080604052"),
            .rpc("eth_call", params: [call, .string(block)], result: .string(yes)), .rpc("eth_call", result: .string(no)),
        ]
    }

    /// An ERC-721 contract with these tokens by owner, which lists them where it is enumerable.
    static func collection(_ owners: [String: [UInt8]], isEnumerable: Bool = true, nobody: [String] = []) -> [Entry] {
        let contract = TestChains.contract
        func number(_ data: [UInt8], _ value: [UInt8]) -> Entry { call(contract, data, returning: value) }
        let balances = owners.merging(nobody.map { ($0, []) }) { some, _ in some }
        let tokens = balances.flatMap { owner, ids -> [Entry] in
            let listed = ids.enumerated().map { index, id in
                number([0x2f, 0x74, 0x5c, 0x59] + word(owner) + word(index), word(Int(id)))
            }
            let owned = ids.map { id in number([0x63, 0x52, 0x21, 0x1e] + word(Int(id)), word(owner)) }
            return [number([0x70, 0xa0, 0x82, 0x31] + word(owner), word(ids.count))] + (isEnumerable ? listed : []) + owned
        }
        let enumerable = call(contract, supports([0x78, 0x0e, 0x9d, 0x63]), returning: word(isEnumerable ? 1 : 0))
        return TestChains.interfaces(of: contract, at: block) + [enumerable] + tokens
    }

    /// The registry of delegate.xyz in which these wallets may act for the vault in everything.
    static func delegations(of vault: String, to wallets: [String], strangers: [String] = []) -> [Entry] {
        func incoming(_ wallet: String, _ entries: [[UInt8]]) -> Entry {
            call(
                registry, [0x42, 0xf8, 0x7c, 0x25] + word(wallet),
                returning: word(32) + word(entries.count) + entries.joined())
        }
        return wallets.map { wallet in
            incoming(wallet, [word(1) + word(wallet) + word(vault) + word(0) + word(0) + word(0) + word(0)])
        } + strangers.map { incoming($0, []) }
    }

    private static func supports(_ interface: [UInt8]) -> [UInt8] {
        [0x01, 0xff, 0xc9, 0xa7] + interface + [UInt8](repeating: 0, count: 28)
    }

    private static func call(_ contract: String, _ data: [UInt8], returning value: [UInt8]) -> Entry {
        .rpc("eth_call", params: [["to": .string(contract), "data": hex(data)], .string(block)], result: hex(value))
    }

    static func hex(_ bytes: [UInt8]) -> JSONValue { .string(Hex.encode(bytes, prefixed: true)) }

    static func word(_ number: Int) -> [UInt8] {
        [UInt8](repeating: 0, count: 24) + withUnsafeBytes(of: UInt64(number).bigEndian) { Array($0) }
    }

    static func word(_ address: String) -> [UInt8] {
        [UInt8](repeating: 0, count: 12) + (Hex.decode(String(address.dropFirst(2))) ?? [])
    }
}
