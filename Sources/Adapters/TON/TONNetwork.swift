import ChainKit

/// A network of TON, told apart by its global id: -239 is mainnet, -3 testnet.
struct TONNetwork: Sendable, Hashable {
    static let mainnetID: Int32 = -239
    static let testnetID: Int32 = -3

    /// `tvm:` and the global id (CAIP-2, namespace `tvm`).
    let chain: ChainID
    let globalID: Int32

    /// - Throws: `configuration_invalid` for a chain that is not `tvm:` and a global id in decimal.
    init(_ chain: ChainID) throws(ChainError) {
        guard chain.namespace == "tvm", let id = Int32(chain.reference), String(id) == chain.reference else {
            throw ChainError(
                .configurationInvalid,
                "\"\(chain)\" is no TON network; write tvm: and the global id in decimal, such as tvm:-239 for mainnet.")
        }
        self.chain = chain
        globalID = id
    }

    var isMainnet: Bool { globalID == Self.mainnetID }
}
