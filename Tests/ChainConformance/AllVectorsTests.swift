import AdapterSet
import ChainConformance
import Foundation
import Testing

@Suite struct AllVectorsTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("conformance/vectors").path

    @Test func everyVectorFileHoldsForTheCodeThatServesRequests() async throws {
        let files = try VectorFile.load([Self.folder])
        #expect(files.count >= 16)
        let run = try await VectorRunner(AdapterSet.vectorOps).run(files)
        for result in run.results where result.status != .passed {
            Issue.record("\(result.id): \(result.finding?.problems.joined(separator: "; ") ?? result.status.rawValue)")
        }
    }
}
