/// Codes of JSON-RPC errors, as the protocol uses them.
public enum ErrorCode {
    /// A `ChainError`, which is the error's `data`.
    public static let chainError: Int64 = -32_000
    /// No common contract version; `data` has those of the answering side.
    public static let versions: Int64 = -32_001
    public static let unknownMethod: Int64 = -32_601
}
