import ChainCrypto
import ChainKit
import Foundation

/// A `ton_proof` as a wallet sent it (TON Connect, `ton-proof-item-v2`): its key signed an address, a domain, a time and a
/// payload.
struct TONProof: Sendable {
    /// Gives the key a deployed contract says it obeys, `nil` when it says none.
    typealias KeyOnChain = @Sendable (TONAddress) async throws(ChainError) -> [UInt8]?

    let address: TONAddress
    /// The global id, in decimal, of the network the wallet says it is on. Not signed.
    let network: String?
    let domain: Domain
    /// Unix time in seconds.
    let timestamp: UInt64
    let payload: String
    /// Standard base 64 of 64 bytes.
    let signature: String
    /// Standard base 64 of a bag of cells.
    let stateInit: String?
    /// The key the wallet says is its own, in hex.
    let publicKey: String?

    /// The site the wallet showed its owner.
    struct Domain: Sendable, Hashable {
        let value: String
        /// What the wallet says is the domain's length in UTF-8; the signed length is always counted here.
        let lengthBytes: Int64
    }

    /// What the server asked for.
    struct Expectation: Sendable {
        let domains: [String]
        let payload: String
        let network: Int32
        let earliest: Date
        let latest: Date
    }

    /// What the proof comes to: how the wallet is controlled, or the first check that failed.
    enum Judgement: Sendable, Hashable {
        case proven(by: Control)
        case faulty(ProofVerdict.Rejection)
    }

    /// Makes every check. A key that `state_init` tells is the address's own on every network, and so is one whose first
    /// wallet has this address; any other key that the contract tells is this network's word.
    ///
    /// The chain is asked only when everything else holds and `state_init` does not tell the key.
    /// - Throws: what `keyOnChain` throws.
    func judge(expecting expected: Expectation, keyOnChain: KeyOnChain) async throws(ChainError) -> Judgement {
        if let fault = findFaultInTerms(expected) { return .faulty(fault) }
        guard let signature = StandardBase64.decode(signature) else { return .faulty(.signatureInvalid) }
        let declared = publicKey.map { Hex.decode($0) ?? [] }
        // A signature that the declared key did not make is refused without troubling a provider.
        if let declared, !isSigned(signature, by: declared) { return .faulty(.signatureInvalid) }
        let key: [UInt8]?
        let control: Control
        switch boundKey(on: expected.network) {
        case .known(let known): (key, control) = (known, .key)
        case .unbound: return .faulty(.addressInvalid)
        case .onChain:
            key = try await keyOnChain(address)
            control = key.map { isFirstWallet(of: $0, on: expected.network) } ?? false ? .key : .contract
        }
        guard let key, declared ?? key == key else { return .faulty(.addressInvalid) }
        return declared != nil || isSigned(signature, by: key) ? .proven(by: control) : .faulty(.signatureInvalid)
    }

    /// Everything that takes neither key nor chain.
    private func findFaultInTerms(_ expected: Expectation) -> ProofVerdict.Rejection? {
        guard network.map({ $0 == String(expected.network) }) ?? true else { return .addressInvalid }
        guard !payload.isEmpty, payload.isIdentical(to: expected.payload) else { return .signatureInvalid }
        guard expected.domains.contains(where: domain.value.isIdentical), domain.lengthBytes == domain.value.utf8.count else {
            return .domainMismatch
        }
        let signedAt = Date(timeIntervalSince1970: Double(timestamp))
        guard expected.earliest <= signedAt, signedAt <= expected.latest else { return .proofExpired }
        // The same key makes the same hash on the masterchain, where nobody has an everyday wallet.
        return address.workchain == 0 ? nil : .addressInvalid
    }

    private enum BoundKey {
        case known([UInt8])
        case onChain
        case unbound
    }

    /// The key that the address itself commits to, by the hash of the state it was deployed with.
    private func boundKey(on network: Int32) -> BoundKey {
        guard let stateInit else { return .onChain }
        do {
            let state = try TONStateInit(base64: stateInit)
            guard state.hash == address.hash else { return .unbound }
            guard let wallet = try TONWallet.find(in: state) else { return .onChain }
            let networks = [network, TONNetwork.mainnetID, TONNetwork.testnetID]
            guard wallet.network(among: networks) ?? network == network else { return .unbound }
            return .known(wallet.publicKey)
        } catch {
            return .unbound
        }
    }

    /// Whether the address commits to the key without a `state_init`: it is where wallet apps put the key's first wallet.
    private func isFirstWallet(of key: [UInt8], on network: Int32) -> Bool {
        TONWalletVersion.allCases.contains {
            TONWallet(version: $0, publicKey: key, workchain: 0, network: network).addressHash == address.hash
        }
    }

    private func isSigned(_ signature: [UInt8], by key: [UInt8]) -> Bool {
        let digest = Self.digest(address: address, domain: domain.value, timestamp: timestamp, payload: payload)
        return Ed25519.isValid(signature: signature, message: digest, publicKey: key)
    }

    /// The 32 bytes a wallet signs.
    static func digest(address: TONAddress, domain: String, timestamp: UInt64, payload: String) -> [UInt8] {
        var message = Array("ton-proof-item-v2/".utf8)
        message += bytes(UInt32(bitPattern: address.workchain).bigEndian)
        message += address.hash
        message += bytes(UInt32(truncatingIfNeeded: domain.utf8.count).littleEndian)
        message += domain.utf8
        message += bytes(timestamp.littleEndian)
        message += payload.utf8
        return SHA256.hash([0xff, 0xff] + Array("ton-connect".utf8) + SHA256.hash(message))
    }

    private static func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value) { Array($0) }
    }
}

extension StringProtocol {
    /// Whether the UTF-8 is the same; `==` would also take one Unicode spelling of a letter for another.
    fileprivate func isIdentical(to other: some StringProtocol) -> Bool { utf8.elementsEqual(other.utf8) }
}
