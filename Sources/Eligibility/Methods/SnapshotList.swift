import ChainKit
import Foundation

/// Accounts read from text: one a line, or the first column of CSV. Blank lines, what follows `#`, and a header line
/// are skipped; an account may come twice.
struct SnapshotList: Sendable {
    let chain: ChainID
    let accounts: Set<Account>

    /// Words that make the first line a header; a misspelt address there is still a mistake.
    private static let headers: Set<String> = ["account", "address", "owner", "wallet", "wallet_address"]

    /// - Throws: `parameters_invalid` with the numbers of the lines that hold no address, or when there is none at all; at
    ///   once what does not blame the list, when nobody could say what is an address.
    init(parsing text: String, name: String, format: any AccountFormat) async throws(ChainError) {
        var accounts: Set<Account> = []
        var chain: ChainID?
        var isFirst = true
        var bad: [(line: Int, problem: String)] = []
        let lines = text.drop { $0 == "\u{FEFF}" }.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            guard let column = Self.firstColumn(line) else { continue }
            defer { isFirst = false }
            if isFirst, Self.headers.contains(column.lowercased()) { continue }
            do {
                let account = try await format.account(column)
                chain = account.chain
                accounts.insert(account)
            } catch {
                guard error.code.blame == .caller else { throw error.whileReading(name, line: index + 1) }
                bad.append((index + 1, error.message))
            }
        }
        if let first = bad.first {
            let more = bad.dropFirst().prefix(9).map { String($0.line) }.joined(separator: ", ")
            let also = more.isEmpty ? "" : " Lines \(more)\(bad.count > 10 ? " and \(bad.count - 10) more" : "") are wrong too."
            throw ChainError(.parametersInvalid, "\(name) line \(first.line): \(first.problem)\(also)")
        }
        guard let chain else {
            throw ChainError(.parametersInvalid, "\(name) lists nobody; write one address a line.")
        }
        self.chain = chain
        self.accounts = accounts
    }

    private static func firstColumn(_ line: Substring) -> String? {
        let column = line.prefix { $0 != "#" }.prefix { $0 != "," && $0 != ";" && $0 != "\t" }
        let trimmed = column.trimmingCharacters(in: .whitespaces.union(["\""]))
        return line.prefix { $0 != "#" }.allSatisfy(\.isWhitespace) ? nil : trimmed
    }
}

extension ChainError {
    /// The same error, which says how far a list was read.
    fileprivate func whileReading(_ name: String, line: Int) -> ChainError {
        var error = self
        error.message = "\(name) cannot be read from line \(line) on: \(message)"
        return error
    }
}
