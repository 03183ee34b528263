/// Why bytes are no cells, or a cell not what it should be.
struct CellFault: Error, Sendable, Hashable {
    let detail: String
    init(_ detail: String) { self.detail = detail }
}
