import Foundation

/// The server of this build in a process of its own, on a free port and a fresh database.
final class ServerProcess {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("gatehouse-bench-\(UUID().uuidString)")
    private let process = Process()
    private let log = Pipe()
    /// The program that was built beside this one.
    static let executable = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appendingPathComponent("gatehouse")

    init() throws {
        try FileManager.default.createDirectory(
            at: folder.appendingPathComponent("campaigns"), withIntermediateDirectories: true)
        let config = folder.appendingPathComponent("gatehouse.yaml")
        try configuration.write(to: config, atomically: true, encoding: .utf8)
        let migration = try Process.run(Self.executable, arguments: ["migrate", "--config", config.path])
        migration.waitUntilExit()
        guard migration.terminationStatus == 0 else { throw BenchmarkError.unexpected("the migration failed") }
        process.executableURL = Self.executable
        process.arguments = ["serve", "--config", config.path]
        process.standardError = log
        try process.run()
    }

    /// The server's address; waits until the server says that it listens.
    func base() throws -> String {
        var said = ""
        while !said.contains("\n") {
            let data = log.fileHandleForReading.availableData
            if data.isEmpty { break }
            said += String(decoding: data, as: UTF8.self)
        }
        guard let start = said.firstRange(of: "http://")?.lowerBound else {
            throw BenchmarkError.unexpected("the server did not start: \(said)")
        }
        return String(said[start...].prefix { $0 != "\"" })
    }

    var residentMegabytes: Int {
        let status = (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        let kilobytes = line?.split(separator: " ").compactMap { Int($0) }.first ?? 0
        return kilobytes / 1024
    }

    func stop() {
        process.terminate()
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }

    private var configuration: String {
        """
        server: { listen: "127.0.0.1:0", domain: bench.example, uri: "https://bench.example", log_level: notice }
        database: sqlite:\(folder.path)/gatehouse.db
        tokens: { keys: [ { kid: bench, algorithm: EdDSA, secret: "\(Data((0..<32).map { _ in UInt8.random(in: 0...255) }).base64EncodedString())" } ] }
        rate_limits: { sign_in: 0, verify: 0, other: 0 }
        chains:
          sol: { adapter: solana, network: mainnet, providers: [ { url: "http://127.0.0.1:9" } ] }

        """
    }
}
