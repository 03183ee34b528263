import ChainKit
import Foundation

/// A value in the form in which messages carry it.
public protocol WireValue {
    /// - Throws: `upstream_invalid` naming the member that is wrong.
    init(wire reader: MessageReader) throws(ChainError)
    var wire: JSONValue { get }
}

extension JSONValue {
    /// An object of those members that are there.
    static func members(_ members: [String: JSONValue?]) -> JSONValue { .object(members.compactMapValues { $0 }) }

    /// An object with one more member.
    public func adding(_ name: String, _ value: JSONValue) -> JSONValue {
        var members = members ?? [:]
        members[name] = value
        return .object(members)
    }

    public static func texts(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }

    /// RFC 3339, to the millisecond.
    public static func time(_ time: Date) -> JSONValue { .string(RFC3339.format(time, milliseconds: true)) }
}
