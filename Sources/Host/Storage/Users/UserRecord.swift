import ChainKit
import Foundation
import GRDB

/// A person, known by the wallets they have proven.
public struct UserRecord: Sendable, Hashable {
    /// A lower-case UUID.
    public let id: String
    /// The configured name of the chain they first signed in on.
    public let chain: String
    /// The address they first signed in with.
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
    /// On the chain it was first proven on; the wallet is the same on every chain of that namespace.
    public let account: Account
    /// The configured name of that chain.
    public let chain: String
    public let linkedAt: Date

    /// - Throws: ``StorageError/unreadable(table:cause:)``.
    init(_ row: Row) throws(StorageError) {
        do { account = try Account(chain: ChainID(row["chain_id"]), address: row["address"]) } catch {
            throw .unreadable(table: "user_wallets", cause: "\(error)")
        }
        userID = row["user_id"]
        chain = row["chain"]
        linkedAt = Date(milliseconds: row["linked_at_ms"])
    }
}

/// What linking a wallet to a user came to.
public enum WalletLink: Sendable, Hashable {
    case linked
    /// The user had it already.
    case alreadyOwn
    case ownedByAnother
}
