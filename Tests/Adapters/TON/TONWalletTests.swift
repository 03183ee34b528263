import ChainCrypto
import ChainKit
import Testing

@testable import TONAdapter

@Suite struct TONWalletTests {
    private let key: [UInt8]

    init() throws { key = try #require(Ed25519.publicKey(seed: TONSamples.secret)) }

    @Test(
        arguments: [
            (-239, 0, 2_147_483_409), (-3, 0, 2_147_483_645), (-239, -1, 8_388_369), (-3, -1, 8_388_605),
        ] as [(Int32, Int8, UInt32)])
    func countsTheIdsOfV5AsWalletAppsDo(network: Int32, workchain: Int8, id: UInt32) {
        let wallet = TONWallet(version: .v5r1, publicKey: key, workchain: workchain, network: network)
        #expect(wallet.identity == .id(id))
        #expect(wallet.network(among: [-239, -3]) == network)
    }

    @Test(arguments: TONWalletVersion.allCases)
    func writesDataThatItReadsBack(version: TONWalletVersion) throws {
        let wallet = TONWallet(version: version, publicKey: key, workchain: 0, network: -239)
        var slice = CellSlice(try Cell(bits: wallet.data))
        #expect(slice.remainingBits == wallet.data.count)
        let start = [.beta: 113, .switchable: 65, .bare: 32][version.layout] ?? 64
        _ = try slice.loadBits(start)
        #expect(try slice.loadBits(256) == key)
    }

    @Test func knowsNoOtherCode() throws {
        let code = try Cell(bits: CellBits(bytes: [1], count: 8))
        let state = try TONStateInit(Cell(bits: TONStateInit.bits, references: [code, Cell(bits: CellBits())]))
        #expect(try TONWallet.find(in: state) == nil)
    }
}
