import Foundation

/// The files of a new adapter, its name written into them.
struct AdapterSkeleton {
    enum Language: String, CaseIterable {
        case python, swift
    }

    struct File {
        /// Below the adapter's folder.
        let path: String
        let bytes: Data
        let isExecutable: Bool

        func write(below folder: URL) throws {
            let url = folder.appending(path: path)
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try bytes.write(to: url)
            if isExecutable { try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: url.path) }
        }
    }

    let name: String
    let language: Language
    /// The absolute path of the checkout that an adapter in Swift is built with.
    let gatehouse: String?

    var files: [File] {
        let own =
            switch language {
            case .python: python
            case .swift: swift
            }
        return own + [
            file(".gitignore", PackageResources.gitignore_txt),
            file("exchanges/\(name)/holdings.json", PackageResources.holdings_json),
            file("exchanges/\(name)/sign-in.json", PackageResources.sign_in_json),
        ]
    }

    private var python: [File] {
        [
            file("README.md", PackageResources.README_python_md),
            file("adapter.py", PackageResources.adapter_py, isExecutable: true),
            file("gatehouse_adapter.py", PackageResources.gatehouse_adapter_py),
            file("test_adapter.py", PackageResources.test_adapter_py),
        ]
    }

    private var swift: [File] {
        let (sources, tests) = ("Sources/\(capitalized)Adapter", "Tests/\(capitalized)AdapterTests")
        return [
            file("README.md", PackageResources.README_swift_md),
            file("Package.swift", PackageResources.Package_swift_txt),
            file("Sources/Program/main.swift", PackageResources.main_swift_txt),
            file("\(sources)/ChainAdapter+\(capitalized).swift", PackageResources.ChainAdapter_Name_swift_txt),
            file("\(sources)/\(capitalized)Configuration.swift", PackageResources.NameConfiguration_swift_txt),
            file("\(sources)/\(capitalized)AccountFormat.swift", PackageResources.NameAccountFormat_swift_txt),
            file("\(sources)/\(capitalized)Ownership.swift", PackageResources.NameOwnership_swift_txt),
            file("\(sources)/\(capitalized)Client.swift", PackageResources.NameClient_swift_txt),
            file("\(sources)/\(capitalized)Holdings.swift", PackageResources.NameHoldings_swift_txt),
            file("\(sources)/Unwritten.swift", PackageResources.Unwritten_swift_txt),
            file("\(tests)/ConformanceTests.swift", PackageResources.ConformanceTests_swift_txt),
        ]
    }

    /// As the names of types begin.
    private var capitalized: String { name.prefix(1).uppercased() + name.dropFirst() }

    private func file(_ path: String, _ template: [UInt8], isExecutable: Bool = false) -> File {
        let words = [("__NAME__", name), ("__Name__", capitalized), ("__GATEHOUSE__", gatehouse.map(Self.escaped) ?? "")]
        let text = words.reduce(String(decoding: template, as: UTF8.self)) { text, word in
            text.replacingOccurrences(of: word.0, with: word.1)
        }
        return File(path: path, bytes: Data(text.utf8), isExecutable: isExecutable)
    }

    /// As it stands between the quotes of a string in Swift.
    private static func escaped(_ text: String) -> String {
        text.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\"", with: "\\\"")
    }
}
