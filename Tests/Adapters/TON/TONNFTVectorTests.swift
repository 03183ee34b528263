import ChainConformance
import ChainKit
import Foundation
import TONAdapter
import Testing

@Suite struct TONNFTVectorTests {
    private func file() throws -> VectorFile {
        let root = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
        return try #require(try VectorFile.load([root.appending(path: "conformance/vectors/ton_nft.json").path]).first)
    }

    @Test func answersEveryCaseAsExpected() async throws {
        let file = try file()
        let run = try await VectorRunner(AdapterKind.ton.vectorOps).run([file])
        let failures = run.results.filter { $0.status != .passed }
        #expect(failures.isEmpty, "\(failures.map { "\($0.name): \($0.finding?.problems ?? [])" }.joined(separator: "\n"))")
        #expect(run.results.count == file.cases.count)
    }

    @Test func refusesWhatTheSourcesLeaveOpen() async throws {
        let ops = Dictionary(uniqueKeysWithValues: AdapterKind.ton.vectorOps.map { ($0.name, $0) })
        let open = try file().cases.filter { $0.expected["verdict"] == "either" }
        #expect(!open.isEmpty)
        for one in open {
            #expect(try await #require(ops[one.op]).run(one.inputs).verdict == "reject", "\(one.name)")
        }
    }
}
