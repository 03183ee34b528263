import AdapterProtocol
import ChainKit

/// The host's pool of the chain, asked through the pipe.
struct RemotePool: ProviderPool {
    let host: RemoteHost

    func ask<Answer: Sendable>(
        _ work: @Sendable (any Provider) async throws(ChainError) -> Answer
    ) async throws(ChainError) -> Answer {
        let opened = try await host.ask("pool.ask") { [host] answer in
            // A provider that was named too late to be asked is given back.
            guard let number = answer["ask"] else { return }
            Task { _ = try? await host.ask("pool.settle", ["ask": number]) }
        }
        let number = try opened.whole("ask")
        var provider = try RemoteProvider(host, ask: number, opened.object("provider"))
        while true {
            let outcome: Result<Answer, ChainError>
            do throws(ChainError) { outcome = .success(try await work(provider)) } catch { outcome = .failure(error) }
            let settled = try await settle(number, outcome).get()
            guard settled.has("provider") else { return try outcome.get() }
            provider = try RemoteProvider(host, ask: number, settled.object("provider"))
        }
    }

    /// The host has the providers' health; it adds it to what this program answers.
    func health() async -> [ProviderHealth] { [] }

    private func settle<Answer>(_ number: Int64, _ outcome: Result<Answer, ChainError>) async -> Result<MessageReader, ChainError>
    {
        var params: [String: JSONValue] = ["ask": .integer(number)]
        if case .failure(let error) = outcome { params["error"] = error.wire }
        let settlement = JSONValue.object(params)
        // A task that was cancelled has to give its provider back all the same.
        return await Task { () async -> Result<MessageReader, ChainError> in
            do throws(ChainError) { return .success(try await host.ask("pool.settle", settlement)) } catch {
                return .failure(error)
            }
        }.value
    }
}
