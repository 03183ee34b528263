import ChainKit
import Testing

@testable import Host

@Suite struct YAMLDocumentTests {
    private func read(
        _ text: String, _ environment: [String: String] = [:]
    ) throws -> (document: YAMLDocument, mistakes: [String]) {
        let (document, mistakes) = YAMLDocument.read(text, file: "f.yaml", environment: environment)
        return (try #require(document), mistakes.map(\.description))
    }

    @Test func scalarsAreWhatTheyLookLike() throws {
        let (document, mistakes) = try read(
            """
            [1, -2, 1.5, true, FALSE, ~, null, "1", 'true', yes, 0x10, 007, 1e5, 99999999999999999999,
             0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045, 2026-12-01T00:00:00Z]
            """)
        #expect(mistakes.isEmpty)
        #expect(
            document.value == [
                1, -2, .number(1.5), true, false, nil, nil, "1", "true", "yes", "0x10", "007", "1e5", "99999999999999999999",
                "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045", "2026-12-01T00:00:00Z",
            ])
    }

    @Test func knowsWhereEverythingStands() throws {
        let (document, _) = try read("a:\n  - b: 1\n    \"c/d\": 2\n")
        #expect(document.map.values["/a/0/c~1d"] == SourceMap.Position(line: 3, column: 12))
        #expect(document.map.names["/a/0/c~1d"] == SourceMap.Position(line: 3, column: 5))
        #expect(document.map.mistake("x", at: "/a/0/b/deeper").description == "f.yaml:2:8: x")
        #expect(document.map.mistake("x", at: "/nowhere").description == "f.yaml:1:1: x")
    }

    @Test func columnsCountCharactersNotBytes() throws {
        let (document, _) = try read("{ä: \"ö\", b: 1}")
        #expect(document.map.values["/b"] == SourceMap.Position(line: 1, column: 13))
    }

    @Test func variablesStandForTheEnvironment() throws {
        let (document, mistakes) = try read(
            "a: ${HOST}:${PORT}\nb: ${PORT}\nc: \"${PORT}\"\nd: $PORT\ne: ${EMPTY}", ["HOST": "h", "PORT": "80", "EMPTY": ""])
        #expect(mistakes.isEmpty)
        #expect(document.value == ["a": "h:80", "b": 80, "c": "80", "d": "$PORT", "e": nil])
        #expect(document.map.substituted == ["/a", "/b", "/c", "/e"])
    }

    @Test func aVariableIsNotExpandedTwice() throws {
        let (document, _) = try read("a: ${ONE}", ["ONE": "${TWO}", "TWO": "2"])
        #expect(document.value == ["a": "${TWO}"])
    }

    @Test func tellsOfVariablesThatAreNotSet() throws {
        let (document, mistakes) = try read("a: 1\nb: [x, \"${NOPE}${NADA}\"]")
        #expect(
            mistakes == [
                "f.yaml:2:8: The environment variable NOPE is not set; set it before the start.",
                "f.yaml:2:8: The environment variable NADA is not set; set it before the start.",
            ])
        #expect(document.map.isIncomplete("/b") && !document.map.isIncomplete("/a"))
    }

    @Test func tellsOfEveryNameWrittenTwice() throws {
        let (document, mistakes) = try read("a: 1\nb: {c: 1, c: 2, \"c\": 3, d: 4}\na: 5\n")
        #expect(
            mistakes == [
                "f.yaml:2:17: Found \"c\" again, first written on line 2; keep one.",
                "f.yaml:3:1: Found \"a\" again, first written on line 1; keep one.",
            ])
        #expect(document.value == ["a": 5, "b": ["c": 3, "d": 4]])
        #expect(document.map.names["/b/d"] == SourceMap.Position(line: 2, column: 25))
    }

    @Test(arguments: [
        ("a: [1\nb: 2", "f.yaml:2:"), ("a: \"x", "f.yaml:1:"), ("\ta: 1", "f.yaml:1:1"), ("a: 1\n--- \nb: 2", "f.yaml:2:1"),
        ("a: *nobody", "f.yaml:1:4"), ("a: 1\nb: \u{1}", "f.yaml:2:4"),
    ])
    func saysWhereTextStopsBeingYAML(text: String, position: String) throws {
        let (document, mistakes) = YAMLDocument.read(text, file: "f.yaml", environment: [:])
        #expect(document == nil)
        #expect(mistakes.count == 1)
        #expect(mistakes.first?.description.hasPrefix(position) == true, "\(mistakes)")
    }

    @Test(arguments: ["", "# nothing\n"])
    func anEmptyFileIsAnEmptyObject(text: String) throws {
        #expect(try read(text).document.value == [:])
    }

    @Test func aliasesRepeatTheirAnchor() throws {
        #expect(try read("a: &x {b: 1}\nc: *x").document.value == ["a": ["b": 1], "c": ["b": 1]])
    }

    @Test(arguments: [
        ("lisen", "listen"), ("lsiten", "listen"), ("log_lvl", "log_level"), ("ur", "uri"), ("banana", nil),
    ])
    func guessesTheWordThatWasMeant(word: String, meant: String?) {
        #expect(Spelling.nearest(to: word, among: ["listen", "domain", "uri", "log_level"]) == meant)
    }
}
