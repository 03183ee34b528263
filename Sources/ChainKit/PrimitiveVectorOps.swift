/// The vector operations that belong to no chain: encodings and chain ids.
public enum PrimitiveVectorOps {
    public static let all: [VectorOp] = [
        VectorOp("base58.decode") { inputs throws(ChainError) in
            guard let bytes = Base58.decode(try inputs.input("text")) else { return .reject() }
            return .accept(["bytes": .string(Hex.encode(bytes))])
        },
        VectorOp("base58.encode") { inputs throws(ChainError) in
            .accept(["text": .string(Base58.encode(try inputs.hexInput("bytes")))])
        },
        VectorOp("caip2.parse") { inputs throws(ChainError) in
            let chain = try ChainID(inputs.input("text"))
            return .accept(["namespace": .string(chain.namespace), "reference": .string(chain.reference)])
        },
    ]
}
