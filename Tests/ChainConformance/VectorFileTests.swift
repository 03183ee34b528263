import ChainConformance
import ChainKit
import Foundation
import Testing

struct VectorFileTests {
    @Test func readsEveryFileOfTheRepository() throws {
        let files = try VectorFile.load([repositoryVectors])
        #expect(files.map(\.topic).contains("ed25519"))
        #expect(files.allSatisfy { !$0.cases.isEmpty && !$0.notes.isEmpty })
    }

    @Test func readsOneFileByItsName() throws {
        let files = try VectorFile.load([repositoryVectors + "/base58.json"])
        #expect(files.map(\.topic) == ["base58"])
    }

    @Test(
        arguments: [
            ("{", "line 1, column 2", nil), ("[]", "\"topic\"", "/topic"), (#"{"topic":""}"#, "\"topic\"", "/topic"),
            (#"{"topic":"t"}"#, "\"format_version\" must be 1", "/format_version"),
            (#"{"topic":"t","format_version":2,"cases":[]}"#, "\"format_version\" must be 1", "/format_version"),
            (#"{"topic":"t","format_version":1}"#, "\"cases\" must be a list", "/cases"),
            (#"{"topic":"t","format_version":1,"cases":[7]}"#, "a case is an object, this is a whole number", "/cases/0"),
            (#"{"topic":"t","format_version":1,"cases":[{}]}"#, "\"name\" must be text", "/cases/0/name"),
            (#"{"topic":"t","format_version":1,"cases":[{"name":"n"}]}"#, "\"op\" must be text", "/cases/0/op"),
            (
                #"{"topic":"t","format_version":1,"cases":[{"name":"n","op":"o"}]}"#, "\"inputs\" must be an object",
                "/cases/0/inputs"
            ),
            (
                #"{"topic":"t","format_version":1,"cases":[{"name":"n","op":"o","inputs":{},"expected":{"verdict":"maybe"}}]}"#,
                "one of accept, reject", "/cases/0/expected/verdict"
            ),
            (
                #"{"topic":"t","format_version":1,"cases":[{"name":"n","op":"o","inputs":{},"expected":{"verdict":"accept"}},{"name":"n","op":"o","inputs":{},"expected":{"verdict":"accept"}}]}"#,
                "two cases of o are named \"n\"", "/cases/1/name"
            ),
        ] as [(String, String, String?)])
    func saysWhichFileIsMalformedWhereAndHow(text: String, words: String, pointer: String?) {
        let error = #expect(throws: ChainError.self) { try VectorFile(parsing: Array(text.utf8), path: "mine.json") }
        #expect(error?.code == .configurationInvalid)
        #expect(error?.message.hasPrefix("mine.json: ") == true)
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
        #expect(error?.pointer == pointer)
    }

    @Test func saysWhichPathIsNotThere() {
        let error = #expect(throws: ChainError.self) { try VectorFile.load(["/nowhere/at/all.json"]) }
        #expect(error?.message.contains("/nowhere/at/all.json") == true)
    }

    @Test func refusesAFolderWithoutVectorFiles() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let error = #expect(throws: ChainError.self) { try VectorFile.load([folder.path]) }
        #expect(error?.message.contains("no .json files") == true)
    }
}

/// `conformance/vectors` of this checkout.
private let repositoryVectors = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "conformance/vectors").path
