import ChainKit

/// Numbers and bytes as the JSON-RPC interface of execution nodes writes them (ethereum.org/json-rpc, "Hex encoding").
enum EVMQuantity {
    static func write(_ number: UInt64) -> String { "0x" + String(number, radix: 16) }

    /// Reads `0x` and hex digits without leading zeros.
    /// - Throws: `upstream_invalid` naming the method that answered something else.
    static func read(_ value: JSONValue?, from method: String) throws(ChainError) -> UInt64 {
        guard let text = value?.text, text.hasPrefix("0x"), text == "0x0" || !text.hasPrefix("0x0"),
            text.utf8.dropFirst(2).allSatisfy({ Hex.value($0) != nil }), let number = UInt64(text.dropFirst(2), radix: 16)
        else { throw invalid(method, "a hex number") }
        return number
    }

    /// Reads `0x` and an even number of hex digits.
    /// - Throws: `upstream_invalid` naming the method that answered something else.
    static func bytes(_ value: JSONValue, from method: String) throws(ChainError) -> [UInt8] {
        guard let text = value.text, text.hasPrefix("0x"), let bytes = Hex.decode(text) else {
            throw invalid(method, "hex bytes")
        }
        return bytes
    }

    /// The height of a block.
    /// - Throws: `upstream_unavailable` when the node has no such block, `upstream_invalid` when it is no block.
    static func block(_ value: JSONValue) throws(ChainError) -> UInt64 {
        guard !value.isNull else {
            throw ChainError(.upstreamUnavailable, "The provider has no such block yet; it may still be catching up.")
        }
        return try read(value["number"], from: "eth_getBlockByNumber")
    }

    private static func invalid(_ method: String, _ form: String) -> ChainError {
        ChainError(.upstreamInvalid, "The provider answered \(method) with something other than \(form).")
    }
}
