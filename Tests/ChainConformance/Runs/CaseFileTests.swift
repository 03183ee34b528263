import ChainConformance
import ChainKit
import Foundation
import Testing

@Suite final class CaseFileTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("case-files-\(UUID().uuidString)")

    init() throws {
        for name in ["b.json", "a.json", "notes.md", "inner/c.json"] {
            let file = folder.appendingPathComponent(name)
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(name.utf8).write(to: file)
        }
        try FileManager.default.createDirectory(at: folder.appendingPathComponent("empty"), withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    @Test(
        arguments: [
            (.vector, ["a.json", "b.json"]), (.exchange, ["a.json", "b.json", "inner/c.json"]),
        ] as [(CaseFile.Kind, [String])])
    func readsAFolderByName(kind: CaseFile.Kind, names: [String]) throws {
        let files = try CaseFile.read([folder.path], of: kind)
        #expect(files.map { String(decoding: $0.bytes, as: UTF8.self) } == names)
    }

    @Test func readsAFileOnceHoweverOftenItIsNamed() throws {
        let named = ["b.json", "./b.json", "inner/../b.json", "a.json"].map { "\(folder.path)/\($0)" }
        let files = try CaseFile.read(named + [folder.path], of: .vector)
        #expect(files.map { String(decoding: $0.bytes, as: UTF8.self) } == ["b.json", "a.json"])
    }

    @Test(arguments: ["empty", "gone.json"]) func saysWhatItCannotRead(name: String) {
        let path = folder.appendingPathComponent(name).path
        let error = #expect(throws: ChainError.self) { try CaseFile.read([path], of: .exchange) }
        #expect(error?.code == .configurationInvalid)
        #expect(error?.message.hasPrefix(path) == true)
    }
}
