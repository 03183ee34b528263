import ChainKit

/// The wallet contracts whose code is known by its hash, and where their data has the public key.
enum TONWalletVersion: String, Sendable, Hashable, CaseIterable {
    case v1r1, v1r2, v1r3, v2r1, v2r2, v3r1, v3r2, v4r1, v4r2, v5beta, v5r1

    /// What stands before and after the key in the data.
    enum Layout: Sendable {
        /// Sequence number, key.
        case bare
        /// Sequence number, wallet id, key.
        case identified
        /// Sequence number, wallet id, key, and a dictionary of plug-ins.
        case extensible
        /// The same with the long wallet id of the v5 beta.
        case beta
        /// Whether signatures count, sequence number, wallet id, key, and a dictionary of extensions.
        case switchable
    }

    var layout: Layout {
        switch self {
        case .v1r1, .v1r2, .v1r3, .v2r1, .v2r2: .bare
        case .v3r1, .v3r2: .identified
        case .v4r1, .v4r2: .extensible
        case .v5beta: .beta
        case .v5r1: .switchable
        }
    }

    /// The wallet a code cell belongs to. The v5 beta is known by the library cell that stands for its code.
    init?(code: Cell) {
        guard let version = Self.byCodeHash[code.hash] else { return nil }
        self = version
    }

    var code: CellStub { CellStub(hash: Hex.decode(codeHash) ?? [], depth: codeDepth) }

    private static let byCodeHash = Dictionary(uniqueKeysWithValues: allCases.map { ($0.code.hash, $0) })

    private var codeHash: String {
        switch self {
        case .v1r1: "a0cfc2c48aee16a271f2cfc0b7382d81756cecb1017d077faaab3bb602f6868c"
        case .v1r2: "d4902fcc9fad74698fa8e353220a68da0dcf72e32bcb2eb9ee04217c17d3062c"
        case .v1r3: "587cc789eff1c84f46ec3797e45fc809a14ff5ae24f1e0c7a6a99cc9dc9061ff"
        case .v2r1: "5c9a5e68c108e18721a07c42f9956bfb39ad77ec6d624b60c576ec88eee65329"
        case .v2r2: "fe9530d3243853083ef2ef0b4c2908c0abf6fa1c31ea243aacaa5bf8c7d753f1"
        case .v3r1: "b61041a58a7980b946e8fb9e198e3c904d24799ffa36574ea4251c41a566f581"
        case .v3r2: "84dafa449f98a6987789ba232358072bc0f76dc4524002a5d0918b9a75d2d599"
        case .v4r1: "64dd54805522c5be8a9db59cea0105ccf0d08786ca79beb8cb79e880a8d7322d"
        case .v4r2: "feb5ff6820e2ff0d9483e7e0d62c817d846789fb4ae580c878866d959dabd5c0"
        case .v5beta: "f3d7ca53493deedac28b381986a849403cbac3d2c584779af081065af0ac4b93"
        case .v5r1: "20834b7b72b112147e1b2fb457b84e74d1a30f04f737d4f62a668e9552d2b72f"
        }
    }

    private var codeDepth: Int {
        switch self {
        case .v4r1, .v4r2: 7
        case .v5r1: 6
        default: 0
        }
    }
}
