import ChainKit

/// Who vouches for a conformance report: its member `signature`.
public struct ReportSignature: Sendable, Hashable {
    private static let member = "signature"
    private static let algorithm = "ed25519"
    /// Keeps a signature that the key made over anything else from counting here.
    private static let domain = "gatehouse-conformance-report-v1\n"

    public let key: ReportKey
    /// 64 bytes.
    public let value: [UInt8]

    public init(key: ReportKey, value: [UInt8]) {
        self.key = key
        self.value = value
    }

    /// What is signed: a line that says what it is, then the report without `signature` as compact JSON with sorted names.
    public static func signedBytes(of report: JSONValue) -> [UInt8] { Array(domain.utf8) + unsigned(report).jsonBytes }

    /// The report without the member `signature`.
    public static func unsigned(_ report: JSONValue) -> JSONValue {
        guard var members = report.members else { return report }
        members[member] = nil
        return .object(members)
    }

    /// The report with this signature, in place of the one it may have.
    public func put(under report: JSONValue) -> JSONValue {
        var members = report.members ?? [:]
        members[Self.member] = [
            "algorithm": .string(Self.algorithm), "key": .string(key.description), "value": .string(Base64URL.encode(value)),
        ]
        return .object(members)
    }

    /// Whether the key signed exactly this report.
    public func isGood(for report: JSONValue) -> Bool { key.isValid(value, over: Self.signedBytes(of: report)) }

    /// - Returns: `nil` for a report that has no signature.
    /// - Throws: `configuration_invalid` for a signature of another form.
    init?(of report: JSONValue) throws(ChainError) {
        guard let written = report[Self.member] else { return nil }
        let part = ReportPart(written, at: "/\(Self.member)")
        let members = try part.members("algorithm", "key", "value")
        let algorithm = try members("algorithm").text()
        guard algorithm == Self.algorithm else {
            throw members("algorithm").wrong("\(JSONValue.string(algorithm).json), only ed25519 is known")
        }
        guard let key = ReportKey(try members("key").text()) else {
            throw members("key").wrong("no key; one is ed25519: and 32 bytes in base64url")
        }
        guard let value = Base64URL.decode(try members("value").text()), value.count == 64 else {
            throw members("value").wrong("no signature; one is 64 bytes in base64url")
        }
        self.init(key: key, value: value)
    }
}
