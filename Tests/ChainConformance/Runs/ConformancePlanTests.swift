import AdapterSet
import ChainConformance
import ChainKit
import Foundation
import Testing

@Suite struct ConformancePlanTests {
    @Test func anAdapterIsNamedByItsManifest() async throws {
        let plan = try await plan("evm", ["network": 1, "providers": [["url": "{{upstream}}"]]])
        #expect(plan.adapters.map(\.id) == ["evm"])
        #expect(plan.adapters.first?.version.wholeMatch(of: /\d+\.\d+\.\d+/) != nil)
        #expect(plan.checks.map(\.topic).first == "exchanges/evm/own")
        #expect(plan.checks.compactMap(\.requirement) == RequirementID.allCases)
    }

    @Test func filesOfAnotherAdapterAreNotForThisOne() async {
        let error = await #expect(throws: ChainError.self) {
            try await plan("ton", ["network": 1, "providers": [["url": "{{upstream}}"]]])
        }
        #expect(error?.message == "The adapter calls itself \"evm\", its exchange files say \"ton\"; one word is right for both.")
    }

    @Test func whatTheAdapterRefusesIsSaid() async {
        let error = await #expect(throws: ChainError.self) {
            try await plan("evm", ["network": "nowhere", "providers": [["url": "{{upstream}}"]]])
        }
        #expect(error?.code == .configurationInvalid)
        #expect(error?.message.hasPrefix("The exchange file evm/own: ") == true)
        #expect(error?.pointer == "/configuration/network")
    }

    @Test func anAdapterWithoutFilesIsNotProven() async throws {
        let kind = try #require(AdapterSet.kinds.first { $0.id == "evm" })
        let bench = try ExchangeBench()
        var plan = ConformancePlan()
        let error = await #expect(throws: ChainError.self) {
            try await plan.add(AdapterUnderTest(kind, id: "evm", files: [], bench: bench))
        }
        #expect(error?.message.contains("\"evm\" has no exchange files") == true)
        await bench.close()
    }

    /// The plan for the EVM adapter with a file that says it is of `adapter`.
    private func plan(_ adapter: String, _ configuration: JSONValue) async throws -> ConformancePlan {
        let file: JSONValue = [
            "adapter": .string(adapter), "format_version": 1, "configuration": configuration,
            "cases": [
                [
                    "name": "no asset", "query": ["account": "0x0000000000000000000000000000000000000001", "asset": [:]],
                    "expected": ["reject": "asset_invalid"],
                ]
            ],
        ]
        let kind = try #require(AdapterSet.kinds.first { $0.id == "evm" })
        let bench = try ExchangeBench()
        var plan = ConformancePlan()
        do {
            try await plan.add(
                AdapterUnderTest(
                    kind, id: adapter, files: [ExchangeFile(parsing: file.jsonBytes, path: "own.json")], bench: bench))
        } catch {
            await bench.close()
            throw error
        }
        await bench.close()
        return plan
    }
}
