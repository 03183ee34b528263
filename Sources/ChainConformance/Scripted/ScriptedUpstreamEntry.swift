import ChainKit

extension ScriptedUpstream {
    /// One line of a script: which request it is for, what happens then, and how often.
    public struct Entry: Sendable, Hashable {
        public var request: Request
        public var response: Response
        /// How many requests it answers before the next matching entry does; `nil`: all.
        public var times: Int?

        public init(_ request: Request = Request(), _ response: Response, times: Int? = nil) {
            self.request = request
            self.response = response
            self.times = times
        }

        /// Answers a JSON-RPC method with a result. Text in it such as `{{params.0}}` is filled in from the request.
        public static func rpc(_ method: String, params: JSONValue? = nil, result: JSONValue, times: Int? = nil) -> Entry {
            Entry(Request(rpc: method, params: params), Response(body: .json(result)), times: times)
        }

        /// Answers a JSON-RPC method, or every request when none is named, as the response says.
        public static func rpc(_ method: String? = nil, _ response: Response, times: Int? = nil) -> Entry {
            Entry(Request(rpc: method), response, times: times)
        }

        /// Lets a JSON-RPC method, or every request when none is named, go wrong.
        public static func rpc(_ method: String? = nil, fault: Fault, times: Int? = nil) -> Entry {
            Entry(Request(rpc: method), Response(fault: fault), times: times)
        }
    }

    /// What a request must have; what is left out may be anything.
    public struct Request: Sendable, Hashable {
        /// `GET` or `POST`.
        public var method: String?
        /// With its query when the path here has one, else without.
        public var path: String?
        /// A JSON-RPC method, called singly or in a batch.
        public var rpc: String?
        /// The `params` of the JSON-RPC call, to the letter.
        public var params: JSONValue?
        /// The JSON body of a request that is no JSON-RPC, to the letter.
        public var body: JSONValue?

        public init(
            method: String? = nil, path: String? = nil, rpc: String? = nil, params: JSONValue? = nil, body: JSONValue? = nil
        ) {
            self.method = method
            self.path = path
            self.rpc = rpc
            self.params = params
            self.body = body
        }
    }

    public struct Response: Sendable, Hashable {
        public enum Body: Sendable, Hashable {
            /// The `result` of a JSON-RPC call, or the JSON body of any other request.
            case json(JSONValue)
            /// The `error` of a JSON-RPC call.
            case failure(JSONValue)
            /// These bytes and nothing around them.
            case raw([UInt8])
        }

        /// 200 when left out.
        public var status: Int?
        public var headers: [String: String]
        public var body: Body?
        /// A fault that needs something to spoil takes this response's own body, else what the rest of the script answers.
        public var fault: Fault?

        public init(status: Int? = nil, headers: [String: String] = [:], body: Body? = nil, fault: Fault? = nil) {
            self.status = status
            self.headers = headers
            self.body = body
            self.fault = fault
        }

        /// Whether there is something to send apart from the fault.
        var isComplete: Bool { status != nil || body != nil || fault == nil }
    }

    /// A way for an answer to go wrong.
    public enum Fault: Sendable, Hashable {
        /// No answer; the connection stays open.
        case hang
        /// The connection is reset.
        case reset
        case slow(milliseconds: Int)
        /// Half of the announced body, then the connection ends.
        case truncate
        /// A valid body followed by white space up to that many bytes, whose size is not announced.
        case oversize(bytes: Int)
        /// The answer carries the id of another call.
        case wrongID
        /// `eth_chainId`, `net_version` and `getGenesisHash` name another chain.
        case wrongChain
    }
}
