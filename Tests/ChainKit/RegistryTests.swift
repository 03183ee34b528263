import ChainKit
import Foundation
import Testing

struct RegistryTests {
    private struct BareAdapter: ChainAdapter, AccountFormat {
        let chain: ChainID
        var versions = 1...1

        var manifest: AdapterManifest {
            AdapterManifest(
                id: "bare", version: "1.0.0", contractVersions: versions, roles: [.accounts], assetKinds: [],
                configurationSchema: [:], hosts: [], budget: UpstreamBudget())
        }
        var accounts: any AccountFormat { self }
        var ownership: (any OwnershipProver)? { nil }
        var holdings: (any HoldingReader)? { nil }
        func health() async -> AdapterHealth { AdapterHealth(providers: []) }
        func account(_ text: String) throws(ChainError) -> Account { try Account(chain: chain, address: text) }
    }

    private struct BareMethod: EligibilityMethod {
        let id: MethodID
        func rule(_ parameters: JSONValue) throws(ChainError) -> any EligibilityRule { BareRule() }
    }

    private struct BareRule: EligibilityRule {
        func plan(for subject: Subject) -> [FactQuery] { [] }
        func decide(for subject: Subject, given facts: Facts, now: Date) -> Verdict { Verdict(.yes, reasons: []) }
    }

    private func adapter(_ chain: String, versions: ClosedRange<Int> = 1...1) throws -> BareAdapter {
        BareAdapter(chain: try ChainID(chain), versions: versions)
    }

    @Test func findsChainsByNameAndByID() throws {
        let registry = try AdapterRegistry([("eth", adapter("eip155:1")), ("bera", adapter("eip155:80094"))])
        #expect(registry.names == ["eth", "bera"])
        #expect(registry.find("bera")?.chain.reference == "80094")
        #expect(try registry.find(ChainID("eip155:1"))?.chain.reference == "1")
        #expect(registry.find("sol") == nil)
        let error = #expect(throws: ChainError.self) { try registry.require("sol") }
        #expect(error?.code == .parametersInvalid)
        #expect(error?.message.contains("eth, bera") == true)
    }

    @Test func refusesAChainConfiguredTwice() throws {
        let entries = [("eth", try adapter("eip155:1")), ("eth", try adapter("eip155:5"))]
        let error = #expect(throws: ChainError.self) { try AdapterRegistry(entries.map { ($0.0, $0.1 as any ChainAdapter) }) }
        #expect(error?.code == .configurationInvalid)
    }

    @Test(arguments: [(2...3, "upgrade Gatehouse"), (-1...0, "upgrade the adapter")])
    func saysWhichSideMustUpgrade(versions: ClosedRange<Int>, advice: String) throws {
        let old = try adapter("eip155:1", versions: versions)
        let error = #expect(throws: ChainError.self) { try AdapterRegistry([("eth", old)]) }
        #expect(error?.message.contains(advice) == true)
    }

    @Test func findsMethodsAndRefusesTwoOfOneName() throws {
        let registry = try MethodRegistry([BareMethod(id: "sol"), BareMethod(id: "bypass")])
        #expect(registry.ids == ["sol", "bypass"])
        #expect(try registry.require("bypass").id == "bypass")
        let unknown = #expect(throws: ChainError.self) { try registry.require("luck") }
        #expect(unknown?.code == .parametersInvalid)
        let twice = #expect(throws: ChainError.self) { try MethodRegistry([BareMethod(id: "sol"), BareMethod(id: "sol")]) }
        #expect(twice?.code == .configurationInvalid)
    }
}
