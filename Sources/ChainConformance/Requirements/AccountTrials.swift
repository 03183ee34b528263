import ChainKit

/// What every adapter has to make of texts that name accounts, and of those that do not.
enum AccountTrials {
    /// Positions at which a spelling is changed.
    private static let positions = 64
    /// Accounts of a file from which malformed texts are made.
    private static let spoilt = 4

    static func canonicalForm(_ adapter: AdapterUnderTest) async -> CheckOutcome {
        await adapter.trying(nil, "accounts read in their own form") { report throws(ChainError) in
            for file in adapter.files {
                var named = NamedAccounts()
                named.canonical = file.accounts.map(\.canonical)
                for one in file.cases where one.configuration == [:] { named.add(one) }
                try await expect(named, of: adapter, file, nil, &report)
                for one in file.cases where one.configuration != [:] {
                    named = NamedAccounts()
                    named.add(one)
                    try await expect(named, of: adapter, file, one, &report)
                }
            }
        }
    }

    private static func expect(
        _ named: NamedAccounts, of adapter: AdapterUnderTest, _ file: ExchangeFile, _ one: ExchangeCase?,
        _ report: inout TrialReport
    ) async throws(ChainError) {
        let stage = try await ExchangeStage.open(adapter, file, one)
        let reading = AccountReading(file, stage)
        for address in unique(named.canonical) { await reading.expect(address, canonical: address, &report) }
        for text in unique(named.written) { await reading.expect(text, canonical: nil, &report) }
        await stage.close()
    }

    static func spellings(_ adapter: AdapterUnderTest) async -> CheckOutcome {
        await adapter.trying(nil, "spellings, and texts one character away from them") { report throws(ChainError) in
            let known = unique(adapter.files.flatMap { $0.accounts.map(\.canonical) })
            if known.count < 2 { report.broke("accounts", expected: "at least two in the files", got: "\(known.count)") }
            for file in adapter.files where !file.accounts.isEmpty {
                let stage = try await ExchangeStage.open(adapter, file, nil)
                let reading = AccountReading(file, stage)
                for account in file.accounts {
                    let spellings = unique([account.canonical] + account.spellings)
                    for text in spellings where !report.isFull {
                        await reading.expect(text, canonical: account.canonical, &report)
                        for (_, changed) in TextChange.oneCharacter(of: text, positions: positions) {
                            report.tried()
                            guard case .success(let other) = await reading.account(changed) else { continue }
                            await reading.expectOwnForm(other, of: changed, &report)
                            let isSpelling = spellings.contains(sameButForCase: changed)
                            if other.address == account.canonical, !isSpelling {
                                reading.broke(changed, "a refusal, or an account that is not \(text)'s", other.address, &report)
                            }
                        }
                    }
                }
                await stage.close()
            }
        }
    }

    static func malformed(_ adapter: AdapterUnderTest) async -> CheckOutcome {
        await adapter.trying(nil, "malformed texts") { report throws(ChainError) in
            if adapter.files.allSatisfy(\.malformed.isEmpty) {
                report.broke("malformed texts", expected: "at least one in the files, with what its refusal says", got: "none")
            }
            for file in adapter.files {
                let stage = try await ExchangeStage.open(adapter, file, nil)
                let reading = AccountReading(file, stage)
                for text in MalformedText.mechanical(of: stage.adapter.chain) {
                    await expectRefusal(of: text, saying: "", reading, instead: nil, &report)
                }
                for account in file.accounts.prefix(spoilt) {
                    for text in MalformedText.mechanical(from: account.canonical, on: stage.adapter.chain) {
                        await expectRefusal(of: text, saying: "", reading, instead: account.canonical, &report)
                    }
                    let spellings = [account.canonical] + account.spellings
                    for text in MalformedText.likeAnother(than: account.canonical, on: stage.adapter.chain)
                    where !spellings.contains(sameButForCase: text.text) {
                        guard case .success(let other) = await reading.account(text.text), other.address != account.canonical
                        else {
                            await expectRefusal(of: text, saying: "", reading, instead: nil, &report)
                            continue
                        }
                        report.tried()
                        await reading.expectOwnForm(other, of: text.text, &report)
                    }
                }
                for malformed in file.malformed {
                    let text = MalformedText(what: "listed", text: malformed.text)
                    await expectRefusal(of: text, saying: malformed.says, reading, instead: nil, &report)
                }
                await stage.close()
            }
        }
    }

    private static func expectRefusal(
        of malformed: MalformedText, saying part: String, _ reading: AccountReading, instead canonical: String?,
        _ report: inout TrialReport
    ) async {
        report.tried()
        let answer = await reading.account(malformed.text)
        let expected: String
        switch answer {
        case .success(let account) where malformed.mayBeSame && account.address == canonical: return
        case .failure(let error) where error.code == .accountInvalid:
            if error.message.isEmpty || error.message.utf8.count >= 400 {
                expected = "a refusal that says what is wrong, in less than 400 bytes"
            } else if !part.isEmpty, !error.message.contains(part) {
                expected = "a refusal that says \"\(part)\""
            } else {
                return
            }
        default: expected = "account_invalid"
        }
        reading.broke(malformed.text, "\(expected) (\(malformed.what))", answer.word, &report)
    }

    private static func unique(_ texts: [String]) -> [String] {
        var seen: Set<[UInt8]> = []
        return texts.filter { seen.insert(Array($0.utf8)).inserted }
    }
}

extension [String] {
    /// Whether the text is one of these, or is one whose letters are of the other case.
    fileprivate func contains(sameButForCase text: String) -> Bool {
        let text = text.lowercased()
        return contains { $0.lowercased() == text }
    }
}
