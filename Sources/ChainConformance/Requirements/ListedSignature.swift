import ChainKit

/// A signature in an accepted proof, which can be put back changed.
struct ListedSignature: Sendable {
    let question: ProofQuestion
    let pointer: String
    let form: ProofQuestion.Form
    let sample: JSONValue
    let bytes: [UInt8]

    /// - Returns: `nil` when the pointer points at nothing, or not at bytes in the form it says.
    init?(_ listed: ProofQuestion.Signature, in question: ProofQuestion) {
        guard let sample = question.data.value(at: listed.pointer), let bytes = listed.form.decode(sample), !bytes.isEmpty
        else { return nil }
        self.question = question
        pointer = listed.pointer
        form = listed.form
        self.sample = sample
        self.bytes = bytes
    }

    private init(_ other: ListedSignature, bytes: [UInt8]) {
        question = other.question
        pointer = other.pointer
        form = other.form
        sample = other.sample
        self.bytes = bytes
    }

    /// Its first bytes in its place.
    func beginning(_ length: Int) -> ListedSignature { ListedSignature(self, bytes: Array(bytes.prefix(length))) }

    /// The proof with this signature, written anew.
    func attempt(_ what: String) -> ProofAttempt { attempt(form.encode(bytes, like: sample), what) }

    /// The longest signature of which every bit is turned. The longest that wallets of the field give is a transaction of 1,232
    /// bytes with a few signatures in it, and most envelopes are half of that.
    static let longestTriedWhole = 1024

    /// The bits that are turned: all of them. Of the middle of a longer one, an envelope with the signed text in it, one bit of
    /// each byte is, as a message is changed in one character at a time.
    var bits: [Int] {
        let end = bytes.count <= Self.longestTriedWhole ? bytes.count : Self.longestTriedWhole / 2
        return bytes.indices.flatMap { byte in
            end..<max(end, bytes.count - end) ~= byte ? [byte * 8 + byte % 8] : Array(byte * 8..<byte * 8 + 8)
        }
    }

    /// The proof with one bit of the signature the other way round.
    func flip(_ bit: Int) -> ProofAttempt {
        var changed = bytes
        changed[bit / 8] ^= 1 << UInt8(bit % 8)
        return attempt(form.encode(changed, like: sample), "bit \(bit % 8) of byte \(bit / 8) of \(pointer)")
    }

    /// The proof with the first bytes of the signature in its place.
    func cut(to length: Int) -> ProofAttempt {
        beginning(length).attempt("\(pointer) cut to \(length) of \(bytes.count) bytes")
    }

    /// The proof with a signature that is too long, or is no text at all.
    var misshapes: [ProofAttempt] {
        // A byte that no scheme ends a signature on, so that the longer one is not another form of the same.
        let longer = [1, 2, 32].map { count in
            attempt(
                form.encode(bytes + Array(repeating: 0xa5, count: count), like: sample), "\(count) bytes after \(pointer)")
        }
        guard let text = sample.text else {
            let huge = Array(repeating: JSONValue.integer(Int64(bytes[0])), count: TextChange.huge)
            return longer + [attempt(.array(huge), "1 MiB in \(pointer)")]
        }
        return longer + [
            attempt("", "no text in \(pointer)"),
            attempt(.string(TextChange.huge(like: text)), "1 MiB in \(pointer)"),
        ]
    }

    /// The proof with a signature of the right length that nobody made: some schemes let one of nothing but zeros pass.
    var blanks: [ProofAttempt] {
        let half = bytes.count / 2
        let blanks: [(what: String, bytes: [UInt8])] = [
            ("nothing but 00", Array(repeating: 0, count: bytes.count)),
            ("nothing but ff", Array(repeating: 0xff, count: bytes.count)),
            ("00 in the first half", Array(repeating: 0, count: half) + bytes.dropFirst(half)),
            ("00 in the second half", bytes.prefix(half) + Array(repeating: 0, count: bytes.count - half)),
        ]
        return blanks.filter { $0.bytes != bytes }.map { blank in
            ListedSignature(self, bytes: blank.bytes).attempt("\(pointer) with \(blank.what)")
        }
    }

    /// The proof with the signature that stands in the same place of another.
    /// - Returns: `nil` when that has none of this form there, or the same.
    func replaced(from other: ProofQuestion, of name: String) -> ProofAttempt? {
        guard other.signatures.contains(where: { $0.pointer == pointer && $0.form == form }),
            let value = other.data.value(at: pointer), let theirs = form.decode(value), theirs != bytes
        else { return nil }
        return ListedSignature(self, bytes: theirs).attempt("\(pointer) of \(name)")
    }

    private func attempt(_ value: JSONValue, _ what: String) -> ProofAttempt {
        question.with(question.data.replacing(at: pointer, with: value) ?? question.data, what)
    }
}

extension ProofTrial {
    /// The signatures that the case lists. One that is not there, or that is refused when its bytes are written anew, is a
    /// breach: what is refused of it changed would mean nothing.
    func signatures(_ report: inout TrialReport) async -> [ListedSignature] {
        var signatures: [ListedSignature] = []
        for listed in question.signatures {
            guard let signature = ListedSignature(listed, in: question) else {
                report.broke(
                    "\(name): the signature at \(listed.pointer)", expected: "bytes as \(listed.form.rawValue)",
                    got: question.data.value(at: listed.pointer)?.json ?? "nothing")
                continue
            }
            if await accept(signature.attempt("\(listed.pointer) written anew"), &report) { signatures.append(signature) }
        }
        return signatures
    }

    /// The signed texts that the case lists, and where they are. One that is not there is a breach.
    func messages(_ report: inout TrialReport) -> [(pointer: String, text: String)] {
        texts(question.messages, "message", &report)
    }

    /// The same of the texts that declare the account.
    func addresses(_ report: inout TrialReport) -> [(pointer: String, text: String)] {
        texts(question.addresses, "address", &report)
    }

    private func texts(
        _ pointers: [String], _ what: String, _ report: inout TrialReport
    ) -> [(pointer: String, text: String)] {
        var texts: [(pointer: String, text: String)] = []
        for pointer in pointers {
            let found = question.data.value(at: pointer)
            if let text = found?.text {
                texts.append((pointer, text))
            } else {
                report.broke("\(name): the \(what) at \(pointer)", expected: "a text", got: found?.json ?? "nothing")
            }
        }
        return texts
    }
}
