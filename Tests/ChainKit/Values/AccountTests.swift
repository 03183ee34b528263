import ChainKit
import Foundation
import Testing

struct AccountTests {
    @Test(arguments: ["eip155:1:0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045", "tvm:-239:0%3Aaf92", "abc:1:a.b-c"])
    func readsAndWritesCAIP10(text: String) throws {
        let account = try Account(caip10: text)
        #expect(account.description == text)
        #expect(try JSONDecoder().decode(Account.self, from: JSONEncoder().encode(account)) == account)
    }

    @Test(arguments: ["", "eip155:1", "eip155:1:", "eip155:1:0x:1", "EIP155:1:0x", "eip155:1:a b", "eip155:1:a_b", "eip155:1:é"])
    func refusesAnythingElse(text: String) {
        let error = #expect(throws: ChainError.self) { try Account(caip10: text) }
        #expect(error?.code == .accountInvalid)
    }

    @Test func refusesAnAddressPastCAIP10sLength() throws {
        let chain = try ChainID("abc:1")
        #expect(throws: Never.self) { try Account(chain: chain, address: String(repeating: "a", count: 128)) }
        #expect(throws: ChainError.self) { try Account(chain: chain, address: String(repeating: "a", count: 129)) }
    }

    @Test func movesOnlyWithinItsNamespace() throws {
        let account = try Account(caip10: "eip155:1:0xabc")
        #expect(try account.moved(to: ChainID("eip155:80094"))?.description == "eip155:80094:0xabc")
        #expect(try account.moved(to: ChainID("solana:x")) == nil)
    }
}
