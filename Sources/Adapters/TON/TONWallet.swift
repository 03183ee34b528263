/// A wallet contract as it is deployed: which code, whose key, which of the key's wallets.
struct TONWallet: Sendable, Hashable {
    /// Tells a key's wallets apart.
    enum Identity: Sendable, Hashable {
        case none
        case id(UInt32)
        case beta(network: Int32, workchain: Int8, version: UInt8, subwallet: UInt32)
    }

    let version: TONWalletVersion
    /// Ed25519, 32 bytes.
    let publicKey: [UInt8]
    let identity: Identity

    init(version: TONWalletVersion, publicKey: [UInt8], identity: Identity) {
        self.version = version
        self.publicKey = publicKey
        self.identity = identity
    }

    /// The first wallet of a key, with the ids that wallet apps give it.
    init(version: TONWalletVersion, publicKey: [UInt8], workchain: Int8, network: Int32) {
        let identity: Identity =
            switch version.layout {
            case .bare: .none
            case .identified, .extensible: .id(UInt32(Self.firstID + Int64(workchain)))
            case .beta: .beta(network: network, workchain: workchain, version: 0, subwallet: 0)
            case .switchable: .id(UInt32(bitPattern: network) ^ Self.context(workchain: workchain, subwallet: 0))
            }
        self.init(version: version, publicKey: publicKey, identity: identity)
    }

    /// Reads a known wallet from what it is deployed with.
    /// - Returns: `nil` when the code is not that of a known wallet.
    /// - Throws: when the code is known and the data not what it is deployed with, or says that signatures do not count.
    static func find(in state: TONStateInit) throws(CellFault) -> TONWallet? {
        guard let version = TONWalletVersion(code: state.code) else { return nil }
        var data = CellSlice(state.data)
        var identity = Identity.none
        switch version.layout {
        case .bare: _ = try data.loadUInt(32)
        case .identified, .extensible:
            _ = try data.loadUInt(32)
            identity = .id(UInt32(try data.loadUInt(32)))
        case .beta:
            _ = try data.loadUInt(33)
            identity = .beta(
                network: Int32(truncatingIfNeeded: try data.loadUInt(32)),
                workchain: Int8(truncatingIfNeeded: try data.loadUInt(8)), version: UInt8(try data.loadUInt(8)),
                subwallet: UInt32(try data.loadUInt(32)))
        case .switchable:
            guard try data.loadUInt(1) == 1 else { throw CellFault("the wallet does not let its key sign") }
            _ = try data.loadUInt(32)
            identity = .id(UInt32(try data.loadUInt(32)))
        }
        let key = try data.loadBits(256)
        if version.hasDictionary {
            guard try data.loadUInt(1) == 0 else { throw CellFault("a new wallet has no extensions") }
        }
        guard data.isEmpty else { throw CellFault("the wallet's data is longer than its code makes it") }
        return TONWallet(version: version, publicKey: key, identity: identity)
    }

    /// The data the wallet is deployed with.
    var data: CellBits {
        var bits = CellBits()
        switch version.layout {
        case .bare, .identified, .extensible: bits.append(0, width: 32)
        case .beta: bits.append(0, width: 33)
        case .switchable: bits.append(1 << 32, width: 33)
        }
        switch identity {
        case .none: break
        case .id(let id): bits.append(UInt64(id), width: 32)
        case .beta(let network, let workchain, let version, let subwallet):
            bits.append(UInt64(UInt32(bitPattern: network)), width: 32)
            bits.append(UInt64(UInt8(bitPattern: workchain)), width: 8)
            bits.append(UInt64(version), width: 8)
            bits.append(UInt64(subwallet), width: 32)
        }
        bits.append(publicKey)
        if version.hasDictionary { bits.append(0, width: 1) }
        return bits
    }

    /// The hash part of the wallet's address.
    var addressHash: [UInt8] {
        let data = CellStub(kind: .ordinary, bits: data, below: [])
        return CellStub(kind: .ordinary, bits: TONStateInit.bits, below: [version.code, data]).hash
    }

    private static let firstID: Int64 = 698_983_191
}

extension TONWalletVersion {
    fileprivate var hasDictionary: Bool {
        switch layout {
        case .extensible, .beta, .switchable: true
        case .bare, .identified: false
        }
    }
}
