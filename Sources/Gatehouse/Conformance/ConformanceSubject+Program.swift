import ChainKit
import ExternalAdapter

extension ConformanceSubject {
    /// Starts the program to learn which vector operations it answers.
    /// - Parameter environment: names of the variables that it may see, beside PATH.
    /// - Throws: `configuration_invalid` for a program that does not start; an error that blames the outside.
    static func program(
        _ command: [String], environment: [String], id: String?
    ) async throws(ChainError) -> ConformanceSubject {
        do throws(ChainError) {
            return .program(
                .external(command: command, environment: environment), id: id,
                ops: try await ExternalAdapter.vectorOps(command: command, environment: environment))
        } catch {
            // It would lead into a configuration, and there is none.
            var error = error
            error.pointer = nil
            throw error
        }
    }
}
