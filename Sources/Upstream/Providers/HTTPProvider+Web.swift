import ChainKit

extension HTTPProvider {
    public func send(_ request: WebRequest) async throws(ChainError) -> WebAnswer {
        var outgoing = OutgoingRequest(request.method, WebURL.joined(url, request.path, query: request.query))
        outgoing.headers = ["accept": "application/json"].merging(headers) { _, own in own }
        outgoing.headers["content-type"] = nil
        switch request.body {
        case .none: break
        case .json(let value):
            outgoing.headers["content-type"] = "application/json"
            outgoing.body = value.jsonBytes
        case .form(let fields):
            outgoing.headers["content-type"] = "application/x-www-form-urlencoded"
            outgoing.body = Array(WebURL.encoded(fields).utf8)
        }
        outgoing.headers.merge(request.headers) { _, given in given }
        let final = outgoing
        // Of a POST nobody knows what it did before it failed.
        let mayRepeat = request.method == .get
        return try await attempting { () throws(Refusal) in try await exchange(final, mayRepeat: mayRepeat) }
    }

    private func exchange(_ request: OutgoingRequest, mayRepeat: Bool) async throws(Refusal) -> WebAnswer {
        let response: OutgoingResponse
        do throws(ChainError) {
            response = try await transport.send(request)
        } catch {
            throw Refusal(error, mayPass: mayRepeat && error.code == .upstreamUnavailable)
        }
        let answer = WebAnswer(
            status: response.status, headers: response.headers, body: response.body,
            retryAfterSeconds: response.headers["retry-after"].flatMap { RetryAfter.seconds($0, now: clock.date()) })
        guard (502...504).contains(answer.status), mayRepeat else { return answer }
        throw Refusal(
            ChainError(
                .upstreamUnavailable, "The provider \"\(name)\" answered with HTTP \(answer.status).",
                retryAfterSeconds: answer.retryAfterSeconds),
            mayPass: true)
    }
}
