import Foundation

/// The processes that a server has started, as the system lists them.
enum RunningPrograms {
    /// The numbers of the processes that were started with a path in this folder.
    static func of(folder: String) -> [Int32] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { Int32($0) }.filter { text("/proc/\($0)/cmdline").contains("\(folder)/") }
    }

    static func isRunning(_ pid: Int32) -> Bool { kill(pid, 0) == 0 && !text("/proc/\(pid)/stat").contains(") Z ") }

    /// The most memory a process has had, in MiB.
    static func peakMebibytes(_ pid: Int32) -> Int? {
        text("/proc/\(pid)/status").split(separator: "\n").first { $0.hasPrefix("VmHWM:") }?
            .split(separator: " ").compactMap { Int($0) }.first.map { $0 / 1024 }
    }

    /// The variables a process was started with.
    static func environment(_ pid: Int32) -> [String] { text("/proc/\(pid)/environ").split(separator: "\0").map(String.init) }

    /// What a process holds open beside its three streams.
    static func openFiles(_ pid: Int32) -> [String] {
        let folder = "/proc/\(pid)/fd"
        let numbers = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).compactMap { Int($0) }
        return numbers.filter { $0 > 2 }.compactMap {
            try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)")
        }
    }

    private static func text(_ path: String) -> String {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
