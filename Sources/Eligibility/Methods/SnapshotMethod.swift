import ChainKit
import Foundation

/// `method: snapshot` with `list` and `chain`: one of the subject's wallets is on a list made beforehand.
public struct SnapshotMethod: EligibilityMethod {
    public let id: MethodID = "snapshot"
    private let load: @Sendable (String) throws(ChainError) -> String
    private let accounts: @Sendable (String) -> (any AccountFormat)?

    /// - Parameters:
    ///   - load: gives the text of the file at a path, as the campaign writes it.
    ///   - accounts: gives the account format of a configured chain.
    public init(
        load: @escaping @Sendable (String) throws(ChainError) -> String,
        accounts: @escaping @Sendable (_ chainName: String) -> (any AccountFormat)?
    ) {
        self.load = load
        self.accounts = accounts
    }

    /// Loads the list, once.
    /// - Throws: `parameters_invalid` naming the parameter, or the lines of the list that hold no address.
    public func rule(_ parameters: JSONValue) async throws(ChainError) -> any EligibilityRule {
        let path = try Self.text("list", of: parameters, example: "founders.csv")
        let chainName = try Self.text("chain", of: parameters, example: "sol")
        if let name = parameters.members?.keys.filter({ $0 != "list" && $0 != "chain" }).min() {
            throw ChainError(
                .parametersInvalid, "Found \"\(name)\"; snapshot takes \"list\" and \"chain\".",
                pointer: JSONPointer.member(name, of: ""))
        }
        guard let format = accounts(chainName) else {
            throw ChainError(
                .parametersInvalid, "Found \"\(chainName.prefix(64))\", which is no chain; write the name of a configured one.",
                pointer: "/chain")
        }
        do {
            let list = try await SnapshotList(parsing: try load(path), name: path, format: format)
            return SnapshotRule(name: path, chainName: chainName, list: list)
        } catch {
            throw error.under("/list")
        }
    }

    private static func text(_ name: String, of parameters: JSONValue, example: String) throws(ChainError) -> String {
        guard let text = parameters[name]?.text, !text.isEmpty else {
            let found = parameters[name].map { $0.text == nil ? "Found \($0.kind)" : "Found an empty string" }
            throw ChainError(
                .parametersInvalid, "\(found ?? "\"\(name)\" is missing"); write \(name): \(example).",
                pointer: parameters[name] == nil ? nil : "/\(name)")
        }
        return text
    }
}

private struct SnapshotRule: DescribedRule {
    let name: String
    let chainName: String
    let list: SnapshotList

    var sentence: String { "be on the list \(name) of \(chainName) wallets" }

    func plan(for subject: Subject) -> [FactQuery] { [] }

    func decide(for subject: Subject, given facts: Facts, now: Date) -> Verdict {
        let accounts = subject.accounts(on: list.chain)
        guard !accounts.isEmpty else {
            return Verdict(
                .no,
                reasons: [
                    Reason("no_account_on_chain", "No wallet for \(chainName) is linked; link one to have it looked up.")
                ])
        }
        return accounts.contains(where: list.accounts.contains)
            ? Verdict(.yes, reasons: [Reason("listed", "A linked wallet is on the list \(name).")])
            : Verdict(.no, reasons: [Reason("not_listed", "No linked wallet is on the list \(name).")])
    }
}
