import ChainKit
import Foundation

extension TONVectorOps {
    /// A case of `ton.proof.verify`: the wallet's reply, what the server expects, and the key the chain would tell.
    static func verify(_ inputs: JSONValue) async throws(ChainError) -> VectorAnswer {
        let (sent, expect) = (inputs["proof"] ?? .null, inputs["expect"] ?? .null)
        guard let address = TONProof.address(try inputs.input("address")), let domain = try TONProof.findDomain(sent["domain"]),
            let signature = sent["signature"]?.text, let payload = sent["payload"]?.text
        else { return .reject() }
        let proof = TONProof(
            address: address, network: try inputs.input("network"), domain: domain,
            timestamp: try TONProof.timestamp(sent["timestamp"]), payload: payload, signature: signature,
            stateInit: sent["state_init"]?.text, publicKey: inputs["public_key"]?.text)
        let now = Double(try inputs.secondsInput("now"))
        let expected = TONProof.Expectation(
            domains: expect["domains"]?.elements?.compactMap(\.text) ?? [], payload: try expect.input("payload"),
            network: try expect.networkInput(),
            earliest: Date(timeIntervalSince1970: now - Double(try inputs.secondsInput("max_age_s"))),
            latest: Date(timeIntervalSince1970: now + Double(try inputs.secondsInput("max_future_s"))))
        let told = inputs["rpc"]?["get_public_key"]?.text.flatMap { Hex.decode($0) }
        let key = told.flatMap { $0.count == 32 ? $0 : nil }
        switch try await proof.judge(expecting: expected, keyOnChain: { (_) throws(ChainError) in key }) {
        case .proven: return .accept()
        case .faulty(let rejection): return .reject(["reason": .string(rejection.rawValue)])
        }
    }
}

extension JSONValue {
    fileprivate func secondsInput(_ name: String) throws(ChainError) -> Int64 {
        guard let seconds = self[name]?.whole else {
            throw ChainError(.internalError, "The case has no whole number \"\(name)\".")
        }
        return seconds
    }

    fileprivate func networkInput() throws(ChainError) -> Int32 {
        guard let id = Int32(try input("network")) else {
            throw ChainError(.internalError, "The case's \"network\" is not a global id in decimal.")
        }
        return id
    }
}
