import AdapterSet
import ChainConformance
import ChainKit
import Foundation

/// Two wallets that sign in by a message of their own, for the trials of accounts and of ownership. Only keys may sign here,
/// so nobody is asked.
enum SignInFile {
    static let domain = "rewards.example"

    /// - Parameter isParityZero: which of its two forms the wallet's signature has; the nonce is chosen so.
    static func `case`(_ name: String, wallet: UInt8 = 1, isParityZero: Bool = false) throws -> JSONValue {
        guard let wallets = AdapterSet.kinds.first(where: { $0.id == "evm" })?.testWallets else { throw Missing() }
        let secret = Array(repeating: wallet, count: 32)
        let address = try wallets.address(secret: secret)
        let now = Date(timeIntervalSince1970: 1_780_000_000)
        for number in 10_000_000..<10_001_000 {
            let nonce = "nonce\(number)"
            let text = message(address, nonce)
            var data = try wallets.proof(signing: text, domain: domain, now: now, secret: secret).fields.members ?? [:]
            guard data["signature"]?.text?.hasSuffix(isParityZero ? "1b" : "1c") ?? false else { continue }
            data["message"] = .string(text)
            return [
                "name": .string(name), "expected": ["accept": .string(address)],
                "proof": [
                    "challenge": [
                        "chain": "eip155:1", "domain": .string(domain), "uri": "https://rewards.example", "nonce": .string(nonce),
                        "issued_at": "2026-05-28T20:26:40Z", "expires_at": "2026-05-28T20:36:40Z", "account": .string(address),
                    ],
                    "proof": .object(data), "now": "2026-05-28T20:27:40Z", "messages": ["/message"], "addresses": ["/address"],
                    "signatures": [["at": "/signature", "as": "hex"]],
                ],
            ]
        }
        throw Missing()
    }

    private static func message(_ address: String, _ nonce: String) -> String {
        """
        \(domain) wants you to sign in with your Ethereum account:
        \(address)


        URI: https://rewards.example
        Version: 1
        Chain ID: 1
        Nonce: \(nonce)
        Issued At: 2026-05-28T20:26:40Z
        Expiration Time: 2026-05-28T20:36:40Z
        """
    }

    /// Tries a requirement.
    /// - Parameters:
    ///   - cases: `nil` is one of each wallet.
    ///   - members: members of the file that are otherwise.
    ///   - change: what becomes of the adapter.
    static func `try`(
        _ requirement: RequirementID, cases: [JSONValue]? = nil, _ members: [String: JSONValue] = [:],
        _ change: @Sendable (AdapterUnderTest) -> AdapterUnderTest = { $0 }
    ) async throws -> CheckOutcome? {
        let cases = try cases ?? [`case`("one"), `case`("two", wallet: 2)]
        var file: [String: JSONValue] = [
            "adapter": "evm", "format_version": 1, "cases": .array(cases),
            "configuration": ["network": 1, "contract_wallets": false, "providers": [["url": "{{upstream}}"]]],
            "accounts": [
                [
                    "canonical": "0x1a642f0E3c3aF545E7AcBD38b07251B3990914F1",
                    "spellings": ["0x1a642f0e3c3af545e7acbd38b07251b3990914f1"],
                ],
                ["canonical": "0x5050A4F4b3f9338C3472dcC01A87C76A144b3c9c"],
            ],
            "malformed": [["text": "0x12", "says": "40 hex digits"]],
        ]
        file.merge(members) { _, new in new }
        return try await BuiltIn.with(
            "evm", files: [ExchangeFile(parsing: JSONValue.object(file).jsonBytes, path: "evm/sign-in.json")]
        ) { adapter in
            await RequirementSuite(change(adapter), id: "evm").checks.first { $0.requirement == requirement }?.run()
        }
    }

    struct Missing: Error {}
}

extension JSONValue {
    /// The value with one of its members otherwise, or of the members of one.
    func with(_ path: String..., value: JSONValue?) -> JSONValue { with(path[...], value) }

    private func with(_ path: ArraySlice<String>, _ value: JSONValue?) -> JSONValue {
        guard let name = path.first, var members else { return value ?? .null }
        members[name] = path.count == 1 ? value : members[name]?.with(path.dropFirst(), value)
        return .object(members)
    }
}
