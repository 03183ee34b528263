import ArgumentParser
import ChainKit
import Foundation

extension ChainError {
    /// Tells why a run of the suite cannot be made on standard error; exit status 2.
    func reported() -> ExitCode {
        FileHandle.standardError.write(Data("\(message)\(pointer.map { " At \($0)." } ?? "")\n".utf8))
        return ExitCode(2)
    }
}
