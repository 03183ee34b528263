import ChainKit

/// An account of TON: a workchain and 32 bytes. However it is written, it is the same account when both are equal.
struct TONAddress: Sendable, Hashable {
    /// 0 is the basechain, -1 the masterchain; there are no others.
    let workchain: Int32
    /// 32 bytes: the hash of the state the account was deployed with.
    let hash: [UInt8]

    /// - Returns: `nil` unless the workchain exists and the hash has 32 bytes.
    init?(workchain: Int32, hash: [UInt8]) {
        guard workchain == 0 || workchain == -1, hash.count == 32 else { return nil }
        self.workchain = workchain
        self.hash = hash
    }

    /// Reads the raw or the friendly spelling.
    /// - Throws: `account_invalid` saying what is wrong and what would be right.
    init(_ text: String) throws(ChainError) {
        self = try TONAddressSpelling(text).address
    }

    /// `0:` or `-1:` and 64 lower-case hex digits.
    var raw: String { "\(workchain):\(Hex.encode(hash))" }

    /// The 48 characters that wallets show (TEP-2).
    func friendly(bounceable: Bool, testOnly: Bool = false, urlSafe: Bool = true) -> String {
        TONAddressSpelling.friendly(self, bounceable: bounceable, testOnly: testOnly, urlSafe: urlSafe)
    }
}

extension TONAddress {
    /// The address part of CAIP-10, which has no ":": the raw spelling with "%3A" in its place.
    var caip10Address: String { "\(workchain)%3A\(Hex.encode(hash))" }

    /// The address of an account in its canonical form.
    /// - Throws: `account_invalid` for an account of another namespace or form.
    init(account: Account) throws(ChainError) {
        guard account.chain.namespace == "tvm" else {
            throw ChainError(.accountInvalid, "\(account.chain) is no TON network; an account of TON starts with tvm:.")
        }
        try self.init(caip10: account.address)
    }

    /// - Throws: `account_invalid`.
    init(caip10 text: String) throws(ChainError) {
        try self.init(text.replacing("%3A", with: ":", maxReplacements: 1))
        guard caip10Address == text else {
            throw ChainError(
                .accountInvalid,
                "The CAIP-10 address of TON is 0%3A or -1%3A and 64 lower-case hex digits, such as \(caip10Address).")
        }
    }
}
