import ChainKit

/// What an NFT item says of itself (`get_nft_data`, TEP-62).
struct TONItemData: Sendable, Hashable {
    let isInitialised: Bool
    let index: TVMInteger
    /// `nil` for an item of its own.
    let collection: TONAddress?
    /// `nil` before the item is initialised, and for one that nobody owns.
    let owner: TONAddress?

    /// Reads `(int init, int index, slice collection, slice owner, cell content)`.
    /// - Returns: `nil` when the stack is not that: the contract is no NFT item.
    /// - Throws: `upstream_invalid` when the provider's text for a cell is no bag of cells.
    init?(_ stack: [TVMValue]) throws(ChainError) {
        guard stack.count == 5, case .integer(let initialised) = stack[0], case .integer(let index) = stack[1],
            let collection = try stack[2].address(), let owner = try stack[3].address(), case .cell = stack[4]
        else { return nil }
        isInitialised = !initialised.isZero
        self.index = index
        self.collection = collection.account
        self.owner = isInitialised ? owner.account : nil
    }
}
