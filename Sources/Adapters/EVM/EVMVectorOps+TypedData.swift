import ChainKit

extension EVMVectorOps {
    static let typedData: [VectorOp] = [
        VectorOp("eip712.digest") { inputs throws(ChainError) in
            let data = try TypedData(inputs["typed_data"] ?? .null)
            let hex = { (bytes: [UInt8]) in JSONValue.string(Hex.encode(bytes, prefixed: true)) }
            return .accept([
                "digest": hex(data.digest), "domain_separator": hex(data.domainSeparator),
                "struct_encoding": hex(data.structEncoding), "struct_hash": hex(data.structHash),
                "type_hash_\(data.primaryType.lowercased())": hex(data.typeHash),
            ])
        }
    ]
}
