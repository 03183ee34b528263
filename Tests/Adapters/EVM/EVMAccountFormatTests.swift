import ChainKit
import Testing

@testable import EVMAdapter

@Suite struct EVMAccountFormatTests {
    private let checksummed = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
    private let accounts: any AccountFormat

    init() async throws {
        accounts = try await ReplayChain.adapter([ReplayChain().provider()]).accounts
    }

    @Test func givesEverySpellingOneCanonicalAccount() async throws {
        let upper = "0x" + checksummed.dropFirst(2).uppercased()
        for text in [checksummed, checksummed.lowercased(), upper] {
            #expect(try await accounts.account(text).description == "eip155:80094:\(checksummed)")
        }
    }

    @Test(arguments: [
        ("0x5aaeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "EIP-55"), ("5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0x"),
        ("0X5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0x"), ("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe", "39"),
        ("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeg", "hex"), ("", "0x"), ("0x", "40"),
        (" 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0x"),
    ])
    func refusesOtherTextSayingWhy(text: String, why: String) async {
        let error = await #expect(throws: ChainError.self) { try await accounts.account(text) }
        #expect(error?.code == .accountInvalid)
        #expect(error?.message.contains(why) == true)
    }
}
