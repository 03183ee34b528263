import ChainKit

extension JSONValue {
    /// JSON text for people, names sorted: what fits into a line is on one, all else has a line a member or element.
    public func laidOut(width: Int = 100) -> String {
        var out = ""
        write(indent: 0, before: 0, width: width, to: &out)
        return out
    }

    private func write(indent: Int, before: Int, width: Int, to out: inout String) {
        let short = json
        if indent + before + short.utf8.count <= width {
            out += short
            return
        }
        let space = String(repeating: " ", count: indent + 2)
        switch self {
        case .array(let elements) where !elements.isEmpty:
            for (index, element) in elements.enumerated() {
                out += (index == 0 ? "[\n" : ",\n") + space
                element.write(indent: indent + 2, before: 0, width: width, to: &out)
            }
            out += "\n" + space.dropLast(2) + "]"
        case .object(let members) where !members.isEmpty:
            for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
                let name = "\(JSONValue.string(member.key).json): "
                out += (index == 0 ? "{\n" : ",\n") + space + name
                member.value.write(indent: indent + 2, before: name.utf8.count, width: width, to: &out)
            }
            out += "\n" + space.dropLast(2) + "}"
        default: out += short
        }
    }
}
