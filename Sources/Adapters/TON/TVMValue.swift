import ChainKit

/// One value on the stack that a get method left.
enum TVMValue: Sendable, Hashable {
    case integer(TVMInteger)
    /// A cell or a slice, as the bag of cells the provider wrote: base 64 or hex. Read when it is wanted, since one that
    /// nobody wants, such as an item's content, may be of any size and form.
    case cell(String)
    /// `null`, `nan`, a tuple, a list.
    case other

    /// An entry `{type, value}` of TON Center.
    /// - Throws: `upstream_invalid`.
    init(toncenter entry: JSONValue) throws(ChainError) {
        try self.init(type: entry["type"]?.text, text: entry["value"]?.text)
    }

    /// An entry of TonAPI, whose value is a member of the type's name.
    /// - Throws: `upstream_invalid`.
    init(tonapi entry: JSONValue) throws(ChainError) {
        let type = entry["type"]?.text
        try self.init(type: type, text: type.flatMap { entry[$0]?.text })
    }

    private init(type: String?, text: String?) throws(ChainError) {
        switch (type, text) {
        case ("num", let text?): self = try Self.number(text)
        case ("cell", let text?), ("slice", let text?): self = .cell(text)
        case ("num", nil), ("cell", nil), ("slice", nil), (nil, _): throw Self.invalid("an entry without type or value")
        default: self = .other
        }
    }

    private static func number(_ text: String) throws(ChainError) -> TVMValue {
        if let number = TVMInteger(text) { return .integer(number) }
        // The contract itself can leave these there; anything else the machine does not have.
        guard text == "NaN" || text == lowest else { throw invalid("a number that the machine cannot have") }
        return .other
    }

    /// -2^256, the one integer of the machine whose magnitude does not fit 256 bits.
    private static let lowest = "-0x1" + String(repeating: "0", count: 64)

    /// The `MsgAddress` at the start of a cell or slice.
    /// - Returns: `nil` when the value holds none: too short, or of a form no contract's own address has.
    /// - Throws: `upstream_invalid` when the provider's text is no bag of cells.
    func address() throws(ChainError) -> TVMAddress? {
        guard case .cell(let text) = self else { return nil }
        guard let bytes = Hex.decode(text) ?? StandardBase64.decode(text) else {
            throw Self.invalid("a cell in neither base 64 nor hex")
        }
        let cell: Cell
        do { cell = try BagOfCells.parse(bytes) } catch { throw Self.invalid("a broken cell") }
        var slice = CellSlice(cell)
        do throws(CellFault) { return try slice.loadAddress().map(TVMAddress.account) ?? TVMAddress.absent } catch { return nil }
    }

    private static func invalid(_ what: String) -> ChainError {
        ChainError(.upstreamInvalid, "The provider's answer to a get method has \(what).")
    }
}

/// An address as contracts return it.
enum TVMAddress: Sendable, Hashable {
    /// `addr_none`
    case absent
    case account(TONAddress)

    var account: TONAddress? { if case .account(let address) = self { address } else { nil } }
}
