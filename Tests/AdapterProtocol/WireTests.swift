import AdapterProtocol
import ChainKit
import Foundation
import Testing

struct WireTests {
    private static let moment = Date(timeIntervalSince1970: 1_800_000_000.125)
    private static let chain = "eip155:1"
    private static let account = "eip155:1:0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045"

    private static func again<Value: WireValue>(_ value: Value) throws -> Value {
        let read = try JSONValue(parsing: value.wire.jsonBytes)
        return try Value(wire: MessageReader(read, "a test"))
    }

    private static func asset() throws -> Asset {
        Asset(
            chain: try ChainID(chain), namespace: "erc721", reference: "0xbc4ca0eda7647a8ab7c2061c2e118a18a936f13d",
            tokenIDs: ["1", "2"], tokenRanges: [try #require(TokenRange(Amount(5 as UInt64), Amount(9 as UInt64)))],
            isUnique: true, through: "delegate.xyz")
    }

    @Test func whatIsWrittenIsReadTheSame() throws {
        let account = try Account(caip10: Self.account)
        let challenge = Challenge(
            chain: account.chain, domain: "a.example", uri: "https://a.example", nonce: "abcdefgh",
            issuedAt: Date(timeIntervalSince1970: 1_800_000_000), expiresAt: Date(timeIntervalSince1970: 1_800_000_600),
            account: account)
        #expect(try Self.again(challenge) == challenge)
        #expect(try Self.again(Self.asset()) == Self.asset())
        let query = HoldingQuery(account: account, asset: try Self.asset(), wanted: Amount(2 as UInt64), namesItems: true)
        #expect(try Self.again(query) == query)
        for verdict in [ProofVerdict.accepted(account, by: .contract), .rejected(.domainMismatch)] {
            #expect(try Self.again(verdict) == verdict)
        }
        for verdict in [PaymentVerdict.paid(at: .slot(7), isFinal: true), .pending, .refused(.memoMismatch)] {
            #expect(try Self.again(verdict) == verdict)
        }
        let error = ChainError(.upstreamInvalid, "No.", pointer: "/a", retryAfterSeconds: 1.5, cause: "why")
        #expect(try Self.again(error) == error)
        let identity = ProviderIdentity(chain: account.chain, head: 5, headTime: Self.moment)
        #expect(try Self.again(identity) == identity)
    }

    @Test(arguments: [ExpectedMemo.text("a"), .members(["a": "b"])], [Date.distantFuture, moment])
    func paymentsAreReadAsWritten(_ memo: ExpectedMemo, _ end: Date) throws {
        let account = try Account(caip10: Self.account)
        let payment = ExpectedPayment(
            transaction: "5x", payer: account, recipient: account, amount: Amount(7 as UInt64), memo: memo,
            notBefore: Self.moment, notAfter: end)
        #expect(try Self.again(payment) == payment)
    }

    @Test func holdingsAreReadAsWritten() throws {
        let share = Holding.Share(holder: try Account(caip10: Self.account), amount: Amount(1 as UInt64), items: ["9"])
        let holding = Holding(
            amount: Amount(3 as UInt64), items: ["1", "9"], delegated: [share], basis: .index, at: .block(12), source: "alpha",
            observedAt: Self.moment)
        #expect(try Holding(wire: MessageReader(holding.wire, "a test"), now: Self.moment) == holding)
    }

    @Test(arguments: [WebRequest.Body.none, .json(["a": 1]), .form([WebField("a", "b")])])
    func webRequestsAreReadAsWritten(_ body: WebRequest.Body) throws {
        let request = WebRequest(.post, "/a/b", query: [WebField("x", "1 2")], headers: ["accept": "text/plain"], body: body)
        #expect(try Self.again(request) == request)
        let answer = WebAnswer(status: 429, headers: ["a": "b"], body: [0, 255], retryAfterSeconds: 3)
        #expect(try Self.again(answer) == answer)
    }

    private static let wrongMembers: [(String, JSONValue)] = [
        ("amount", 5), ("amount", "-5"), ("amount", "1.5"), ("amount", .string(String(repeating: "9", count: 79))),
        ("items", ["a", "a"]), ("items", [1]), ("basis", "hearsay"), ("at", ["block": 1, "slot": 2]), ("at", ["block": -1]),
        ("source", .null), ("observed_at", "yesterday"), ("observed_at", .time(moment.addingTimeInterval(301))), ("itemz", []),
    ]

    @Test(arguments: wrongMembers)
    func aHoldingThatIsWrongIsRefusedByTheMembersName(_ name: String, _ value: JSONValue) throws {
        var members: [String: JSONValue] = ["amount": "5", "source": "alpha"]
        members[name] = value
        let reader = try MessageReader(.object(members), "the answer")
        let error = #expect(throws: ChainError.self) { try Holding(wire: reader, now: Self.moment) }
        #expect(error?.code == .upstreamInvalid)
        #expect(error?.message.contains("/\(name)") ?? false)
    }

    @Test(arguments: [
        "/../admin", "/a/%2e%2e/b", "a", "//evil?x", "/a#b", "/a b", "/a\\b", "/a/..;/b", "/a;b", "/a%2fb", "/a%5C..", "/%2E.",
        "/a%3Bb", "/%", "/%2",
    ])
    func aPathThatLeadsElsewhereIsRefused(_ path: String) throws {
        let written: JSONValue = ["method": "GET", "path": .string(path)]
        #expect(throws: ChainError.self) { try WebRequest(wire: MessageReader(written, "a test")) }
    }

    @Test(arguments: [
        "Host", "content-length", "a:b", "a\r\nb", "Cookie", "proxy-authorization", "a b", "\u{e4}", "", "Connection",
        "Transfer-Encoding", "EXPECT",
    ])
    func aHeaderThatIsTheHostsOwnIsRefused(_ name: String) throws {
        let written: JSONValue = ["method": "GET", "path": "/", "headers": [name: "x"].asJSON]
        #expect(throws: ChainError.self) { try WebRequest(wire: MessageReader(written, "a test")) }
    }

    @Test func aHeaderIsTheSameWhateverItsCase() throws {
        func read(_ headers: [String: String]) throws -> [String: String] {
            let written: JSONValue = ["method": "GET", "path": "/", "headers": headers.asJSON]
            return try WebRequest(wire: MessageReader(written, "a test")).headers
        }
        #expect(try read(["X-Key": "a"]) == ["x-key": "a"])
        #expect(throws: ChainError.self) { try read(["X-Key": "a", "x-key": "b"]) }
    }
}

extension [String: String] {
    fileprivate var asJSON: JSONValue { .object(mapValues(JSONValue.string)) }
}
