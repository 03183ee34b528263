import ChainKit
import Upstream

extension Mutant {
    static let safety: [Mutant] = [
        Mutant(.secrets, "repeats a provider's key in its errors") { adapter in
            adapter.spoilEachHolding { answer in
                answer.mapError { error in
                    var error = error
                    error.message += " The provider was asked with the key \(ExchangeBench.secret)."
                    return error
                }
            }
        },
        Mutant(.secrets, "writes a provider's key to the log") { kind in
            kind.making { setup throws(ChainError) in
                setup.log("asks with the key \(ExchangeBench.secret)")
                return try await kind.make(setup)
            }
        },
        Mutant(.secrets, "writes a provider's key to the log in capital letters, a part a line") { kind in
            kind.making { setup throws(ChainError) in
                let key = ExchangeBench.secret.uppercased()
                setup.log("asks with the key \(key.prefix(24))")
                setup.log("\(key.dropFirst(24))")
                return try await kind.make(setup)
            }
        },
        Mutant(.hosts, "names a host that no provider has") { adapter in
            adapter.manifest.hosts.append("elsewhere.example")
        },
        Mutant(.hosts, "fetches the links it finds in answers", answers: LinkFetcher.fetchLinks),
        Mutant(.manifest, "claims a kind of asset that it does not read") { adapter in
            adapter.manifest.assetKinds.append("unicorn")
        },
        Mutant(.manifest, "passes over what it does not know of an asset") { adapter in
            adapter.holdings = adapter.holdings.map(CarelessReader.init)
        },
        Mutant(.manifest, "claims a role that it does not have") { adapter in
            let missing = AdapterManifest.Role.allCases.filter { !adapter.manifest.roles.contains($0) }
            adapter.manifest.roles += missing.prefix(1)
        },
    ]
}

/// Reads an asset without the members that it does not know.
private struct CarelessReader: HoldingReader {
    let base: any HoldingReader

    var concurrentCalls: Int { base.concurrentCalls }
    func holdings(_ queries: [HoldingQuery]) async -> [Result<Holding, ChainError>] { await base.holdings(queries) }

    func asset(_ description: JSONValue) async throws(ChainError) -> Asset {
        guard var members = description.members else { return try await base.asset(description) }
        members["conformance_unknown"] = nil
        return try await base.asset(.object(members))
    }
}

/// Asks whoever is named in an answer's links.
private enum LinkFetcher {
    private static let transport = try? CurlTransport()

    /// - Returns: the answer itself.
    @Sendable static func fetchLinks(_ answer: JSONValue) async -> JSONValue {
        // No others: nobody outside is to be called by a mutant that is only being tried.
        for link in answer.texts where link.hasPrefix("http://localhost:") {
            _ = try? await transport?.send(OutgoingRequest(.get, link))
        }
        return answer
    }
}
