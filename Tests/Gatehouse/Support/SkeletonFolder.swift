import Foundation
import Testing

/// A folder for skeletons, which goes when nobody holds it any more.
final class SkeletonFolder: Sendable {
    let url = FileManager.default.temporaryDirectory.appending(path: "skeletons-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// - Returns: the files that were made, each without a placeholder left in it.
    func make(_ name: String, _ language: String, _ further: String...) async throws -> [String] {
        let process = try GatehouseProcess(
            ["adapter", "new", name, "--language", language, "--directory", url.path] + further)
        let output = await process.output.whole()
        let errors = await process.errors.whole()
        #expect(await process.ended() == .exit(0), "\(errors)")
        #expect(output.last == "Read \(url.path)/\(name)/README.md next.")
        let files = try FileManager.default.subpathsOfDirectory(atPath: url.appending(path: name).path).sorted().filter {
            !url.appending(path: "\(name)/\($0)").hasDirectory
        }
        for file in files {
            let text = try text("\(name)/\(file)")
            #expect(!text.isEmpty && text.firstMatch(of: /__(NAME|Name|GATEHOUSE)__/) == nil, "\(file)")
        }
        return files
    }

    func text(_ path: String) throws -> String { try String(contentsOf: url.appending(path: path), encoding: .utf8) }

    func write(_ path: String, _ text: String) throws {
        let file = url.appending(path: path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        // Written in place: an executable stays one.
        if let handle = FileHandle(forWritingAtPath: file.path) {
            try handle.truncate(atOffset: 0)
            try handle.write(contentsOf: Data(text.utf8))
        } else {
            try Data(text.utf8).write(to: file)
        }
    }

    func unittest(_ name: String) async throws -> (ending: GatehouseProcess.Ending?, output: [String], errors: [String]) {
        try await GatehouseProcess.run(
            "-B", "-m", "unittest", in: url.appending(path: name), program: URL(fileURLWithPath: "/usr/bin/python3"))
    }

    func conformance(
        _ name: String, _ further: String...
    ) async throws -> (ending: GatehouseProcess.Ending?, output: [String], errors: [String]) {
        let process = try GatehouseProcess(
            ["conformance", "run", "--external", "./adapter.py", "--exchanges", "exchanges"] + further,
            in: url.appending(path: name))
        let (output, errors) = (await process.output.whole(), await process.errors.whole())
        return (await process.ended(), output, errors)
    }
}

extension URL {
    fileprivate var hasDirectory: Bool { (try? resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory ?? false }
}
