import ChainKit
import Foundation

/// Reads memberships of guilds and the roles in them. A member who has what is asked holds one token, their own user id.
struct DiscordHoldings: HoldingReader {
    let chain: ChainID
    /// The chain's configured name, with which errors are signed.
    let name: String
    let reader: DiscordMembershipReader
    /// What slash commands told.
    let memberships: DiscordMemory<DiscordMembershipQuestion, DiscordMembership>
    let now: @Sendable () -> Date

    /// Each user is asked about on their own.
    var concurrentCalls: Int { 8 }
    /// Questions of one call that are under way at once.
    private static let concurrentQuestions = 8

    /// Reads `{"guild": id, "role": id}` or `{"guild": id, "roles": [id, …], "match": "any" | "all"}`.
    /// - Throws: `asset_invalid` with a pointer.
    func asset(_ description: JSONValue) throws(ChainError) -> Asset { try DiscordAsset.asset(description, on: chain) }

    /// Answers every query, in order; each user and guild is asked about once.
    ///
    /// A yes may rest on a slash command of the last minutes. A no is asked of Discord where anybody can ask.
    func holdings(_ queries: [HoldingQuery]) async -> [Result<Holding, ChainError>] {
        let questions = queries.map { Self.question($0, on: chain) }
        let moment = now()
        let told = zip(queries, questions).map { query, question -> Holding? in
            guard let question = try? question.get(), let known = memberships.find(question, now: moment) else { return nil }
            return try? Self.holding(known, answering: query)
        }
        let open = zip(questions, told).compactMap { question, told in
            told.map { $0.amount > .zero } == true ? nil : try? question.get()
        }
        let answers = await read(Set(open))
        return queries.indices.map { index in
            if let told = told[index], told.amount > .zero { return .success(told) }
            do throws(ChainError) {
                let question = try questions[index].get()
                let answer = answers[question] ?? .failure(.reauthorize)
                if case .failure(let error) = answer, error.code == .reauthorizationRequired, let told = told[index] {
                    return .success(told)
                }
                return .success(try Self.holding(try answer.get(), answering: queries[index]))
            } catch {
                return .failure(error.from(name))
            }
        }
    }

    private func read(
        _ questions: Set<DiscordMembershipQuestion>
    ) async -> [DiscordMembershipQuestion: DiscordMembershipReader.Answer] {
        var waiting = questions.makeIterator()
        return await withTaskGroup(
            of: (DiscordMembershipQuestion, DiscordMembershipReader.Answer).self
        ) { [reader] group in
            func start(_ question: DiscordMembershipQuestion) { group.addTask { (question, await reader.read(question)) } }
            for _ in 0..<Self.concurrentQuestions { waiting.next().map(start) }
            var answers: [DiscordMembershipQuestion: DiscordMembershipReader.Answer] = [:]
            for await (question, answer) in group {
                answers[question] = answer
                waiting.next().map(start)
            }
            return answers
        }
    }

    private static func question(
        _ query: HoldingQuery, on chain: ChainID
    ) -> Result<DiscordMembershipQuestion, ChainError> {
        let asset = query.asset
        // Both become part of a path.
        guard asset.chain == chain, asset.namespace == DiscordAsset.namespace,
            DiscordAccountFormat.isSnowflake(asset.reference)
        else { return .failure(ChainError(.assetInvalid, "\"\(asset)\" is no guild of Discord.")) }
        guard query.account.chain == chain, DiscordAccountFormat.isSnowflake(query.account.address) else {
            return .failure(ChainError(.accountInvalid, "\"\(query.account)\" is no user of Discord."))
        }
        return .success(DiscordMembershipQuestion(account: query.account, guild: asset.reference))
    }

    private static func holding(
        _ membership: DiscordMembership, answering query: HoldingQuery
    ) throws(ChainError) -> Holding {
        let user = query.account.address
        let rule = DiscordRoleRule(tokenIDs: query.asset.tokenIDs)
        let holds: Bool
        switch DiscordMembershipVerdict.of(membership.member, user: user, rule: rule) {
        case .holds: holds = true
        case .lacks: holds = false
        case .anotherUser: throw ChainError(.upstreamInvalid, "Discord answered about another user than the one asked about.")
        }
        return Holding(
            amount: holds ? Amount(1 as UInt64) : .zero, items: holds ? [user] : [], at: nil, source: membership.source,
            observedAt: membership.observedAt)
    }
}
