import ChainKit

/// What a chain's configuration says about its program.
struct ExternalConfiguration: Sendable, Hashable {
    /// The chain that the operator lets the program speak for.
    let chain: ChainID
    let program: Program
    let limits: ProgramLimits
    /// The members that are the program's own.
    let rest: JSONValue

    private static let own = ["chain", "command", "sha256", "environment", "limits"]

    /// - Throws: `configuration_invalid` with a pointer.
    init(_ options: JSONValue) throws(ChainError) {
        program = try Program(
            command: try Self.texts(options, "command") ?? [], sha256: try Self.digest(options["sha256"]),
            environment: try Self.environment(options))
        limits = try Self.limits(options["limits"] ?? [:])
        guard let text = options["chain"]?.text else {
            throw Self.wrong(
                "\"chain\" is missing; write the CAIP-2 id that the program may speak for, such as sui:mainnet.", "/chain")
        }
        do { chain = try ChainID(text) } catch { throw error.under("/chain") }
        rest = .object((options.members ?? [:]).filter { !Self.own.contains($0.key) })
    }

    private static func texts(_ options: JSONValue, _ name: String) throws(ChainError) -> [String]? {
        guard let written = options[name] else { return nil }
        guard let elements = written.elements else {
            throw wrong("Found \(written.kind); write a list of strings.", "/\(name)")
        }
        var texts: [String] = []
        for (index, element) in elements.enumerated() {
            guard let text = element.text, !text.utf8.contains(0) else {
                throw wrong("Found \(element.kind); write a string without a zero byte.", "/\(name)/\(index)")
            }
            texts.append(text)
        }
        return texts
    }

    private static func digest(_ written: JSONValue?) throws(ChainError) -> [UInt8]? {
        guard let written else { return nil }
        guard let digest = written.text.flatMap({ Hex.decode($0) }), digest.count == 32 else {
            throw wrong("Write the SHA-256 of the program's files as 64 hex digits.", "/sha256")
        }
        return digest
    }

    private static func environment(_ options: JSONValue) throws(ChainError) -> [String] {
        let names = try texts(options, "environment") ?? []
        for (index, name) in names.enumerated() {
            guard !name.isEmpty, name.utf8.first.map({ !(0x30...0x39).contains($0) }) ?? false,
                name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "=") })
            else {
                throw wrong("Write the name of a variable, without its value, such as SUI_DEBUG.", "/environment/\(index)")
            }
        }
        return names
    }

    private static func limits(_ written: JSONValue) throws(ChainError) -> ProgramLimits {
        guard let members = written.members else { throw wrong("Found \(written.kind); write an object.", "/limits") }
        let known = ["deadline_seconds", "calls", "message_bytes"]
        if let stranger = members.keys.sorted().first(where: { !known.contains($0) }) {
            throw wrong(
                "Found \"\(stranger.prefix(64))\"; limits has \(known.joined(separator: ", ")).",
                JSONPointer.member(stranger, of: "/limits"))
        }
        var limits = ProgramLimits()
        switch members["deadline_seconds"] {
        case nil: break
        case .integer(let whole)? where (1...300).contains(whole): limits.deadline = .seconds(whole)
        case .number(let number)? where (0.1...300).contains(number): limits.deadline = .seconds(number)
        default: throw wrong("Write seconds from 0.1 to 300.", "/limits/deadline_seconds")
        }
        limits.calls = try whole(members, "calls", 1...256) ?? limits.calls
        limits.messageBytes = try whole(members, "message_bytes", (64 << 10)...(256 << 20)) ?? limits.messageBytes
        return limits
    }

    private static func whole(
        _ members: [String: JSONValue], _ name: String, _ range: ClosedRange<Int64>
    ) throws(ChainError) -> Int? {
        guard let written = members[name] else { return nil }
        guard let whole = written.whole, range.contains(whole) else {
            throw wrong("Write a whole number from \(range.lowerBound) to \(range.upperBound).", "/limits/\(name)")
        }
        return Int(whole)
    }

    private static func wrong(_ message: String, _ pointer: String) -> ChainError {
        ChainError(.configurationInvalid, message, pointer: pointer)
    }
}
