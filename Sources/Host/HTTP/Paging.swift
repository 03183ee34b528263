import ChainKit

/// `limit` and `offset` of a list.
struct Paging: Sendable {
    let limit: Int
    let offset: Int
    private static let most = 100

    /// - Throws: `invalid_request` for a limit below 1, a negative offset, or what is no number.
    init(_ call: Call) throws(Problem) {
        limit = min(Self.most, try call.findWhole("limit", atLeast: 1) ?? 20)
        offset = try call.findWhole("offset", atLeast: 0) ?? 0
    }

    func cut<Element>(_ all: [Element]) -> [Element] { Array(all.dropFirst(offset).prefix(limit)) }

    static let parameters = [
        APIOperation.Parameter(
            name: "limit", place: .query, isRequired: false, description: "How many at most; more than 100 counts as 100.",
            schema: ["type": "integer", "minimum": 1, "default": 20]),
        APIOperation.Parameter(
            name: "offset", place: .query, isRequired: false, description: "How many to skip.",
            schema: ["type": "integer", "minimum": 0, "default": 0]),
    ]
}
