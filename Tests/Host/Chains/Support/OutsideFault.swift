import ChainConformance
import ChainKit
import HTTPTypes
import Testing

/// A way in which a service outside does not answer as it should.
struct OutsideFault: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let response: ScriptedUpstream.Response

    init(_ name: String, _ response: ScriptedUpstream.Response) {
        testDescription = name
        self.response = response
    }

    /// What can befall every HTTP service, whatever it is asked. Test servers wait a second and read 8 MiB.
    static let all: [OutsideFault] = [
        .init("hang", .init(fault: .hang)), .init("reset", .init(fault: .reset)),
        .init("slow", .init(fault: .slow(milliseconds: 3000))), .init("truncate", .init(fault: .truncate)),
        .init("oversize", .init(fault: .oversize(bytes: 9 << 20))),
        .init("429", .init(status: 429, headers: ["retry-after": "1"], body: .raw(Array("slow down".utf8)))),
        .init("500", .init(status: 500, body: .raw(Array("oops".utf8)))), .init("503", .init(status: 503)),
        .init("html", .init(body: .raw(Array("<html>".utf8)))), .init("half a JSON", .init(body: .raw(Array("{\"a\":[".utf8)))),
        .init("another JSON", .init(body: .json([:]))), .init("nothing", .init(body: .raw([]))),
        .init("401", .init(status: 401, body: .json(["message": "who are you?"]))),
    ]
}

/// Expects an answer that is neither a yes nor a no, and that says when to ask again.
func expectUndetermined(
    _ reply: TestReply, _ comment: @autoclosure () -> String = "", sourceLocation: SourceLocation = #_sourceLocation
) {
    let says: JSONValue? = reply.body["is_eligible"]
    let comment = "\(comment()): \(reply.status) \(reply.text.prefix(400))"
    #expect([200, 503].contains(reply.status), "\(comment)", sourceLocation: sourceLocation)
    #expect(says == JSONValue.null, "\(comment)", sourceLocation: sourceLocation)
    #expect(reply.headers[.retryAfter] != nil, "\(comment)", sourceLocation: sourceLocation)
    if reply.status == 200 { #expect(reply.body["status"] == "undetermined", "\(comment)", sourceLocation: sourceLocation) }
}

extension TestReply {
    /// The codes of the reasons of a verdict, or of the first in a refusal.
    var reasons: [String] {
        ((body["reasons"] ?? body["results"]?[0]?["reasons"])?.elements ?? []).compactMap { $0["code"]?.text }
    }
}
