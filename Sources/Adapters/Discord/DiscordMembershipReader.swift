import ChainKit
import Foundation

/// Asks Discord what users are in guilds: with the user's own access token, else with the bot's.
struct DiscordMembershipReader: Sendable {
    typealias Answer = Result<DiscordMembership, ChainError>

    let client: DiscordClient
    let grants: DiscordMemory<Account, DiscordSecret>
    let botToken: DiscordSecret?
    let now: @Sendable () -> Date
    private let flights = Flights()

    init(
        client: DiscordClient, grants: DiscordMemory<Account, DiscordSecret>, botToken: DiscordSecret?,
        now: @escaping @Sendable () -> Date
    ) {
        self.client = client
        self.grants = grants
        self.botToken = botToken
        self.now = now
    }

    /// Answers a question; those who ask the same meanwhile share the answer.
    func read(_ question: DiscordMembershipQuestion) async -> Answer {
        await flights.answer(to: question) {
            do throws(ChainError) { return .success(try await ask(question)) } catch { return .failure(error) }
        }
    }

    /// - Throws: `reauthorization_required` when nobody can look, or an error that blames the outside.
    private func ask(_ question: DiscordMembershipQuestion) async throws(ChainError) -> DiscordMembership {
        if let token = grants.find(question.account, now: now()) {
            do throws(ChainError) {
                let answer = try await client.member(of: question.guild, account: question.account, by: token)
                return try membership(answer, asSeenBy: .user)
            } catch {
                guard error.code == .reauthorizationRequired else { throw error }
                grants.forget(question.account) { $0 == token }
            }
        }
        guard let botToken else { throw .reauthorize }
        let answer = try await client.member(of: question.guild, account: question.account, byBot: botToken)
        return try membership(answer, asSeenBy: .bot)
    }

    private func membership(
        _ answer: DiscordClient.Answer, asSeenBy witness: DiscordWitness
    ) throws(ChainError) -> DiscordMembership {
        DiscordMembership(
            member: try DiscordMember.read(answer.web, asSeenBy: witness), source: answer.source, observedAt: now())
    }

    /// The questions under way.
    private actor Flights {
        private var running: [DiscordMembershipQuestion: Task<Answer, Never>] = [:]

        func answer(
            to question: DiscordMembershipQuestion, asking: @escaping @Sendable () async -> Answer
        ) async -> Answer {
            if let task = running[question] { return await task.value }
            // Belongs to nobody who waits, so that one who leaves does not take the answer from the others.
            let task = Task { await asking() }
            running[question] = task
            let answer = await task.value
            running[question] = nil
            return answer
        }
    }
}
