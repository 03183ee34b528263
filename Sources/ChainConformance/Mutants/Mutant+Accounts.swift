import ChainKit

extension Mutant {
    static let accounts: [Mutant] = [
        reading(.canonicalForm, "writes an address anew that is already in its own form") { text, base throws(ChainError) in
            let account = try await base.account(text)
            return account.address == text ? try account.inOtherLetters() : account
        },
        Mutant(.canonicalForm, "writes an address anew where people sign in with a slash command") { kind in
            kind.making { setup throws(ChainError) in
                var adapter = SpoiltAdapter(try await kind.make(setup))
                guard setup.options["public_key"] != nil else { return adapter }
                adapter.accounts = SpoiltFormat(base: adapter.accounts) { text, base throws(ChainError) in
                    let account = try await base.account(text)
                    return account.address == text ? try account.inOtherLetters() : account
                }
                return adapter
            }
        },
        reading(.spellings, "keeps the spelling that it reads") { text, base throws(ChainError) in
            try Account(chain: try await base.account(text).chain, address: PercentEncoding.encode(text))
        },
        reading(.spellings, "refuses every spelling but its own") { text, base throws(ChainError) in
            let account = try await base.account(text)
            guard account.address == text else { throw ChainError(.accountInvalid, "Write \(account.address).") }
            return account
        },
        mistaking("does not read the first three characters") { text, known in
            text.utf8.count == known.utf8.count && text.utf8.dropFirst(3).elementsEqual(known.utf8.dropFirst(3))
        },
        reading(.malformedAddress, "drops 00 after an address") { text, base throws(ChainError) in
            do throws(ChainError) { return try await base.account(text) } catch {
                guard text.hasSuffix("00") else { throw error }
                return try await base.account(String(text.dropLast(2)))
            }
        },
        reading(.malformedAddress, "takes an address of any chain for one of its own") { text, base throws(ChainError) in
            let address = (try? Account(caip10: text))?.address
            return try await base.account(address ?? text)
        },
        reading(.malformedAddress, "takes the letter O for a zero") { text, base throws(ChainError) in
            try await base.account(text.replacing("O", with: "0"))
        },
        reading(.malformedAddress, "reads up to the first NUL") { text, base throws(ChainError) in
            try await base.account(text.contains("\0") ? String(text.prefix { $0 != "\0" }) : text)
        },
        reading(.malformedAddress, "leaves out what is no letter, digit or mark") { text, base throws(ChainError) in
            try await base.account(String(text.unicodeScalars.filter { (0x21..<0x7f).contains($0.value) }.map(Character.init)))
        },
        refusing("does not say what is wrong") { _, error in error.message = "Not valid." },
        refusing("refuses without a word") { _, error in error.message = "" },
        refusing("says the whole text again") { text, error in error.message += " Found \(text)." },
        refusing("blames the outside for a text") { _, error in error.code = .upstreamInvalid },
    ]

    private static func reading(_ breaks: RequirementID, _ summary: String, _ read: @escaping SpoiltFormat.Read) -> Mutant {
        Mutant(breaks, summary) { adapter in adapter.accounts = SpoiltFormat(base: adapter.accounts, read: read) }
    }

    /// One that takes a text it cannot read for one that it could.
    private static func mistaking(
        _ summary: String, _ isSame: @escaping @Sendable (_ text: String, _ known: String) -> Bool
    ) -> Mutant {
        Mutant(.spellings, summary) { adapter in
            let known = KnownTexts()
            adapter.accounts = SpoiltFormat(base: adapter.accounts) { text, base throws(ChainError) in
                do throws(ChainError) {
                    let account = try await base.account(text)
                    known.add(text, account)
                    return account
                } catch {
                    guard let account = known.first(where: { isSame(text, $0) }) else { throw error }
                    return account
                }
            }
        }
    }

    private static func refusing(
        _ summary: String, _ change: @escaping @Sendable (_ text: String, _ error: inout ChainError) -> Void
    ) -> Mutant {
        reading(.malformedAddress, summary) { text, base throws(ChainError) in
            do throws(ChainError) { return try await base.account(text) } catch {
                var changed = error
                change(text, &changed)
                throw changed
            }
        }
    }
}

extension Account {
    /// An account that is not this one, of which the address is the same but for the case of its letters, or a full stop.
    fileprivate func inOtherLetters() throws(ChainError) -> Account {
        let capitals = address.uppercased()
        return try Account(chain: chain, address: capitals == address ? address + "." : capitals)
    }
}
