extension TONWallet {
    /// What a v5r1 wallet id says beside the network: made by a client, workchain, version 0, subwallet.
    static func context(workchain: Int8, subwallet: UInt16) -> UInt32 {
        1 << 31 | UInt32(UInt8(bitPattern: workchain)) << 23 | UInt32(subwallet & subwalletMask)
    }

    /// The network the wallet was made for, among those given; only v5 wallets tell.
    ///
    /// A v5r1 id is the network's id XOR the context, so it can be read for several networks; the reading with the lowest
    /// subwallet number is the right one for all who count their wallets from 0.
    func network(among networks: [Int32]) -> Int32? {
        switch identity {
        case .none: return nil
        case .beta(let network, _, _, _): return network
        case .id(let id):
            guard version == .v5r1 else { return nil }
            return networks.compactMap { network in Self.subwallet(of: id, on: network).map { (network, $0) } }
                .min { $0.1 < $1.1 }?.0
        }
    }

    private static let subwalletMask: UInt16 = 0x7fff

    private static func subwallet(of id: UInt32, on network: Int32) -> UInt16? {
        let context = id ^ UInt32(bitPattern: network)
        let subwallet = UInt16(truncatingIfNeeded: context) & subwalletMask
        return [0, -1].contains { Self.context(workchain: $0, subwallet: subwallet) == context } ? subwallet : nil
    }
}
