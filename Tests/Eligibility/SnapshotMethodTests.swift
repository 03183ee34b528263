import ChainKit
import Eligibility
import Synchronization
import Testing

@Suite struct SnapshotMethodTests {
    let sol: MemoryChain

    init() throws { sol = try MemoryChain("solana:main") }

    private func method(_ text: String) -> SnapshotMethod {
        let sol = sol
        return SnapshotMethod { path throws(ChainError) in
            guard path == "founders.csv" else { throw ChainError(.parametersInvalid, "There is no file \(path).") }
            return text
        } accounts: {
            $0 == "sol" ? sol : nil
        }
    }

    private func verdict(_ text: String, _ address: String) async throws -> Verdict {
        let rule = try await method(text).rule(["list": "founders.csv", "chain": "sol"])
        return rule.decide(for: Subject(accounts: [try sol.account(address)]), given: [:], now: noon)
    }

    @Test(arguments: [
        "anna\nbert\n", "address\nanna\nbert", "Wallet,name\r\nANNA,Anna A.\r\nbert,Bert\r\n",
        "# founders\n\n  anna  # the first\nbert\nbert\n", "\u{FEFF}\"anna\",1\n\"bert\",2",
    ])
    func readsListsAndTables(text: String) async throws {
        for address in ["anna", "bert"] {
            let verdict = try await verdict(text, address)
            #expect(verdict.outcome == .yes)
            #expect(verdict.reasons.map(\.code) == ["listed"])
        }
        #expect(try await verdict(text, "carl").reasons.map(\.code) == ["not_listed"])
    }

    @Test func aSubjectWithoutAWalletOfTheChainIsToldToLinkOne() async throws {
        let rule = try await method("anna").rule(["list": "founders.csv", "chain": "sol"])
        let other = try MemoryChain("eip155:1").account("anna")
        let verdict = rule.decide(for: Subject(accounts: [other]), given: [:], now: noon)
        #expect(verdict.outcome == .no)
        #expect(verdict.reasons.map(\.code) == ["no_account_on_chain"])
    }

    @Test(arguments: [
        ("anna\nb0b\n", "founders.csv line 2: \"b0b\" is not an address; write letters."),
        ("4nna\nbert\n", "founders.csv line 1: \"4nna\" is not an address; write letters."),
        ("anna\n,x\n1\n", "founders.csv line 2: \"\" is not an address; write letters. Lines 3 are wrong too."),
        ("anna\nwallet_address\n", "founders.csv line 2: \"wallet_address\" is not an address; write letters."),
        ("# nobody\n", "founders.csv lists nobody; write one address a line."),
    ])
    func namesTheLineThatIsWrong(text: String, message: String) async throws {
        let error = try await #require(throws: ChainError.self) {
            try await method(text).rule(["list": "founders.csv", "chain": "sol"])
        }
        #expect(error.message == message)
        #expect(error.pointer == "/list")
    }

    @Test func anOutageIsNotCalledAWrongLineAndIsNotWaitedOutTwice() async throws {
        let accounts = FailingAccounts(sol, failsAt: "bert")
        let method = SnapshotMethod { _ throws(ChainError) in
            "4nna\nanna\nbert\ncarl\n"
        } accounts: { _ in
            accounts
        }
        let error = try await #require(throws: ChainError.self) {
            try await method.rule(["list": "founders.csv", "chain": "sol"])
        }
        #expect(error.code == .upstreamTimeout)
        #expect(error.message == "founders.csv cannot be read from line 3 on: The program is late.")
        #expect(error.pointer == "/list")
        #expect(accounts.asked == ["4nna", "anna", "bert"])
    }

    @Test(arguments: [
        (#"{"list": "founders.csv", "chain": "soll"}"#, "/chain"), (#"{"list": "lost.csv", "chain": "sol"}"#, "/list"),
        (#"{"chain": "sol"}"#, nil), (#"{"list": "founders.csv"}"#, nil), (#"{"list": 1, "chain": "sol"}"#, "/list"),
        (#"{"list": "founders.csv", "chain": "sol", "lst": 1}"#, "/lst"),
    ])
    func refusesParameters(json: String, pointer: String?) async throws {
        let parameters = try JSONValue(parsing: json.utf8)
        let error = try await #require(throws: ChainError.self) { try await method("anna").rule(parameters) }
        #expect(error.code == .parametersInvalid)
        #expect(error.pointer == pointer)
    }
}

/// Reads accounts of a chain until it is asked for one that it cannot answer.
private final class FailingAccounts: AccountFormat {
    private let base: MemoryChain
    private let last: String
    private let texts = Mutex<[String]>([])

    init(_ base: MemoryChain, failsAt last: String) {
        self.base = base
        self.last = last
    }

    var asked: [String] { texts.withLock { $0 } }

    func account(_ text: String) throws(ChainError) -> Account {
        texts.withLock { $0.append(text) }
        guard text != last else { throw ChainError(.upstreamTimeout, "The program is late.") }
        return try base.account(text)
    }
}
