import ChainCrypto
import ChainKit

/// The operations of vector files that EVM chains answer, each with the code that serves requests.
enum EVMVectorOps {
    static let all = hashes + signatures + contracts + messages + typedData + contractWallets

    private static let hashes: [VectorOp] = [
        VectorOp("keccak256") { inputs throws(ChainError) in
            .accept(["digest": .string(Hex.encode(Keccak256.hash(try inputs.hexInput("data"))))])
        },
        VectorOp("eip55.checksum") { inputs throws(ChainError) in
            .accept(["checksummed": .string(try EVMAddress(inputs.input("address").lowercased().utf8).text)])
        },
        VectorOp("eip55.validate") { inputs throws(ChainError) in
            let text = try inputs.input("address").utf8
            let lenient = (try? EVMAddress(text)) != nil
            let strict = (try? EVMAddress(text, spelling: .checksummed)) != nil
            return VectorAnswer(
                verdict: lenient ? "accept" : "reject", fields: ["strict": .bool(strict), "lenient": .bool(lenient)])
        },
        VectorOp("eip191.hash") { inputs throws(ChainError) in
            let message = try messageBytes(inputs)
            return .accept([
                "digest": .string(Hex.encode(EIP191.digest(of: message), prefixed: true)),
                "byte_length": .integer(Int64(message.count)),
            ])
        },
    ]

    private static let signatures: [VectorOp] = [
        VectorOp("secp256k1.verify") { inputs throws(ChainError) in
            let digest = try inputs.hexInput("digest")
            let key = try inputs.hexInput("public_key")
            let signature = try inputs.hexInput("signature")
            let isLowSValid = Secp256k1.isValid(signature: signature, digest: digest, publicKey: key)
            // Plain ECDSA takes both values of s; the library takes the low one.
            let isValid =
                Secp256k1.lowS(signature).map { Secp256k1.isValid(signature: $0, digest: digest, publicKey: key) } ?? false
            return VectorAnswer(
                verdict: isValid ? "accept" : "reject", fields: ["low_s_verdict": isLowSValid ? "accept" : "reject"])
        },
        VectorOp("secp256k1.recover") { inputs throws(ChainError) in
            let signature = try inputs.hexInput("signature")
            guard signature.count == 65 else { return .reject() }
            return signer(
                Secp256k1.recover(
                    digest: try inputs.hexInput("digest"), signature: Array(signature[..<64]), recoveryID: signature[64]))
        },
        VectorOp("eth.signature.recover") { inputs throws(ChainError) in
            let digest = try inputs.hexInput("digest")
            return signer(try signature(inputs)?.signer(of: digest))
        },
        VectorOp("eip191.recover") { inputs throws(ChainError) in
            let digest = EIP191.digest(of: try messageBytes(inputs))
            return signer(try signature(inputs)?.signer(of: digest))
        },
        VectorOp("eip2098.compress") { inputs throws(ChainError) in
            guard let signature = try signature(inputs) else { return .reject() }
            return .accept(["signature": .string(Hex.encode(signature.shortBytes, prefixed: true))])
        },
    ]

    private static let contracts: [VectorOp] = [
        VectorOp("abi.selector") { inputs throws(ChainError) in
            let function = try ABIFunction(inputs.input("signature"))
            return .accept(["selector": .string(Hex.encode(function.selector, prefixed: true))])
        },
        VectorOp("abi.encode_call") { inputs throws(ChainError) in
            let function = try ABIFunction(inputs.input("signature"))
            let values = try ABIValue.list(inputs["args"], as: function.arguments)
            return .accept(["calldata": .string(Hex.encode(try function.call(values), prefixed: true))])
        },
        VectorOp("abi.decode") { inputs throws(ChainError) in
            var types: [ABIType] = []
            for name in inputs["types"]?.elements ?? [] { types.append(try ABIType(name.text ?? "")) }
            let data = try inputs.hexInput("data")
            do throws(ChainError) {
                return .accept(["values": .array(try ABIDecoder.decode(data, as: types).map(\.json))])
            } catch {
                // The decoder blames the provider, whose place the case takes.
                return .reject(["reason": .string(error.message)])
            }
        },
    ]

    private static let messages: [VectorOp] = [
        VectorOp("siwe.parse") { inputs throws(ChainError) in
            .accept(["fields": try EVMSignInMessage(parsing: inputs.input("message")).json])
        },
        VectorOp("siwe.verify") { inputs throws(ChainError) in
            let text = try inputs.input("message")
            let expect = inputs["expect"] ?? .null
            guard let now = RFC3339.parse(try inputs.input("now")) else {
                throw ChainError(.internalError, "The input \"now\" is no RFC 3339 time.")
            }
            let message = try EVMSignInMessage(parsing: text)
            let expected = EVMSignInMessage.Expectation(
                domain: try expect.input("domain"), scheme: expect["scheme"]?.text, nonce: try expect.input("nonce"),
                chainIDs: expect["chain_ids"]?.elements?.compactMap(\.whole) ?? [])
            if let rejection = message.rejection(expecting: expected, now: now) {
                return .reject(["reason": .string(rejection.rawValue)])
            }
            let address = try EVMAddress(message.address.utf8)
            let signature = Hex.decode(try inputs.input("signature")) ?? []
            guard EVMOwnership.isSigned(EIP191.digest(of: Array(text.utf8)), signature, byKeyOf: address) else {
                return .reject(["reason": .string(ProofVerdict.Rejection.signatureInvalid.rawValue)])
            }
            return .accept(["address": .string(address.text)])
        },
    ]

    private static func messageBytes(_ inputs: JSONValue) throws(ChainError) -> [UInt8] {
        inputs["bytes"] == nil ? Array(try inputs.input("message").utf8) : try inputs.hexInput("bytes")
    }

    private static func signature(_ inputs: JSONValue) throws(ChainError) -> EVMSignature? {
        Hex.decode(try inputs.input("signature")).flatMap(EVMSignature.init)
    }

    private static func signer(_ key: [UInt8]?) -> VectorAnswer {
        guard let key, let address = EVMAddress(bytes: EVMAddress.bytes(ofKey: key)) else { return .reject() }
        return .accept(["public_key": .string(Hex.encode(key)), "address": .string(address.text)])
    }
}
