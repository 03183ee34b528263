import ChainKit

/// Signatures, messages and whole proofs that are not quite right.
enum SignatureTrials {
    /// Lengths a message is cut to.
    private static let lengths = 50
    /// Other people's signatures that are tried in the place of one.
    private static let strangers = 4

    static func bits(_ adapter: AdapterUnderTest) async -> CheckOutcome {
        let listed = Set(adapter.acceptedProofs.filter { !$0.proof.signatures.isEmpty }.map(\.proof.shape))
        return await adapter.tryingProofs("signatures with a bit changed") { proof, report in
            // A contract may take anything for a signature; a key does not.
            if proof.isByKey, !listed.contains(proof.question.shape) {
                report.broke(
                    proof.name, expected: "\"signatures\" here, or in another case whose proof has the same members", got: "none")
            }
            for signature in await proof.signatures(&report) {
                await refuseFlips(of: signature, proof, &report)
            }
        }
    }

    static func shape(_ adapter: AdapterUnderTest) async -> CheckOutcome {
        await adapter.tryingProofs("misshapen variants") { proof, report in
            for signature in await proof.signatures(&report) {
                await refuseBeginnings(of: signature, proof, &report)
                await proof.refuse(signature.misshapes, &report)
                // What a contract takes for a signature is its own affair.
                if proof.isByKey {
                    await proof.refuse(signature.blanks, &report)
                    await refuseStrangers(signature, proof, adapter, &report)
                }
            }
            for (pointer, text) in proof.messages(&report) {
                let beginnings = TextChange.beginnings(of: text, lengths: lengths)
                let texts = beginnings + TextChange.prolonged(message: text) + [TextChange.huge(like: text)]
                let attempts = texts.compactMap { changed in
                    proof.question.with(.string(changed), at: pointer, "\(pointer) of \(changed.utf8.count) bytes")
                }
                await proof.refuse(attempts, &report)
            }
            await refuseOtherTypes(proof, &report)
            let wholes: [JSONValue] = [.null, [], "", 7, .string(TextChange.huge(like: ""))]
            await proof.refuse(wholes.map { proof.question.with($0, "\($0.kind) as the proof") }, &report)
        }
    }

    /// Other people's signatures. What stands there may be all that tells who it is, as a code of OAuth2 does: then it is theirs.
    private static func refuseStrangers(
        _ signature: ListedSignature, _ proof: ProofTrial, _ adapter: AdapterUnderTest, _ report: inout TrialReport
    ) async {
        var left = strangers
        for (placed, question) in adapter.acceptedProofs where left > 0 && !report.isFull {
            guard case .accepts(let address, .key) = placed.one.expected, address != proof.address,
                let attempt = signature.replaced(from: question, of: placed.name)
            else { continue }
            left -= 1
            report.tried()
            let answer = await proof.answer(attempt)
            if proof.isRefused(answer) { continue }
            if case .accepted(let account, _) = answer, account.address == address { continue }
            proof.broke(attempt, "a refusal", answer, &report)
        }
    }

    private static func refuseFlips(
        of signature: ListedSignature, _ proof: ProofTrial, _ report: inout TrialReport
    ) async {
        let bits = signature.bits
        await proof.refuse(bits.count, { signature.flip(bits[$0]) }, &report)
    }

    /// A beginning may be a signature in full of its own, as the 64 bytes of EIP-2098 are of some of 65: then each of its bits
    /// has to count. There can be no two such.
    private static func refuseBeginnings(
        of signature: ListedSignature, _ proof: ProofTrial, _ report: inout TrialReport
    ) async {
        let answers = await proof.answers(signature.bytes.indices, signature.cut)
        report.tried(answers.count)
        let taken = answers.indices.filter { !proof.isRefused(answers[$0]) }
        if taken.count == 1, let length = taken.first, let answer = answers[length], proof.expected.problems(answer).isEmpty {
            await refuseFlips(of: signature.beginning(length), proof, &report)
        } else {
            for length in taken { proof.broke(signature.cut(to: length), "a refusal", answers[length], &report) }
        }
    }

    /// Every member of the proof that is read must be of its own type, and of a size that can be read.
    private static func refuseOtherTypes(_ proof: ProofTrial, _ report: inout TrialReport) async {
        for (name, value) in (proof.question.data.members ?? [:]).sorted(by: { $0.key < $1.key }) where !report.isFull {
            let pointer = JSONPointer.member(name, of: "")
            let others: [JSONValue] = [7, true, [], [:]]
            let huge = proof.question.with(.string(TextChange.huge(like: "")), at: pointer, "1 MiB at \(pointer)")
            let attempts = others.filter { $0.kind != value.kind }.compactMap { other in
                proof.question.with(other, at: pointer, "\(other.kind) at \(pointer)")
            }
            if await isRead(pointer, proof) { await proof.refuse(attempts + [huge].compactMap { $0 }, &report) }
        }
    }

    /// Whether it makes a difference what a member says.
    private static func isRead(_ pointer: String, _ proof: ProofTrial) async -> Bool {
        guard let other = proof.question.with("x", at: pointer, pointer) else { return false }
        return await proof.isRefused(proof.answer(other))
    }
}
