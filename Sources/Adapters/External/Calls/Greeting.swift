import AdapterProtocol
import ChainKit
import Synchronization

/// `initialize`: what each life of a program is told and has to answer. A later life must be what the first one was.
final class Greeting: Sendable {
    private static let version = AdapterManifest.contractVersion

    private let setup: AdapterSetup
    private let options: JSONValue
    private let deadline: Duration
    private let first = Mutex<Introduction?>(nil)

    init(_ setup: AdapterSetup, options: JSONValue, deadline: Duration) {
        self.setup = setup
        self.options = options
        self.deadline = deadline
    }

    /// What the program said of itself, once it has.
    var introduction: Introduction? { first.withLock { $0 } }

    /// - Throws: `configuration_invalid` when the program refuses, speaks no common version, or is not what it was; an
    ///   error that blames the outside when it does not answer as it should.
    func greet(_ run: ProgramRun) async throws(ChainError) {
        let introduction = try Introduction(wire: MessageReader(try await answer(of: run), "the answer to initialize"))
        let versions = introduction.manifest.contractVersions
        guard versions.contains(Self.version) else { throw Self.versions(versions) }
        guard introduction.contractVersion == Self.version else {
            throw ChainError(
                .configurationInvalid,
                "The program chose contract version \(introduction.contractVersion), which was not offered; Gatehouse offers \(Self.version), correct the program's answer to initialize."
            )
        }
        let known = first.withLock { first in
            first = first ?? introduction
            return first
        }
        guard introduction == known else {
            throw ChainError(
                .configurationInvalid,
                "The program says of itself something else than at first (its chain or its manifest); restart Gatehouse to accept it."
            )
        }
    }

    private func answer(of run: ProgramRun) async throws(ChainError) -> JSONValue {
        let words = Initialization(
            contractVersions: [Self.version], now: setup.now(), name: setup.name, options: options, providers: setup.providers)
        do throws(CallFailure) {
            return try await run.peer.call("initialize", words.wire, within: deadline)
        } catch {
            if case .refused(let refusal) = error, refusal.code == ErrorCode.versions {
                let told = refusal.data?["contract_versions"]?.elements ?? []
                let theirs = told.compactMap(\.whole)
                guard theirs.count == told.count, let lowest = theirs.min(), let highest = theirs.max() else {
                    throw Self.versions(nil)
                }
                throw Self.versions(Int(lowest)...Int(highest))
            }
            throw ChainError(error, method: "initialize", deadline: deadline, allowing: [.configurationInvalid])
        }
    }

    private static func versions(_ theirs: ClosedRange<Int>?) -> ChainError {
        guard let theirs else {
            return ChainError(
                .configurationInvalid, "The program does not speak contract version \(version), and does not say which it does.")
        }
        let upgrade = theirs.upperBound < version ? "the program" : "Gatehouse"
        return ChainError(
            .configurationInvalid,
            "The program speaks contract versions \(theirs.lowerBound) to \(theirs.upperBound), Gatehouse speaks \(version); upgrade \(upgrade)."
        )
    }
}
