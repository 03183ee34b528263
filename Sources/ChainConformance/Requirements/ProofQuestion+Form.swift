import ChainKit

extension ProofQuestion.Form {
    /// - Returns: `nil` when the value is not bytes in this form.
    func decode(_ value: JSONValue) -> [UInt8]? {
        switch (self, value) {
        case (.hex, .string(let text)): return Hex.decode(text)
        case (.base58, .string(let text)): return Base58.decode(text)
        case (.base64, .string(let text)): return StandardBase64.decode(text)
        case (.base64url, .string(let text)): return Base64URL.decode(text)
        case (.bytes, .array(let elements)):
            let bytes = elements.compactMap { $0.whole.flatMap(UInt8.init(exactly:)) }
            return bytes.count == elements.count ? bytes : nil
        default: return nil
        }
    }

    /// - Parameter sample: bytes in this form; hex begins with `0x` where the sample does.
    func encode(_ bytes: [UInt8], like sample: JSONValue) -> JSONValue {
        switch self {
        case .hex: .string(Hex.encode(bytes, prefixed: sample.text?.hasPrefix("0x") ?? false))
        case .base58: .string(Base58.encode(bytes))
        case .base64: .string(StandardBase64.encode(bytes))
        case .base64url: .string(Base64URL.encode(bytes))
        case .bytes: .array(bytes.map { .integer(Int64($0)) })
        }
    }
}
