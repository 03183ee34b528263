import ChainKit
import Foundation

/// The operations of vector files that Discord answers, each with the code that serves requests.
enum DiscordVectorOps {
    static let all = [interaction, member, rateLimit]

    private static let interaction = VectorOp("discord.interaction.verify") { inputs throws(ChainError) in
        let headers = headers(inputs)
        let body = Array(try inputs.input("body").utf8)
        guard let now = number(inputs["now"]) else { throw ChainError(.internalError, "The case has no time.") }
        // A case without a window accepts every age.
        let signature = DiscordSignature(
            publicKey: try inputs.hexInput("public_key"), skewSeconds: number(inputs["max_skew_s"]) ?? .infinity)
        let judgement = signature.judge(
            signature: headers["x-signature-ed25519"], timestamp: headers["x-signature-timestamp"], body: body,
            now: Date(timeIntervalSince1970: now))
        guard case .valid = judgement else { return .reject() }
        _ = try DiscordDeliveries.interaction(body)
        return .accept()
    }

    private static let member = VectorOp("discord.member.decision") { inputs throws(ChainError) in
        let answer = WebAnswer(
            status: Int(inputs["status"]?.whole ?? 0), headers: headers(inputs),
            body: inputs["body"].map { $0.text.map { Array($0.utf8) } ?? $0.jsonBytes } ?? [])
        let require = inputs["require"] ?? .null
        let all = require["all"]?.elements?.compactMap(\.text)
        let rule = all.map(DiscordRoleRule.all) ?? .any(of: require["any"]?.elements?.compactMap(\.text) ?? [])
        do throws(ChainError) {
            let member = try DiscordMember.read(answer, asSeenBy: .user)
            let verdict = DiscordMembershipVerdict.of(member, user: try inputs.input("expect_user"), rule: rule)
            return verdict == .holds ? .accept() : .reject()
        } catch {
            switch error.code {
            case .reauthorizationRequired: return VectorAnswer(verdict: "reauth", fields: [:])
            case .upstreamRateLimited:
                return VectorAnswer(verdict: "retry", fields: ["after_s": json(error.retryAfterSeconds ?? 0)])
            default: throw error
            }
        }
    }

    private static let rateLimit = VectorOp("discord.ratelimit") { inputs throws(ChainError) in
        let headers = DiscordRateHeaders(headers(inputs))
        return .accept([
            "wait_s": json(headers.waitSeconds), "bucket": headers.bucket.map { .string($0) } ?? .null,
        ])
    }

    private static func headers(_ inputs: JSONValue) -> [String: String] {
        let given = inputs["headers"]?.members ?? [:]
        return Dictionary(given.compactMap { name, value in value.text.map { (name.lowercased(), $0) } }) { _, last in last }
    }

    private static func number(_ value: JSONValue?) -> Double? {
        switch value {
        case .integer(let whole)?: Double(whole)
        case .number(let number)?: number
        default: nil
        }
    }

    private static func json(_ number: Double) -> JSONValue {
        Int64(exactly: number).map { .integer($0) } ?? .number(number)
    }
}
