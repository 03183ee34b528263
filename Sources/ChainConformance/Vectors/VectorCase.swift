import ChainKit

/// One input of one operation, and the outcome it must have.
public struct VectorCase: Sendable, Hashable {
    /// What `verdict` may say; `either` is a choice that the sources leave open.
    static let verdicts = ["accept", "reject", "either", "unavailable", "pending", "retry", "reauth"]

    public let name: String
    /// The operation's name, such as `siwe.verify`.
    public let op: String
    public let inputs: JSONValue
    /// `verdict` and whatever else the answer must say.
    public let expected: [String: JSONValue]
    public let reason: String
    public let source: String

    public var verdict: String { expected["verdict"]?.text ?? "" }

    /// - Throws: `configuration_invalid` with a pointer below the case.
    init(_ value: JSONValue) throws(ChainError) {
        guard value.members != nil else {
            throw ChainError(.configurationInvalid, "a case is an object, this is \(value.kind)")
        }
        name = try Self.text("name", of: value)
        op = try Self.text("op", of: value)
        inputs = try Self.object("inputs", of: value)
        expected = try Self.object("expected", of: value).members ?? [:]
        reason = value["reason"]?.text ?? ""
        source = value["source"]?.text ?? ""
        guard Self.verdicts.contains(verdict) else {
            throw ChainError(
                .configurationInvalid, "\"verdict\" must be one of \(Self.verdicts.joined(separator: ", "))",
                pointer: "/expected/verdict")
        }
    }

    private static func text(_ name: String, of value: JSONValue) throws(ChainError) -> String {
        guard let text = value[name]?.text, !text.isEmpty else {
            throw ChainError(.configurationInvalid, "\"\(name)\" must be text and not empty", pointer: "/\(name)")
        }
        return text
    }

    private static func object(_ name: String, of value: JSONValue) throws(ChainError) -> JSONValue {
        guard let member = value[name], member.members != nil else {
            throw ChainError(.configurationInvalid, "\"\(name)\" must be an object", pointer: "/\(name)")
        }
        return member
    }
}
