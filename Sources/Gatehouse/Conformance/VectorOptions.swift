import ArgumentParser
import ChainConformance
import ChainKit

/// Which vector files a conformance command reads.
struct VectorOptions: ParsableArguments {
    @Option(
        name: .customLong("vectors"), parsing: .upToNextOption,
        help: ArgumentHelp("Vector files and folders of them.", valueName: "path"))
    var paths = ["conformance/vectors"]

    /// The files in the order of their names, or an error on standard error and exit status 2: the run cannot be made.
    func load() throws -> [VectorFile] {
        do { return try VectorFile.load(paths) } catch { throw error.reported() }
    }
}
