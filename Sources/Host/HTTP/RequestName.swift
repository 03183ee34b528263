/// The names a caller gives its request, where they are well formed.
enum RequestName {
    /// An `X-Request-ID` of 1 to 128 of `[A-Za-z0-9._-]`.
    static func wellFormed(_ id: String?) -> String? {
        guard let id, (1...128).contains(id.utf8.count) else { return nil }
        let isRight = id.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): true
            default: false
            }
        }
        return isRight ? id : nil
    }

    /// The trace id of a `traceparent`: `00-<32 hex>-<16 hex>-<2 hex>`, no id all zeros (W3C Trace Context §3.2).
    static func traceID(_ header: String?) -> String? {
        guard let parts = header?.split(separator: "-", omittingEmptySubsequences: false), parts.count >= 4,
            zip(parts, [2, 32, 16, 2]).allSatisfy({ isHex($0, count: $1) }), parts[0] != "ff",
            !isZero(parts[1]), !isZero(parts[2]), parts[0] != "00" || parts.count == 4
        else { return nil }
        return String(parts[1])
    }

    private static func isHex(_ text: Substring, count: Int) -> Bool {
        text.utf8.count == count && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    private static func isZero(_ text: Substring) -> Bool { text.utf8.allSatisfy { $0 == UInt8(ascii: "0") } }
}
