import ChainKit
import Foundation

/// Accepted proofs as answers to something else: another message, another challenge, another time.
enum BindingTrials {
    /// Positions at which a message is changed.
    private static let positions = 200
    /// Other accounts that are named as the one that must sign.
    private static let others = 8

    static func binding(_ adapter: AdapterUnderTest) async -> CheckOutcome {
        let accounts = adapter.spelledAccounts.map(\.canonical)
        let signsDomainApart = adapter.acceptedProofs.contains { $0.proof.signsDomainApart }
        var outcome = await adapter.tryingProofs("changed messages and challenges") { proof, report in
            let question = proof.question
            for (pointer, text) in proof.messages(&report) {
                let attempts = TextChange.oneCharacter(ofMessage: text, positions: positions).compactMap { change in
                    question.with(.string(change.text), at: pointer, "character \(change.position) of \(pointer)")
                }
                await proof.refuse(attempts, &report)
            }
            await proof.refuse(otherNonces(question) + otherChains(question), &report)
            if !question.unbound.contains(.domain) { await proof.refuse(otherDomains(question), &report) }
            let strangers = accounts.filter { $0 != proof.address }.prefix(others).compactMap { address in
                try? Account(chain: question.challenge.chain, address: address)
            }
            let (address, chain) = (proof.address, question.challenge.chain)
            let alike = [String(address.dropFirst()), String(address.dropLast()), address + address.suffix(1)].compactMap {
                other in
                try? Account(chain: chain, address: other)
            }
            let renamed = (strangers + alike).map { stranger in
                question.answering("a challenge for \(stranger.address)") { $0.account = stranger }
            }
            await proof.refuse(renamed, &report)
            if question.messages.isEmpty { await refuseOtherTexts(proof, &report) }
            await expectOwnText(proof, withDomain: !signsDomainApart, &report)
        }
        let unbound = adapter.acceptedProofs.count { $0.proof.unbound.contains(.domain) }
        if unbound > 0 { outcome.note = outcome.note.map { "\($0); \(unbound) without a place for a domain" } }
        return outcome
    }

    static func time(_ adapter: AdapterUnderTest) async -> CheckOutcome {
        await adapter.tryingProofs("late and early answers") { proof, report in
            let (minutes, day) = (11 * 60.0, 86_400.0)
            let challenge = proof.question.challenge
            let times = [
                ("at its end", challenge.expiresAt), ("a second late", challenge.expiresAt + 1),
                ("61 s late", challenge.expiresAt + 61), ("11 minutes late", challenge.expiresAt + minutes),
                ("a day late", challenge.expiresAt + day),
                ("11 minutes early", challenge.issuedAt - minutes), ("a day early", challenge.issuedAt - day),
            ]
            let attempts = times.map { what, now in
                var attempt = proof.question.with(proof.question.data, what)
                attempt.now = now
                return attempt
            }
            await proof.refuse(attempts, &report)
        }
    }

    private static func otherNonces(_ question: ProofQuestion) -> [ProofAttempt] {
        let nonce = question.challenge.nonce
        let others = TextChange.oneCharacter(of: nonce, positions: nonce.utf8.count).map(\.text)
        let unlike = String(decoding: nonce.utf8.map(TextChange.other), as: UTF8.self)
        return (others + [unlike, String(nonce.dropFirst()), String(nonce.dropLast())]).map { other in
            question.answering("the nonce \(other)") { $0.nonce = other }
        }
    }

    private static func otherDomains(_ question: ProofQuestion) -> [ProofAttempt] {
        let domain = question.challenge.domain
        let others = TextChange.oneCharacter(of: domain, positions: 2).map(\.text)
        let labels = domain.split(separator: ".", omittingEmptySubsequences: false)
        var shorter = [String(domain.dropFirst()), String(domain.dropLast())]
        if labels.count > 1 { shorter += [labels.dropFirst(), labels.dropLast()].map { $0.joined(separator: ".") } }
        return (others + shorter + ["x\(domain)", "x.\(domain)", "\(domain).example"]).map { other in
            question.answering("the domain \(other)") { $0.domain = other }
        }
    }

    /// Another chain of the namespace, with the account moved there and with the account left where it is.
    private static func otherChains(_ question: ProofQuestion) -> [ProofAttempt] {
        let chain = question.challenge.chain
        let references = TextChange.oneCharacter(of: chain.reference, positions: chain.reference.utf8.count).map(\.text)
        let chains = references.compactMap { try? ChainID(namespace: chain.namespace, reference: $0) }
        guard let other = chains.last else { return [] }
        return [
            question.answering("the chain \(other)") { $0.chain = other },
            question.answering("the chain \(other) and an account there") {
                $0.chain = other
                $0.account = $0.account?.moved(to: other)
            },
        ]
    }
}
