import ChainKit
import Foundation
import Hummingbird
import Logging

/// A request on its way through an ``APIOperation``: read, limited and authenticated.
struct Call: Sendable {
    let request: Request
    let context: GatehouseContext
    let identity: Identity?
    /// The parsed body; `null` for operations without one.
    var body: JSONValue = .null
    /// The body as it came, for operations with a signed one.
    var bytes: [UInt8] = []
    let now: Date

    var logger: Logger { context.logger }

    /// A path parameter, percent-decoded.
    func path(_ name: String) -> String {
        let raw = context.parameters.get(name) ?? ""
        return raw.removingPercentEncoding ?? raw
    }

    /// The user of an operation that needs one.
    /// - Throws: `unauthenticated`.
    func user() throws(Problem) -> Identity {
        guard let identity else {
            throw Problem(.unauthenticated, "Send the token of /verify as \"Authorization: Bearer …\" or as cookie.")
        }
        return identity
    }

    /// A query parameter that may be absent.
    /// - Throws: `invalid_request` when it is given twice or longer than `limit` bytes.
    func findQuery(_ name: String, limit: Int = 256) throws(Problem) -> String? {
        let values = request.uri.queryParameters[values: Substring(name)]
        guard values.count <= 1 else { throw invalid(name, "\"\(name)\" is given \(values.count) times; give it once.") }
        guard let value = values.first else { return nil }
        guard value.utf8.count <= limit else { throw invalid(name, "\"\(name)\" is longer than \(limit) bytes.") }
        return String(value)
    }

    /// A query parameter that must be there.
    /// - Throws: `invalid_request` when it is absent, given twice, or too long.
    func requireQuery(_ name: String) throws(Problem) -> String {
        guard let value = try findQuery(name), !value.isEmpty else {
            throw invalid(name, "The query parameter \"\(name)\" is missing.")
        }
        return value
    }

    /// A whole number in the query.
    /// - Throws: `invalid_request` when it is no whole number or too small.
    func findWhole(_ name: String, atLeast minimum: Int) throws(Problem) -> Int? {
        guard let text = try findQuery(name) else { return nil }
        // A number past 64 bits is still one.
        let isWhole = !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
        guard isWhole, Int(text) ?? .max >= minimum else {
            throw invalid(name, "\"\(name)\" must be a whole number of at least \(minimum).")
        }
        return Int(text) ?? .max
    }

    /// `true` or `false` in the query.
    /// - Throws: `invalid_request` for anything else.
    func findFlag(_ name: String) throws(Problem) -> Bool? {
        guard let text = try findQuery(name) else { return nil }
        guard let flag = Bool(text) else { throw invalid(name, "\"\(name)\" must be true or false.") }
        return flag
    }

    private func invalid(_ name: String, _ detail: String) -> Problem {
        Problem(.invalidRequest, detail, errors: [Problem.Detail(pointer: name, detail: detail)])
    }
}

/// The user behind an access token.
struct Identity: Sendable {
    let userID: String
    /// CAIP-10-free: the canonical address the user signed in with.
    let walletAddress: String
    /// The configured chain's name.
    let chain: String
    let tokenID: String
    let expiresAt: Date
}
