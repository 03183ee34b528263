import ChainKit

/// What an account is deployed with (`StateInit` in TL-B); the hash of its cell is the account's address.
///
/// Only the layout of wallets is read: code and data, and neither split depth, tick-tock nor libraries.
struct TONStateInit: Sendable {
    let code: Cell
    let data: Cell
    /// The representation hash of the cell as it was received.
    let hash: [UInt8]

    /// `split_depth` and `special` absent, code and data there, no library.
    static let bits = CellBits(bytes: [0b0011_0000], count: 5)

    /// - Throws: for any other layout.
    init(_ cell: Cell) throws(CellFault) {
        guard cell.kind == .ordinary, cell.bits == Self.bits, cell.references.count == 2 else {
            throw CellFault("a wallet's state_init has the bits 00110 and two references, code and data")
        }
        code = cell.references[0]
        data = cell.references[1]
        guard data.kind == .ordinary else { throw CellFault("the data of a state_init must be an ordinary cell") }
        hash = cell.hash
    }

    /// Reads a bag of cells in standard base 64, as TON Connect sends it (`walletStateInit`).
    /// - Throws: for anything else.
    init(base64 text: String) throws(CellFault) {
        guard let bytes = StandardBase64.decode(text) else { throw CellFault("a state_init is standard base 64") }
        try self.init(BagOfCells.parse(bytes))
    }
}
