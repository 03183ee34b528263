import ChainKit
import Foundation
import GRDB

/// A person, known by the wallets they have proven.
public struct UserRecord: Sendable, Hashable {
    /// A lower-case UUID.
    public let id: String
    /// The configured name of the chain they first signed in on.
    public let chain: String
    /// The address they first signed in with, as it is shown.
    public let walletAddress: String
    public let createdAt: Date
    public let updatedAt: Date

    init(_ row: Row) {
        id = row["id"]
        chain = row["chain"]
        walletAddress = row["wallet_address"]
        createdAt = Date(milliseconds: row["created_at_ms"])
        updatedAt = Date(milliseconds: row["updated_at_ms"])
    }
}

/// A wallet that a user has proven to be theirs.
public struct WalletRecord: Sendable, Hashable {
    public let userID: String
    /// As it was first proven. By a key it is the same wallet on every chain of the namespace, by a contract on its own only.
    public let proven: ProvenAccount
    /// The configured name of that chain.
    public let chain: String
    public let linkedAt: Date

    public var account: Account { proven.account }

    /// - Throws: ``StorageError/unreadable(table:cause:)``.
    init(_ row: Row) throws(StorageError) {
        let word: String = row["control"]
        guard let control = Control(rawValue: word) else {
            throw .unreadable(table: "user_wallets", cause: "there is no control \"\(word)\"")
        }
        do { proven = ProvenAccount(try Account(chain: ChainID(row["chain_id"]), address: row["address"]), by: control) } catch {
            throw .unreadable(table: "user_wallets", cause: "\(error)")
        }
        userID = row["user_id"]
        chain = row["chain"]
        linkedAt = Date(milliseconds: row["linked_at_ms"])
    }
}

/// The account was linked to a user as an account of a service: whoever proves it may not sign in by it.
public struct AccountCannotSignIn: Error {}

/// What linking a wallet to a user came to.
public enum WalletLink: Sendable, Hashable {
    case linked
    /// The user had it already.
    case alreadyOwn
    case ownedByAnother
    /// The user has another account of the same service.
    case hasAnother
    /// The user has as many wallets as one may have.
    case limitReached
}
