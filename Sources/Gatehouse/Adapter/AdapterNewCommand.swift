import AdapterSet
import ArgumentParser
import ChainKit
import Foundation

struct AdapterNewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Writes the skeleton of an adapter: a program that runs, tests that say what is missing, and a README.",
        discussion: """
            The folder is named like the adapter. Its tests are red until the methods are written; the README says which, in order.
            """)

    @Argument(help: "The adapter's name: 3 to 8 of a-z and 0-9, beginning with a letter.")
    var name: String

    @Option(help: "What it is written in: \(AdapterSkeleton.Language.allCases.map(\.rawValue).joined(separator: " or ")).")
    var language: AdapterSkeleton.Language

    @Option(help: "The folder in which the adapter's own is made.")
    var directory = "."

    @Option(
        help: ArgumentHelp(
            "A checkout of Gatehouse, whose libraries an adapter in Swift is built with (default: the current folder).",
            valueName: "path"))
    var gatehouse: String?

    func validate() throws {
        guard name.wholeMatch(of: /[a-z][a-z0-9]{2,7}/) != nil else {
            throw ValidationError("\"\(name)\" is no name for an adapter; write 3 to 8 of a-z and 0-9, beginning with a letter.")
        }
        guard !AdapterSet.kinds.contains(where: { $0.id == name }) else {
            throw ValidationError("\"\(name)\" is an adapter of Gatehouse already; choose another name.")
        }
        switch language {
        case .python:
            guard gatehouse == nil else {
                throw ValidationError("--gatehouse is for adapters in Swift; one in Python needs no checkout.")
            }
        case .swift:
            guard SwiftNames.canName(name) else {
                throw ValidationError("\"\(name)\" means something else in Swift; choose another name.")
            }
            _ = try checkout()
        }
    }

    func run() throws {
        let folder = URL(filePath: directory).appending(path: name)
        let shown = directory == "." ? name : folder.relativePath
        let skeleton = AdapterSkeleton(name: name, language: language, gatehouse: language == .swift ? try checkout() : nil)
        do {
            try FileManager.default.createDirectory(
                at: folder.deletingLastPathComponent(), withIntermediateDirectories: true)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        } catch CocoaError.fileWriteFileExists {
            throw ValidationError("\(shown) is there already; choose another name or --directory.")
        } catch {
            throw ValidationError("\(shown) cannot be made: \(error.localizedDescription)")
        }
        do {
            for file in skeleton.files {
                try file.write(below: folder)
                print("  \(shown)/\(file.path)")
            }
        } catch {
            // Half a skeleton would only be in the way of the next attempt.
            try? FileManager.default.removeItem(at: folder)
            throw ValidationError("\(shown) cannot be written: \(error.localizedDescription)")
        }
        print("\nRead \(shown)/README.md next.")
    }

    /// The absolute path of the checkout.
    private func checkout() throws -> String {
        let folder = URL(filePath: gatehouse ?? ".").standardizedFileURL
        let marks = ["Package.swift", "Sources/ChainKit", "Sources/AdapterProcess"]
        guard marks.allSatisfy({ FileManager.default.fileExists(atPath: folder.appending(path: $0).path) }) else {
            throw ValidationError(
                gatehouse.map { "\($0) is no checkout of Gatehouse; name the folder with its Package.swift." }
                    ?? "An adapter in Swift is built with Gatehouse's libraries; write --gatehouse with the path of a checkout.")
        }
        guard folder.lastPathComponent != name else {
            throw ValidationError(
                "The checkout's folder is named \(name) as well, and packages are told apart by it; choose another name.")
        }
        let path = folder.path
        return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }
}

extension AdapterSkeleton.Language: ExpressibleByArgument {}
