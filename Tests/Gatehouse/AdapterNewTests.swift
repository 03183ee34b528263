import Foundation
import Testing

extension ProcessTests {
    @Suite struct AdapterNewTests {
        private static let templates = GatehouseProcess.package.appending(path: "Sources/Gatehouse/Adapter/Templates")

        @Test func aPythonSkeletonIsAProgramItsTestsItsCasesAndAReadme() async throws {
            let folder = try SkeletonFolder()
            let files = try await folder.make("acme", "python")
            #expect(
                files == [
                    ".gitignore", "README.md", "adapter.py", "exchanges/acme/holdings.json", "exchanges/acme/sign-in.json",
                    "gatehouse_adapter.py", "test_adapter.py",
                ])
            #expect(FileManager.default.isExecutableFile(atPath: folder.url.appending(path: "acme/adapter.py").path))
        }

        @Test func aSwiftSkeletonIsAPackageOnTheNamedCheckout() async throws {
            let folder = try SkeletonFolder()
            let files = try await folder.make("acme", "swift", "--gatehouse", GatehouseProcess.package.path)
            #expect(
                files == [
                    ".gitignore", "Package.swift", "README.md", "Sources/AcmeAdapter/AcmeAccountFormat.swift",
                    "Sources/AcmeAdapter/AcmeClient.swift", "Sources/AcmeAdapter/AcmeConfiguration.swift",
                    "Sources/AcmeAdapter/AcmeHoldings.swift", "Sources/AcmeAdapter/AcmeOwnership.swift",
                    "Sources/AcmeAdapter/ChainAdapter+Acme.swift", "Sources/AcmeAdapter/Unwritten.swift",
                    "Sources/Program/main.swift", "Tests/AcmeAdapterTests/ConformanceTests.swift",
                    "exchanges/acme/holdings.json", "exchanges/acme/sign-in.json",
                ])
            #expect(try folder.text("acme/Package.swift").contains("path: \"\(GatehouseProcess.package.path)\""))
        }

        @Test func aSkeletonRunsAndItsFailuresNameWhatIsMissing() async throws {
            let folder = try SkeletonFolder()
            _ = try await folder.make("acme", "python")
            let own = try await folder.unittest("acme")
            #expect(own.ending == .exit(1))
            for method in ["parse_account", "sign_in_message", "verify", "identify"] {
                #expect(own.errors.contains { $0.contains("NotImplementedError: \(method)") }, "\(method)")
            }
            let run = try await folder.conformance("acme", "--filter", "exchanges/*")
            #expect(run.ending == .exit(1))
            #expect(run.output.contains("adapter acme 0.1.0"))
            for method in ["parse_account", "verify"] {
                #expect(run.output.contains { $0.contains("\(method) is not written yet; see the README") }, "\(method)")
            }
        }

        @Test func theReadmeLeadsToGreen() async throws {
            let folder = try SkeletonFolder()
            _ = try await folder.make("acme", "python")
            let solution = try String(
                contentsOf: GatehouseProcess.package.appending(path: "Tests/Gatehouse/Toy/adapter.py"), encoding: .utf8)
            try folder.write("acme/adapter.py", solution.replacingOccurrences(of: "id = \"toy\"", with: "id = \"acme\""))
            let own = try await folder.unittest("acme")
            #expect(own.ending == .exit(0), "\(own.errors)")
            let run = try await folder.conformance("acme")
            #expect(run.ending == .exit(0), "\(run.output.joined(separator: "\n"))")
            #expect(run.output.last?.wholeMatch(of: /[1-9]\d* passed, 0 failed, 0 skipped/) != nil)
        }

        @Test func anExampleHasTheMessagesPartAsItIsWritten() throws {
            let template = try Data(contentsOf: Self.templates.appending(path: "python/gatehouse_adapter.py"))
            let example = GatehouseProcess.package.appending(path: "Examples/sui/gatehouse_adapter.py")
            #expect(try Data(contentsOf: example) == template)
        }

        @Test(arguments: [
            (["Acme", "--language", "python"], "3 to 8 of a-z and 0-9"), (["ab", "--language", "python"], "3 to 8"),
            (["../acme", "--language", "python"], "3 to 8"), (["acmeacmea", "--language", "python"], "3 to 8"),
            (["evm", "--language", "python"], "an adapter of Gatehouse already"),
            (["external", "--language", "python"], "an adapter of Gatehouse already"),
            (["class", "--language", "swift", "--gatehouse", "."], "means something else in Swift"),
            (["chain", "--language", "swift", "--gatehouse", "."], "means something else in Swift"),
            (["acme", "--language", "ruby"], "'python' and 'swift'"), (["acme"], "--language"),
            (["acme", "--language", "swift", "--gatehouse", "docs"], "docs is no checkout of Gatehouse"),
            (["acme", "--language", "python", "--gatehouse", "."], "needs no checkout"),
            (["taken", "--language", "python"], "taken is there already"),
            (["acme", "--language", "python", "--directory", "/proc/nowhere"], "/proc/nowhere/acme cannot be made"),
        ])
        func whatCannotBeMadeIsSaidClearly(arguments: [String], text: String) async throws {
            let folder = try SkeletonFolder()
            try folder.write("taken/mine.txt", "mine")
            let place = arguments.contains("--directory") ? [] : ["--directory", folder.url.path]
            let process = try GatehouseProcess(["adapter", "new"] + arguments + place)
            let errors = await process.errors.whole()
            #expect(await process.ended() == .exit(64))
            #expect(errors.contains { $0.contains(text) }, "\(errors)")
            #expect(try FileManager.default.subpathsOfDirectory(atPath: folder.url.path).sorted() == ["taken", "taken/mine.txt"])
        }

        @Test func aSwiftSkeletonOutsideACheckoutAsksForOne() async throws {
            let folder = try SkeletonFolder()
            let result = try await GatehouseProcess.run("adapter", "new", "acme", "--language", "swift", in: folder.url)
            #expect(result.ending == .exit(64))
            #expect(result.errors.contains { $0.contains("write --gatehouse with the path of a checkout") })
        }
    }
}
