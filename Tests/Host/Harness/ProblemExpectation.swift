import ChainKit
import HTTPTypes
import Testing

@testable import Host

/// Expects a whole problem document (RFC 9457) with this code and the status that the code has, and nothing in it that is
/// none of the caller's business.
func expectProblem(
    _ reply: TestReply, _ word: String, _ comment: @autoclosure () -> String = "",
    sourceLocation: SourceLocation = #_sourceLocation
) {
    var faults = problemFaults(reply)
    if reply.code != word { faults.append("\(reply.code ?? "no code") instead of \(word)") }
    #expect(faults.isEmpty, "\(comment()): \(reply.status) \(reply.text.prefix(300))", sourceLocation: sourceLocation)
}

/// What a refusal lacks or tells too much of.
func problemFaults(_ reply: TestReply) -> [String] {
    var faults: [String] = []
    func require(_ isRight: Bool, _ fault: String) { if !isRight { faults.append(fault) } }
    require(reply.status >= 400 && reply.status != 500, "status \(reply.status)")
    require(reply.headers[.contentType] == "application/problem+json", "content type")
    for name in ["type", "title", "detail", "code", "request_id"] {
        require(reply.body[name]?.text?.isEmpty == false, "no \(name)")
    }
    require(reply.body["status"]?.whole == Int64(reply.status), "status in the body")
    let id = reply.headers[.requestID]
    require(id != nil && reply.body["request_id"]?.text == id, "request id")
    let known = Problem.Code.all.first { $0.word == reply.code }
    require(known?.title == reply.body["title"]?.text && known?.status == reply.status, "unknown code")
    for word in ["SELECT", "INSERT", "sqlite", ".swift", "Swift.", "NIO", "GRDB", "Error(", "/tmp/", "Optional("] {
        require(!reply.text.contains(word), "it says \(word)")
    }
    return faults
}
