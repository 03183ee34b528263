import ChainKit

/// A transaction put together byte by byte, good or bad; without changes a sign-in by memo.
struct MemoTransaction: Sendable {
    struct Instruction: Sendable {
        var program: [UInt8]
        var accounts: [UInt8] = []
        var data: [UInt8]
    }

    static let memo = key("MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr")
    static let oldMemo = key("Memo1UhkJRfHyvLMcVucJwxXeuD728EqVDDwQDxFMNo")
    static let computeBudget = key("ComputeBudget111111111111111111111111111111")
    static let system = [UInt8](repeating: 0, count: 32)

    /// `nil`: a legacy message without a version's byte.
    var version: UInt8? = nil
    var signers: [Signer]
    var readOnlySigners: UInt8 = 0
    var readOnlyOthers: UInt8 = 1
    /// After the signers; programs are added.
    var otherKeys: [[UInt8]] = []
    var instructions: [Instruction]
    /// Tables with the indexes they give, for version 0.
    var lookups: [UInt8] = [0]
    var instructionCount: [UInt8]?

    var message: [UInt8] {
        var keys = signers.map(\.key) + otherKeys
        for instruction in instructions where !keys.contains(instruction.program) { keys.append(instruction.program) }
        var bytes = version.map { [$0] } ?? []
        bytes += [UInt8(signers.count), readOnlySigners, readOnlyOthers, UInt8(keys.count)] + keys.joined()
        bytes += [UInt8](repeating: 9, count: 32) + (instructionCount ?? [UInt8(instructions.count)])
        for instruction in instructions {
            bytes.append(UInt8(keys.firstIndex(of: instruction.program) ?? 0))
            bytes += [UInt8(instruction.accounts.count)] + instruction.accounts
            bytes += Self.shortLength(instruction.data.count) + instruction.data
        }
        return bytes + (version == nil ? [] : lookups)
    }

    var bytes: [UInt8] { [UInt8(signers.count)] + signers.flatMap { $0.sign(message) } + message }

    static func shortLength(_ count: Int) -> [UInt8] {
        count < 0x80 ? [UInt8(count)] : [UInt8(count & 0x7f | 0x80), UInt8(count >> 7)]
    }

    static func key(_ text: String) -> [UInt8] { Base58.decode(text) ?? [] }
}
