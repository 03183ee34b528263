import ChainKit

/// Fills `{{params.0}}` and `{{params.0.ownerAddress}}` in a scripted answer with what the request has there.
///
/// An object whose only member is `{{each params.0}}` becomes a list: for each element of what the request has there, the
/// member of that name (of an element that is no text: its JSON) of the object's value, or null.
enum ScriptedUpstreamPlaceholders {
    static func fill(_ body: JSONValue, from params: JSONValue) -> JSONValue {
        switch body {
        case .string(let text): fill(text, from: params)
        case .array(let elements): .array(elements.map { fill($0, from: params) })
        case .object(let members): looked(up: members, from: params) ?? .object(members.mapValues { fill($0, from: params) })
        default: body
        }
    }

    private static func looked(up members: [String: JSONValue], from params: JSONValue) -> JSONValue? {
        guard members.count == 1, let (name, table) = members.first, name.hasPrefix("{{each params"), name.hasSuffix("}}"),
            let keys = find(name.dropFirst("{{each params".count).dropLast(2), in: params)?.elements
        else { return nil }
        return .array(keys.map { key in fill(table[key.text ?? key.json] ?? .null, from: params) })
    }

    /// A text that is one placeholder becomes the value itself; inside longer text the value is written out. A
    /// placeholder that points at nothing stays as it is, for the reader of a failing test to see.
    private static func fill(_ text: String, from params: JSONValue) -> JSONValue {
        var filled = ""
        var rest = text[...]
        while let start = rest.firstRange(of: "{{params"), let end = rest[start.upperBound...].firstRange(of: "}}") {
            let path = rest[start.upperBound..<end.lowerBound]
            let placeholder = rest[start.lowerBound..<end.upperBound]
            let value = find(path, in: params)
            if placeholder.count == text.count, let value { return value }
            filled += rest[..<start.lowerBound]
            filled += value.map { $0.text ?? $0.json } ?? String(placeholder)
            rest = rest[end.upperBound...]
        }
        return .string(filled + rest)
    }

    private static func find(_ path: Substring, in params: JSONValue) -> JSONValue? {
        var value: JSONValue? = params
        for step in path.split(separator: ".") {
            value = Int(step).flatMap { value?[$0] } ?? value?[String(step)]
        }
        return value
    }
}
