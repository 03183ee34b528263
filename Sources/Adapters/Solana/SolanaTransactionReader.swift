import ChainKit

/// Checks payments in the coin of a Solana chain: one request for the transaction and how far the chain has agreed on it.
struct SolanaTransactionReader: TransactionReader {
    /// The chain's name in the configuration.
    let name: String
    let configuration: SolanaConfiguration
    let pool: any ProviderPool

    func payment(_ payment: ExpectedPayment) async throws(ChainError) -> PaymentVerdict {
        do throws(ChainError) {
            try requireFit(payment)
            return try await pool.ask { (provider) async throws(ChainError) -> PaymentVerdict in
                try await verdict(on: payment, SolanaClient(provider, commitment: configuration.commitment))
            }
        } catch {
            throw error.from(name)
        }
    }

    private func verdict(on payment: ExpectedPayment, _ client: SolanaClient) async throws(ChainError) -> PaymentVerdict {
        let answers = try await client.ask([
            client.transactionCall(payment.transaction), SolanaClient.statusCall(payment.transaction),
        ])
        let record = answers[0].isNull ? nil : try SolanaTransactionRecord(answers[0])
        let verdict = try SolanaPayment(expected: payment, commitment: configuration.commitment)
            .verdict(on: record, SolanaClient.status(answers[1]))
        switch verdict {
        case .refused(.wrongTransaction):
            throw ChainError(.upstreamInvalid, "The node answered with another transaction than the one asked for.")
        case .refused(.recordIncomplete):
            throw ChainError(
                .upstreamInvalid, "The node's record of the transaction lacks its outcome or its time; ask again later.")
        default: return verdict
        }
    }

    private func requireFit(_ payment: ExpectedPayment) throws(ChainError) {
        guard SolanaKey.parseSignature(payment.transaction) != nil else {
            throw ChainError(
                .parametersInvalid, "A Solana transaction is named by its first signature: 64 bytes in base 58.",
                pointer: "/transaction")
        }
        for (account, pointer) in [(payment.payer, "/payer"), (payment.recipient, "/recipient")] {
            guard account.chain == configuration.network.chain, SolanaKey.parse(account.address) != nil else {
                throw ChainError(
                    .parametersInvalid, "The account is no address of \(configuration.network.chain).", pointer: pointer)
            }
        }
        guard payment.payer != payment.recipient else {
            throw ChainError(.parametersInvalid, "The payer and the recipient are the same account.", pointer: "/recipient")
        }
    }
}

extension SolanaClient {
    /// Asks for a transaction of any version there is; `null` means that the node does not know it at the commitment.
    fileprivate func transactionCall(_ signature: String) -> RPCCall {
        RPCCall("getTransaction", [.string(signature), options(encoding: "jsonParsed", ["maxSupportedTransactionVersion": 0])])
    }

    fileprivate static func statusCall(_ signature: String) -> RPCCall {
        RPCCall("getSignatureStatuses", [[.string(signature)], ["searchTransactionHistory": true]])
    }

    /// - Returns: `nil` when the node has not seen the transaction.
    /// - Throws: `upstream_invalid`.
    fileprivate static func status(_ json: JSONValue) throws(ChainError) -> SolanaSignatureStatus? {
        guard let statuses = try sighting(json).value.elements, statuses.count == 1 else {
            throw ChainError(.upstreamInvalid, "The node did not answer with one status for one signature.")
        }
        return statuses[0].isNull ? nil : try SolanaSignatureStatus(statuses[0])
    }
}
