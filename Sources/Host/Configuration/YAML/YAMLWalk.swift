import ChainKit
import Yams

/// Turns YAML nodes into a JSON value and notes where each one stands.
struct YAMLWalk {
    private(set) var map: SourceMap
    private(set) var mistakes: [ConfigurationMistake] = []
    private let environment: [String: String]
    private let repeats: RepeatedNames

    init(file: String, environment: [String: String], repeats: RepeatedNames) {
        map = SourceMap(file: file)
        self.environment = environment
        self.repeats = repeats
    }

    mutating func value(of node: Node, at pointer: String) -> JSONValue {
        if let mark = node.mark { map.values[pointer] = repeats.original(mark) }
        switch node {
        case .scalar(let scalar): return self.scalar(scalar, pointer)
        case .sequence(let sequence):
            var elements: [JSONValue] = []
            for (index, element) in sequence.enumerated() {
                elements.append(value(of: element, at: JSONPointer.element(index, of: pointer)))
            }
            return .array(elements)
        case .mapping(let mapping): return object(mapping, pointer)
        case .alias: return .null
        }
    }

    private mutating func object(_ mapping: Node.Mapping, _ pointer: String) -> JSONValue {
        var members: [String: JSONValue] = [:]
        var order: [String] = []
        var repeated: [String: Int] = [:]
        for (key, node) in mapping {
            guard case .scalar(let name) = key else {
                mistakes.append(map.mistake("Found \(Self.kind(key)) as a name; write text before the colon.", at: pointer))
                continue
            }
            let position = key.mark.map(repeats.original) ?? SourceMap.Position(line: 1, column: 1)
            if RepeatedNames.isMarked(name.string) {
                repeated[RepeatedNames.unmarked(name.string), default: position.line] = position.line
                continue
            }
            let member = JSONPointer.member(name.string, of: pointer)
            map.names[member] = position
            if let line = repeated[name.string] {
                mistakes.append(
                    map.mistake("Found \"\(name.string)\" again, first written on line \(line); keep one.", atNameOf: member))
            }
            members[name.string] = value(of: node, at: member)
            order.append(name.string)
        }
        map.order[pointer] = order
        return .object(members)
    }

    private mutating func scalar(_ scalar: Node.Scalar, _ pointer: String) -> JSONValue {
        let text = substituted(scalar.string, pointer)
        return scalar.style == .plain ? Self.resolve(text) : .string(text)
    }

    private mutating func substituted(_ text: String, _ pointer: String) -> String {
        var rest = text[...]
        var result = ""
        while let start = rest.firstRange(of: "${") {
            result += rest[..<start.lowerBound]
            rest = rest[start.upperBound...]
            guard let end = rest.firstIndex(of: "}"), Self.isVariableName(rest[..<end]) else {
                refuse("Found \"${\" without a name and \"}\"; write ${NAME} with letters, digits and \"_\".", pointer)
                return ""
            }
            let name = String(rest[..<end])
            rest = rest[rest.index(after: end)...]
            map.substituted.insert(pointer)
            guard let value = environment[name] else {
                refuse("The environment variable \(name) is not set; set it before the start.", pointer)
                continue
            }
            result += value
        }
        return result + rest
    }

    private mutating func refuse(_ message: String, _ pointer: String) {
        map.unset.insert(pointer)
        mistakes.append(map.mistake(message, at: pointer))
    }

    private static func isVariableName(_ name: Substring) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy { $0 == UInt8(ascii: "_") || Character(Unicode.Scalar($0)).isASCIILetterOrDigit }
    }

    private static func resolve(_ text: String) -> JSONValue {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        default: break
        }
        if text.wholeMatch(of: /[-+]?(0|[1-9][0-9]*)/) != nil, let whole = Int64(text) { return .integer(whole) }
        if text.wholeMatch(of: /[-+]?[0-9]+\.[0-9]+([eE][-+]?[0-9]+)?/) != nil, let number = Double(text), number.isFinite {
            return .number(number)
        }
        return .string(text)
    }

    private static func kind(_ node: Node) -> String {
        switch node {
        case .scalar, .alias: "text"
        case .sequence: "a list"
        case .mapping: "an object"
        }
    }
}

extension Character {
    fileprivate var isASCIILetterOrDigit: Bool { isASCII && (isLetter || isNumber) }
}
