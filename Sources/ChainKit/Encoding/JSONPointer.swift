/// Builds pointers into a JSON value (RFC 6901), such as `/any/0/holds`.
public enum JSONPointer {
    /// The pointer to a member of what `pointer` points at; `~` and `/` in the name are escaped.
    public static func member(_ name: String, of pointer: String) -> String {
        guard name.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else {
            return "\(pointer)/\(name)"
        }
        let escaped = name.map { $0 == "~" ? "~0" : $0 == "/" ? "~1" : String($0) }
        return "\(pointer)/\(escaped.joined())"
    }

    /// The pointer to an element, counted from 0, of what `pointer` points at.
    public static func element(_ index: Int, of pointer: String) -> String { "\(pointer)/\(index)" }
}
