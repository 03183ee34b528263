import ChainKit
import Foundation

extension TONProof {
    /// The address a proof is for. Only the raw form is signed for, so only it is read.
    /// - Returns: `nil` for any other text.
    static func address(_ text: String) -> TONAddress? {
        guard let spelling = try? TONAddressSpelling(text), spelling.form == .raw else { return nil }
        return spelling.address
    }

    /// Unix time in seconds, as a number or, as TON Connect specifies, in decimal digits.
    /// - Throws: `proof_malformed` with a pointer.
    static func timestamp(_ value: JSONValue?) throws(ChainError) -> UInt64 {
        let read: UInt64? =
            switch value {
            case .integer(let whole)?: UInt64(exactly: whole)
            case .string(let text)?: UInt64(text).flatMap { String($0) == text ? $0 : nil }
            default: nil
            }
        guard let read else {
            throw ChainError(
                .proofMalformed, "\"timestamp\" must be whole seconds since 1970, as a number or a string of digits.",
                pointer: "/timestamp")
        }
        return read
    }

    /// The domain as a wallet sends it, `{lengthBytes, value}`, or its text alone.
    /// - Throws: `proof_malformed` with a pointer.
    static func findDomain(_ value: JSONValue?) throws(ChainError) -> Domain? {
        switch value {
        case nil, .null?: return nil
        case .string(let text)? where text.utf8.count <= textLimit:
            return Domain(value: text, lengthBytes: Int64(text.utf8.count))
        case .object?:
            guard let text = value?["value"]?.text, text.utf8.count <= textLimit, let length = value?["lengthBytes"]?.whole else {
                break
            }
            return Domain(value: text, lengthBytes: length)
        default: break
        }
        throw ChainError(
            .proofMalformed,
            "\"domain\" must be text of at most \(textLimit) bytes or an object of \"lengthBytes\", a whole number, and \"value\", text.",
            pointer: "/domain")
    }

    private static let textLimit = 1024
}
