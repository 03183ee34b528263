import AdapterProtocol
import ChainKit

extension AdapterService {
    /// - Returns: `nil` for a method that there is not, or whose role the adapter does not have.
    func answer(_ method: String, _ reader: MessageReader, _ peer: Peer) async throws(ChainError) -> JSONValue? {
        switch method {
        case "initialize": try await initialize(Initialization(wire: reader), peer).wire
        case "vectors.list": ["ops": .texts(kind.vectorOps.map(\.name))]
        case "vectors.run": try await runVector(reader)
        case "shutdown": end(peer)
        case "account.parse": try await parseAccount(reader)
        case "health": ["status": .string(try await made.adapter.health().status.rawValue)]
        case "provider.identify": try await identify(reader, peer)
        case "challenge.message": try await message(reader)
        case "proof.verify": try await verify(reader)
        case "asset.parse": try await parseAsset(reader)
        case "holdings.query": try await holdings(reader)
        case "payment.judge": try await judge(reader)
        case "interaction.receive": try await receive(reader)
        case "interaction.bot_key": try await botKey(reader)
        case "interaction.reply": try await reply(reader)
        default: nil
        }
    }

    private func end(_ peer: Peer) -> JSONValue {
        peer.endWhenAnswered()
        return [:]
    }

    private func runVector(_ reader: MessageReader) async throws(ChainError) -> JSONValue {
        let name = try reader.text("op")
        guard let op = kind.vectorOps.first(where: { $0.name == name }) else {
            throw reader.wrong("is no operation of this adapter", at: "op")
        }
        return try await op.run(reader.require("inputs")).wire
    }

    private func parseAccount(_ reader: MessageReader) async throws(ChainError) -> JSONValue {
        let text = try reader.text("text")
        let account = try await made.adapter.accounts.account(text)
        return ["text": .string(text), "account": .string(account.description)]
    }

    private func identify(_ reader: MessageReader, _ peer: Peer) async throws(ChainError) -> JSONValue? {
        guard let identify = try made.identify else { return nil }
        let provider = try RemoteProvider(RemoteHost(peer: peer), ask: reader.whole("ask"), reader.object("provider"))
        return try await identify(provider).wire
    }

    private func message(_ reader: MessageReader) async throws(ChainError) -> JSONValue? {
        guard let prover = try made.adapter.ownership else { return nil }
        let challenge = try Challenge(wire: reader.object("challenge"))
        return ["nonce": .string(challenge.nonce), "message": .string(try await prover.message(for: challenge))]
    }

    private func verify(_ reader: MessageReader) async throws(ChainError) -> JSONValue? {
        guard let prover = try made.adapter.ownership else { return nil }
        let challenge = try Challenge(wire: reader.object("challenge"))
        let proof = Proof(try reader.require("proof"))
        let verdict = try await prover.verify(proof, answering: challenge, now: reader.time("now"))
        return verdict.wire.adding("nonce", .string(challenge.nonce))
    }

    private func parseAsset(_ reader: MessageReader) async throws(ChainError) -> JSONValue? {
        guard let holdings = try made.adapter.holdings else { return nil }
        return ["asset": try await holdings.asset(reader.require("description")).wire]
    }

    private func holdings(_ reader: MessageReader) async throws(ChainError) -> JSONValue? {
        guard let holdings = try made.adapter.holdings else { return nil }
        var queries: [(id: String, query: HoldingQuery)] = []
        for query in try reader.objects("queries") { queries.append((try query.text("id"), try HoldingQuery(wire: query))) }
        let results = await holdings.holdings(queries.map(\.query))
        let answers = zip(queries, results).map { asked, result -> JSONValue in
            let (id, query) = asked
            let echo: JSONValue = [
                "id": .string(id), "account": .string(query.account.description), "asset": .string(query.asset.description),
            ]
            return switch result {
            case .success(let holding): echo.adding("holding", holding.wire)
            case .failure(let error): echo.adding("error", error.wire)
            }
        }
        return ["answers": .array(answers)]
    }

    private func judge(_ reader: MessageReader) async throws(ChainError) -> JSONValue? {
        guard let transactions = try made.adapter.transactions else { return nil }
        let payment = try ExpectedPayment(wire: reader.object("payment"))
        return try await transactions.payment(payment).wire.adding("transaction", .string(payment.transaction))
    }
}
