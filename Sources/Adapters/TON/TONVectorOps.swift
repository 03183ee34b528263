import ChainKit
import Foundation

/// The vector operations of addresses, cells, wallets and proofs: each a thin call into the code that serves requests.
enum TONVectorOps {
    static let core = [
        VectorOp("ton.address.parse") { inputs throws(ChainError) in
            let spelling = try TONAddressSpelling(inputs.input("text"))
            var fields: [String: JSONValue] = [
                "workchain": .integer(Int64(spelling.address.workchain)), "hash": .string(Hex.encode(spelling.address.hash)),
                "raw": .string(spelling.address.raw),
            ]
            switch spelling.form {
            case .raw: fields["form"] = "raw"
            case .friendly(let bounceable, let testOnly):
                fields["form"] = "friendly"
                fields["bounceable"] = .bool(bounceable)
                fields["test_only"] = .bool(testOnly)
            }
            return .accept(fields)
        },
        VectorOp("ton.address.format") { inputs throws(ChainError) in
            let workchain = try inputs.wholeInput("workchain")
            guard let address = TONAddress(workchain: workchain, hash: try inputs.hexInput("hash")) else { return .reject() }
            var fields: [String: JSONValue] = ["raw": .string(address.raw)]
            for (bounceable, name) in [(true, "bounceable"), (false, "non_bounceable")] {
                for (testOnly, suffix) in [(false, ""), (true, "_test")] {
                    for (urlSafe, alphabet) in [(true, ""), (false, "_b64")] {
                        fields[name + suffix + alphabet] = .string(
                            address.friendly(bounceable: bounceable, testOnly: testOnly, urlSafe: urlSafe))
                    }
                }
            }
            return .accept(fields)
        },
        VectorOp("ton.boc.parse") { inputs throws(ChainError) in
            let bytes = try inputs.hexInput("boc")
            let root: Cell
            do throws(CellFault) { root = try BagOfCells.parse(bytes) } catch {
                return .reject(["detail": .string(error.detail)])
            }
            return .accept([
                "root_hash": .string(Hex.encode(root.hash)), "bits": .integer(Int64(root.bitCount)),
                "refs": .integer(Int64(root.references.count)), "depth": .integer(Int64(root.depth)),
            ])
        },
        VectorOp("ton.state_init.parse") { inputs throws(ChainError) in
            let text = try inputs.input("state_init")
            do throws(CellFault) {
                let state = try TONStateInit(base64: text)
                guard let wallet = try TONWallet.find(in: state) else { return .reject() }
                var fields = wallet.described
                fields["hash"] = .string(Hex.encode(state.hash))
                return .accept(fields)
            } catch {
                return .reject(["detail": .string(error.detail)])
            }
        },
        VectorOp("ton.wallet.address") { inputs throws(ChainError) in
            guard let version = TONWalletVersion(rawValue: try inputs.input("version")) else { return .reject() }
            let (key, workchain) = (try inputs.hexInput("public_key"), try inputs.wholeInput("workchain"))
            var wallet = TONWallet(
                version: version, publicKey: key, workchain: Int8(truncatingIfNeeded: workchain),
                network: inputs["network"] == nil ? TONNetwork.mainnetID : try inputs.wholeInput("network"))
            if case .id = wallet.identity, let id = inputs["wallet_id"]?.whole.flatMap(UInt32.init(exactly:)) {
                wallet = TONWallet(version: version, publicKey: key, identity: .id(id))
            }
            guard key.count == 32, let address = TONAddress(workchain: workchain, hash: wallet.addressHash) else {
                return .reject()
            }
            return .accept(["address": .string(address.raw), "code_hash": .string(Hex.encode(version.code.hash))])
        },
        VectorOp("ton.proof.verify") { inputs throws(ChainError) in try await verify(inputs) },
    ]
}

extension TONWallet {
    fileprivate var described: [String: JSONValue] {
        var fields: [String: JSONValue] = ["version": .string(version.rawValue), "public_key": .string(Hex.encode(publicKey))]
        if case .id(let id) = identity { fields["wallet_id"] = .integer(Int64(id)) }
        if let network = network(among: [TONNetwork.mainnetID, TONNetwork.testnetID]) {
            fields["network"] = .integer(Int64(network))
        }
        return fields
    }
}

extension JSONValue {
    /// A whole number of 32 bits that a vector case gives.
    /// - Throws: `internal_error`: the case does not fit its operation.
    fileprivate func wholeInput(_ name: String) throws(ChainError) -> Int32 {
        guard let whole = self[name]?.whole.flatMap({ Int32(exactly: $0) }) else {
            throw ChainError(.internalError, "The case has no whole number \"\(name)\" of 32 bits.")
        }
        return whole
    }
}
