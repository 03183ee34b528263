import ChainKit
import Foundation

extension BindingTrials {
    /// The text to sign is made anew when the answer comes: it has to be the same for a challenge every time, to say which
    /// sign-in it is for and, unless the wallet signs that beside it, for which site.
    static func expectOwnText(_ proof: ProofTrial, withDomain: Bool, _ report: inout TrialReport) async {
        guard let prover = proof.stage.adapter.ownership else { return }
        let challenge = proof.question.challenge
        let text: String
        report.tried()
        do throws(ChainError) { text = try await prover.message(for: challenge) } catch {
            report.broke("\(proof.name): the text to sign", expected: "a text", got: error.description)
            return
        }
        report.tried(2)
        let again = try? await prover.message(for: challenge)
        if again != text {
            report.broke(
                "\(proof.name): the text to sign, asked for twice", expected: text.shortened, got: again ?? "a refusal")
        }
        var other = challenge
        other.nonce = String(decoding: challenge.nonce.utf8.map(TextChange.other), as: UTF8.self)
        if let unlike = try? await prover.message(for: other), unlike == text {
            report.broke("\(proof.name): the text to sign with the nonce \(other.nonce)", expected: "another text", got: unlike)
        }
        var parts = [("nonce", challenge.nonce)]
        if withDomain, !proof.question.unbound.contains(.domain) { parts.append(("domain", challenge.domain)) }
        for (what, part) in parts {
            report.tried()
            guard !text.holds(part) else { continue }
            report.broke("\(proof.name): the text to sign", expected: "a text with the \(what) \(part)", got: text)
        }
    }

    /// Where the wallet signs the text it was given, and sends none along, it signed no other: not that of a challenge with
    /// another page, statement or time.
    static func refuseOtherTexts(_ proof: ProofTrial, _ report: inout TrialReport) async {
        let question = proof.question
        let attempts = [
            question.answering("another uri") { $0.uri += "x" },
            question.answering("another statement") { $0.statement = ($0.statement ?? "") + "x" },
            question.answering("another expiry") { $0.expiresAt += 1 },
        ]
        guard let prover = proof.stage.adapter.ownership, let own = try? await prover.message(for: question.challenge) else {
            return
        }
        var others: [ProofAttempt] = []
        for attempt in attempts {
            if let text = try? await prover.message(for: attempt.challenge), text != own { others.append(attempt) }
        }
        await proof.refuse(others, &report)
    }
}

extension ProofQuestion {
    /// Whether the wallet signs the site it is on in a place of its own, beside the text it is given, as TON Connect does.
    var signsDomainApart: Bool {
        messages.contains { pointer in
            data.value(at: pointer)?.text.map { $0.holds(challenge.domain) && !$0.holds(challenge.nonce) } ?? false
        }
    }
}

extension String {
    /// Whether a part of a challenge is in a text, as it is or encoded, or in the text that this one encodes.
    fileprivate func holds(_ part: String) -> Bool {
        let bytes = Array(part.utf8)
        let encoded = [Hex.encode(bytes), StandardBase64.encode(bytes), Base64URL.encode(bytes)]
        if contains(part) || encoded.contains(where: { contains($0) }) { return true }
        let forms: [ProofQuestion.Form] = [.hex, .base64, .base64url, .base58]
        return forms.contains { form in
            form.decode(.string(self)).map { String(decoding: $0, as: UTF8.self).contains(part) } ?? false
        }
    }
}
