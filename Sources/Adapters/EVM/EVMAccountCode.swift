/// What kind of account the code at an address makes it.
enum EVMAccountCode: Sendable, Hashable {
    /// A key's, a contract's that is not deployed yet, or nobody's.
    case none
    /// A key's that lets a contract act for it (EIP-7702): 0xef0100 and the contract's address.
    case delegated
    case contract

    init(_ code: [UInt8]) {
        if code.isEmpty {
            self = .none
        } else {
            self = code.count == 23 && code.starts(with: [0xef, 0x01, 0x00]) ? .delegated : .contract
        }
    }
}
