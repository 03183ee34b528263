import ChainKit

extension JSONValue {
    /// What an RFC 6901 pointer points at; `nil` when nothing is there.
    func value(at pointer: String) -> JSONValue? {
        Self.steps(pointer).flatMap { at($0[...]) }
    }

    /// The same value with another one where an RFC 6901 pointer points.
    /// - Returns: `nil` when nothing is there.
    func replacing(at pointer: String, with new: JSONValue) -> JSONValue? {
        Self.steps(pointer).flatMap { replacing($0[...], with: new) }
    }

    /// The same value without the member or the element that an RFC 6901 pointer points at.
    /// - Returns: `nil` when nothing is there, or for the whole value.
    func removing(at pointer: String) -> JSONValue? {
        guard let steps = Self.steps(pointer), let last = steps.last, let parent = at(steps.dropLast()), parent.child(last) != nil
        else { return nil }
        switch parent {
        case .object(var members):
            members[last] = nil
            return replacing(steps.dropLast(), with: .object(members))
        case .array(var elements):
            guard let index = Int(last) else { return nil }
            elements.remove(at: index)
            return replacing(steps.dropLast(), with: .array(elements))
        default: return nil
        }
    }

    private func at(_ steps: ArraySlice<String>) -> JSONValue? {
        steps.reduce(Optional(self)) { value, step in value?.child(step) }
    }

    private func replacing(_ steps: ArraySlice<String>, with new: JSONValue) -> JSONValue? {
        guard let step = steps.first else { return new }
        guard let changed = child(step)?.replacing(steps.dropFirst(), with: new) else { return nil }
        switch self {
        case .object(var members):
            members[step] = changed
            return .object(members)
        case .array(var elements):
            guard let index = Int(step) else { return nil }
            elements[index] = changed
            return .array(elements)
        default: return nil
        }
    }

    private func child(_ step: String) -> JSONValue? {
        switch self {
        case .object(let members): members[step]
        case .array: Int(step).flatMap { self[$0] }
        default: nil
        }
    }

    /// - Returns: `nil` for text that is no pointer.
    private static func steps(_ pointer: String) -> [String]? {
        guard !pointer.isEmpty else { return [] }
        guard pointer.hasPrefix("/") else { return nil }
        return pointer.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map {
            String($0).replacing("~1", with: "/").replacing("~0", with: "~")
        }
    }
}
