import ArgumentParser
import ChainConformance
import ChainKit
import Foundation

/// Which vector files a conformance command reads.
struct VectorOptions: ParsableArguments {
    @Option(name: .customLong("vectors"), help: "A vector file or a folder of them; may be given several times.")
    var paths = ["conformance/vectors"]

    /// The files in the order of their names, or an error on standard error and exit status 2: the run cannot be made.
    func load() throws -> [VectorFile] {
        do { return try VectorFile.load(paths) } catch {
            FileHandle.standardError.write(Data("\(error.message)\(error.pointer.map { " At \($0)." } ?? "")\n".utf8))
            throw ExitCode(2)
        }
    }
}
