import ChainKit

extension RPCAnswer {
    /// The result.
    /// - Throws: an error that blames the outside when the node refused the call.
    func result(of method: String) throws(ChainError) -> JSONValue {
        switch self {
        case .success(let value): return value
        case .failure(let failure): throw failure.error(of: method)
        }
    }

    /// Whether the node had a block to answer with.
    var isBlock: Bool {
        if case .success(let value) = self { !value.isNull } else { false }
    }
}

extension EVMCallOutcome {
    /// What became of one `eth_call`.
    /// - Throws: an error that blames the outside for everything but a contract's own end.
    init(_ answer: RPCAnswer) throws(ChainError) {
        // -32603 is trouble inside the node (JSON-RPC 2.0 §5.1), whatever words it has for it.
        if case .failure(let failure) = answer, failure.isRevert, failure.code != -32603 {
            self = .reverted
        } else {
            self = .returned(try EVMQuantity.bytes(answer.result(of: "eth_call"), from: "eth_call"))
        }
    }
}

extension RPCFailure {
    /// Whether the contract itself stopped: what every node would answer, not this node's trouble. Geth says 3, Nethermind
    /// -32015, and others -32000, which means anything, so that the message decides: the words are those of geth's
    /// `core/vm/errors.go` and the prefix that Reth puts before its own.
    var isRevert: Bool {
        code == 3 || code == -32015
            || says(
                "revert", "invalid opcode", "out of gas", "stack underflow", "stack limit reached", "invalid jump",
                "write protection", "return data out of bounds", "gas uint64 overflow", "evm error:")
    }

    /// Whether the gas that the node allows was used up, which says nothing about what the contract would have said.
    var isOutOfGas: Bool { says("out of gas", "gas uint64 overflow") && !says("revert") }

    /// EIP-1474 gives -32005 to limits; gateways answer with HTTP's 429 or in words.
    var isLimit: Bool { code == -32005 || code == 429 || code == -32029 || says("rate limit", "too many requests") }

    var lacksBlock: Bool {
        says("header not found", "unknown block", "block not found", "missing trie node", "state not available", "pruned")
    }

    /// The failure as an error that blames the outside. The node's words are left out: some repeat the key of the URL.
    func error(of method: String) -> ChainError {
        let cause = "JSON-RPC error \(code) from \(method)"
        if isLimit {
            return ChainError(.upstreamRateLimited, "The provider asked to be left alone for a while.", cause: cause)
        }
        if lacksBlock {
            return ChainError(
                .upstreamUnavailable, "The provider does not have the block that was asked for; another one may.", cause: cause)
        }
        if isRevert || code == -32601 || code == -32602 || code == -32600 {
            return ChainError(
                .upstreamInvalid, "The provider refused a call that every node of the chain should answer.", cause: cause)
        }
        return ChainError(.upstreamUnavailable, "The provider could not answer.", cause: cause)
    }

    private func says(_ phrases: String...) -> Bool {
        let words = message.lowercased()
        return phrases.contains { words.contains($0) }
    }
}
