import ChainKit
import Foundation
import GRDB
import Host

/// A migrated database file in a folder of its own.
struct TemporaryDatabase {
    static let now = Date(timeIntervalSince1970: 1_800_000_000)

    let folder: URL
    var path: String { folder.appending(path: "gatehouse.db").path }

    /// Runs `body` with the path of a file that does not exist yet, and deletes its folder afterwards.
    @discardableResult
    static func withPath<Value>(_ body: (String) async throws -> Value) async throws -> Value {
        let database = TemporaryDatabase(
            folder: FileManager.default.temporaryDirectory.appending(path: "gatehouse-\(UUID().uuidString)"))
        try FileManager.default.createDirectory(at: database.folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: database.folder) }
        return try await body(database.path)
    }

    /// Runs `body` with an open store on a fresh schema, and closes it afterwards.
    @discardableResult
    static func withStore<Value>(_ body: (Store) async throws -> Value) async throws -> Value {
        try await withPath { path in
            try Migrator.migrate(path, now: now)
            let store = try Store.open(path)
            let result: Result<Value, any Error>
            do { result = .success(try await body(store)) } catch { result = .failure(error) }
            try await store.close()
            return try result.get()
        }
    }
}

extension Date {
    static func + (date: Date, seconds: Int) -> Date { date.addingTimeInterval(TimeInterval(seconds)) }
}

extension UserRepository {
    init(store: Store) { self.init(store: store, makeID: { UUID().uuidString.lowercased() }) }

    /// Signs in with a wallet proven by its key.
    func signIn(wallet: Account, chain: String, now: Date, in db: Database) throws -> (user: UserRecord, isNew: Bool) {
        try signIn(wallet: ProvenAccount(wallet), chain: chain, now: now, in: db)
    }

    func signIn(wallet: Account, chain: String, now: Date) async throws -> (user: UserRecord, isNew: Bool) {
        try await signIn(wallet: ProvenAccount(wallet), chain: chain, now: now)
    }

    func link(wallet: Account, chain: String, to userID: String, now: Date) async throws -> WalletLink {
        try await link(wallet: ProvenAccount(wallet), chain: chain, to: userID, now: now)
    }
}

/// A wallet on an EVM chain, one for each number.
func evmWallet(_ number: Int, on chain: String = "eip155:1") throws -> Account {
    let digits = String(number, radix: 16)
    return try Account(
        chain: ChainID(chain), address: "0x" + String(repeating: "0", count: 40 - digits.count) + digits)
}

extension Store {
    /// How many rows a table has.
    func count(_ table: String) async throws -> Int {
        try await read { try $0.value(Int.self, "SELECT count(*) FROM \(table)") ?? 0 }
    }
}
