import ChainKit

/// One place in an answer where the account stands that was asked about.
struct AccountPlace: Sendable {
    /// The answer as it should be.
    let answer: JSONValue
    /// RFC 6901 pointers into it: to the account, and to the element it belongs to of the innermost list around it.
    let pointer: String
    let element: String?
    /// The pointer with `*` for each number of an element, and the members of the answer: places of one kind mean the same.
    let kind: [String]

    func renamed(to other: String) -> JSONValue { answer.replacing(at: pointer, with: .string(other)) ?? answer }

    /// The answer with the list shorter by what the account belongs to.
    var withoutElement: JSONValue? { element.flatMap { answer.removing(at: $0) } }

    /// Every place in an answer where the text is such a one.
    static func all(in answer: JSONValue, where isAccount: (String) -> Bool) -> [AccountPlace] {
        var places: [AccountPlace] = []
        func look(at value: JSONValue, _ pointer: String, _ pattern: String, _ element: String?) {
            switch value {
            case .string(let text) where isAccount(text):
                let members = (answer.members ?? [:]).keys.sorted()
                places.append(AccountPlace(answer: answer, pointer: pointer, element: element, kind: [pattern] + members))
            case .object(let members):
                for (name, value) in members.sorted(by: { $0.key < $1.key }) {
                    look(at: value, JSONPointer.member(name, of: pointer), JSONPointer.member(name, of: pattern), element)
                }
            case .array(let elements):
                for (index, value) in elements.enumerated() {
                    let place = JSONPointer.element(index, of: pointer)
                    look(at: value, place, "\(pattern)/*", place)
                }
            default: break
            }
        }
        look(at: answer, "", "", nil)
        return places
    }
}
