import ChainKit

/// A signature of a contract wallet that need not be deployed yet (ERC-6492), or any other signature, which it leaves as it is.
struct CounterfactualSignature: Sendable, Hashable {
    /// The call that deploys the wallet or makes it ready to judge; `nil` for a signature without the wrapper.
    let preparation: EVMCall?
    /// The signature for the contract, or for recovery, without the wrapper.
    let inner: [UInt8]

    /// 0x6492 sixteen times; a wrapped signature ends with it.
    private static let mark = (0..<32).map { $0.isMultiple(of: 2) ? 0x64 : 0x92 as UInt8 }

    /// - Returns: `nil` for a signature with the mark at its end and no wrapper before it.
    init?(_ bytes: [UInt8]) {
        guard bytes.suffix(32).elementsEqual(Self.mark) else {
            preparation = nil
            inner = bytes
            return
        }
        let values = try? ABIDecoder.decode(Array(bytes.dropLast(32)), as: [.address, .bytes, .bytes])
        guard let values, case .address(let factory) = values[0], case .bytes(let data) = values[1],
            case .bytes(let inner) = values[2]
        else { return nil }
        preparation = EVMCall(contract: factory, data: data)
        self.inner = inner
    }
}
