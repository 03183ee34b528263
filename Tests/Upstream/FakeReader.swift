import ChainKit
import Foundation
import Synchronization
import Upstream

/// A provider whose answers a test decides, and that remembers what it was asked.
final class FakeReader: HoldingReader {
    let name: String
    private let answer: @Sendable (HoldingQuery) -> Result<Holding, ChainError>
    private let asked = Mutex<[HoldingQuery]>([])

    init(_ name: String, _ answer: @escaping @Sendable (HoldingQuery) -> Result<Holding, ChainError>) {
        self.name = name
        self.answer = answer
    }

    /// One that gives every query the same answer.
    convenience init(_ name: String, _ amount: UInt64, _ basis: Holding.Basis = .chain, items: [String] = []) {
        self.init(name) { _ in .success(Self.holding(name, amount, basis, items: items)) }
    }

    static func failing(_ name: String, _ code: ChainError.Code = .upstreamTimeout) -> FakeReader {
        FakeReader(name) { _ in .failure(ChainError(code, "\(name) fails", retryAfterSeconds: 7)) }
    }

    static func holding(
        _ source: String, _ amount: UInt64, _ basis: Holding.Basis = .chain, items: [String] = [], block: UInt64? = nil
    ) -> Holding {
        Holding(
            amount: Amount(amount), items: items, basis: basis, at: block.map(ChainPoint.block), source: source,
            observedAt: Date(timeIntervalSince1970: 0))
    }

    var queries: [HoldingQuery] { asked.withLock { $0 } }
    var provider: ProviderReader { ProviderReader(name: name, reader: self) }

    func asset(_ description: JSONValue) throws(ChainError) -> Asset { throw ChainError(.assetInvalid, "not asked here") }

    func holdings(_ queries: [HoldingQuery]) async -> [Result<Holding, ChainError>] {
        asked.withLock { $0 += queries }
        return queries.map(answer)
    }
}

extension HoldingQuery {
    static func number(_ number: Int, wanted: UInt64 = 1) throws -> HoldingQuery {
        let chain = try ChainID("eip155:1")
        return HoldingQuery(
            account: try Account(chain: chain, address: "0x\(number)"),
            asset: Asset(chain: chain, namespace: "erc721", reference: "0xc0"), wanted: Amount(wanted))
    }
}

final class ReadingLog: Sendable {
    private let events = Mutex<[ReadingEvent]>([])
    @Sendable func add(_ event: ReadingEvent) { events.withLock { $0.append(event) } }
    var all: [ReadingEvent] { events.withLock { $0 } }
}

/// A repeatable source of numbers (SplitMix64).
struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }
}
