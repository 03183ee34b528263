import ChainKit
import Foundation

extension Mutant {
    static let ownership: [Mutant] =
        signatures + bindings + times + [
            judging(.concurrency, "keeps the proof under way where the next one overwrites it") { adapter in
                let latest = LatestCall()
                return { question, base throws(ChainError) in
                    let call = latest.begin()
                    await Task.yield()
                    return latest.isLatest(call) ? try await base.verify(question) : .rejected(.signatureInvalid)
                }
            },
            judging(.concurrency, "names the signer of the latest proof") { _ in
                let latest = Latest<SpoiltProver.Question>()
                return { question, base throws(ChainError) in
                    latest.keep(question)
                    await Task.yield()
                    return try await base.verify(latest.value ?? question)
                }
            },
            mistaking(.declaredAccount, "does not compare the declared account with the key") { question, known in
                question.isSame(as: known, butFor: addressMembers) { _, _ in true }
            },
        ]

    private static let signatures: [Mutant] = [
        mistaking(.signatureBits, "takes any signature of the same length") { question, known in
            question.isSame(as: known, butFor: ["signature"]) { $0.utf8.count == $1.utf8.count }
        },
        mistaking(.signatureBits, "does not look at a signature's end") { question, known in
            question.isSame(as: known, butFor: ["signature"]) { $0.utf8.count == $1.utf8.count && $0.dropLast() == $1.dropLast() }
        },
        mistaking(.shape, "does not see what follows a signature") { question, known in
            question.isSame(as: known, butFor: ["signature"]) { $0.hasPrefix($1) }
        },
        mistaking(.shape, "takes the beginning of a signature") { question, known in
            question.isSame(as: known, butFor: ["signature"]) { $1.hasPrefix($0) }
        },
        mistaking(.shape, "takes a signature of nothing but zeros") { question, known in
            question.isSame(as: known, butFor: ["signature"]) { text, known in
                let bytes = Hex.decode(text) ?? StandardBase64.decode(text) ?? Base58.decode(text) ?? [1]
                return text != known && !bytes.isEmpty && bytes.allSatisfy { $0 == 0 }
            }
        },
        mistaking(.shape, "does not see what follows a message") { question, known in
            question.isSame(as: known, butFor: messageMembers) { $0.utf8.count < 2 * $1.utf8.count && $0.hasPrefix($1) }
        },
        mistaking(.shape, "takes the beginning of a message") { question, known in
            question.isSame(as: known, butFor: messageMembers) { $1.hasPrefix($0) }
        },
        judging(.shape, "blames the outside for a malformed proof") { _ in
            { question, base throws(ChainError) in
                do throws(ChainError) { return try await base.verify(question) } catch {
                    var changed = error
                    if error.code == .proofMalformed { changed.code = .upstreamInvalid }
                    throw changed
                }
            }
        },
    ]

    private static let bindings: [Mutant] = [
        mistaking(.binding, "takes a message in which a character is another") { question, known in
            question.isSame(as: known, butFor: messageMembers) { $0.utf8.count == $1.utf8.count }
        },
        ignoring("nonce") { $0.nonce = $1.nonce },
        ignoring("domain") { $0.domain = $1.domain },
        answering("a beginning of the nonce") { challenge, known in
            if known.nonce.hasPrefix(challenge.nonce) { challenge.nonce = known.nonce }
        },
        answering("an end of the domain") { challenge, known in
            if known.domain.hasSuffix(challenge.domain) { challenge.domain = known.domain }
        },
        answering("a beginning of the account") { challenge, known in
            if let own = challenge.account, let account = known.account, account.address.hasPrefix(own.address) {
                challenge.account = account
            }
        },
        rewording("gives another text to sign each time") { text, _ in "\(text) \(UInt64.random(in: .min ... .max))" },
        rewording("leaves the nonce out of the text to sign") { text, challenge in
            text.replacing(challenge.nonce, with: String(challenge.nonce.reversed()))
        },
        rewording("leaves the site out of the text to sign") { text, challenge in
            text.replacing(challenge.domain, with: "this site")
        },
        ignoring("account") { $0.account = $1.account },
        ignoring("chain") {
            $0.chain = $1.chain
            $0.account = $1.account
        },
    ]

    private static let times: [Mutant] = [
        judging(.time, "takes a proof that is a minute late") { _ in
            { question, base throws(ChainError) in
                var earlier = question
                let (now, end) = (question.now, question.challenge.expiresAt)
                if now >= end, now <= end + 60 { earlier.now = end - 1 }
                return try await base.verify(earlier)
            }
        },
        judging(.time, "takes a proof that is late") { _ in
            { question, base throws(ChainError) in
                var earlier = question
                earlier.now = min(question.now, question.challenge.expiresAt - 1)
                return try await base.verify(earlier)
            }
        },
        judging(.time, "takes a proof that is early") { _ in
            { question, base throws(ChainError) in
                var later = question
                later.now = max(question.now, question.challenge.issuedAt)
                return try await base.verify(later)
            }
        },
    ]

    private static let messageMembers = ["message", "signed_message", "body"]
    private static let addressMembers = ["address", "wallet_address_hex", "wallet_address_base64"]

    private static func judging(
        _ breaks: RequirementID, _ summary: String, _ judge: @escaping @Sendable (SpoiltAdapter) -> SpoiltProver.Judge
    ) -> Mutant {
        Mutant(breaks, summary) { adapter in
            let judge = judge(adapter)
            adapter.ownership = adapter.ownership.map { SpoiltProver(base: $0, judge: judge) }
        }
    }

    /// One that takes a proof for an earlier one it accepted.
    private static func mistaking(
        _ breaks: RequirementID, _ summary: String,
        _ isSame: @escaping @Sendable (_ question: SpoiltProver.Question, _ known: SpoiltProver.Question) -> Bool
    ) -> Mutant {
        judging(breaks, summary) { _ in
            let accepted = AcceptedProofs()
            return { question, base throws(ChainError) in try await accepted.judge(question, by: base, isSame: isSame) }
        }
    }

    private static func rewording(
        _ summary: String, _ rewords: @escaping @Sendable (_ text: String, _ challenge: Challenge) -> String
    ) -> Mutant {
        Mutant(.binding, summary) { adapter in
            adapter.ownership = adapter.ownership.map { SpoiltProver(base: $0, rewords: rewords) }
        }
    }

    private static func ignoring(
        _ member: String, _ equate: @escaping @Sendable (_ challenge: inout Challenge, _ known: Challenge) -> Void
    ) -> Mutant {
        answering("another \(member)", equate)
    }

    private static func answering(
        _ what: String, _ equate: @escaping @Sendable (_ challenge: inout Challenge, _ known: Challenge) -> Void
    ) -> Mutant {
        mistaking(.binding, "takes a proof for a challenge with \(what)") { question, known in
            var challenge = question.challenge
            equate(&challenge, known.challenge)
            return challenge == known.challenge && question.proof == known.proof && question.now == known.now
        }
    }
}
