import Foundation

/// Base 64 with padding (RFC 4648 §4).
public enum StandardBase64 {
    /// - Returns: `nil` for missing padding, other characters, or stray bits after the last byte.
    public static func decode(_ text: String) -> [UInt8]? {
        guard let data = Data(base64Encoded: text), data.base64EncodedString() == text else { return nil }
        return [UInt8](data)
    }

    public static func encode(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
}
