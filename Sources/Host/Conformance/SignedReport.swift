import ChainKit

/// A conformance report as it lies in a file, with the signature it may have.
public struct SignedReport: Sendable {
    /// Longer files are refused, in bytes.
    public static let limit = 32 << 20

    public let report: SuiteReport
    /// `nil` for a report that nobody signed.
    public let signature: ReportSignature?
    /// As it was read, the signature with it.
    public let json: JSONValue

    /// - Throws: `configuration_invalid` for bytes that are no report, saying where they are not.
    public init(parsing bytes: [UInt8]) throws(ChainError) {
        guard bytes.count <= Self.limit else {
            throw ChainError(.configurationInvalid, "The report is longer than \(Self.limit >> 20) MiB.")
        }
        do { json = try JSONValue(parsing: bytes) } catch {
            throw ChainError(.configurationInvalid, "The report is no JSON: \(error.message)")
        }
        report = try SuiteReport(reading: json)
        signature = try ReportSignature(of: json)
    }

    /// Whether it has a signature, and that is of one of these keys and good.
    public func isSigned(byOneOf keys: [ReportKey]) -> Bool {
        guard let signature, keys.contains(signature.key) else { return false }
        return signature.isGood(for: json)
    }
}
