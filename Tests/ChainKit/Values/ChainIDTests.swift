import ChainKit
import Foundation
import Testing

struct ChainIDTests {
    @Test(arguments: ["eip155:1", "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp", "tvm:-239", "a-1:_", "abcdefgh:1"])
    func readsAndWritesCAIP2(text: String) throws {
        #expect(try ChainID(text).description == text)
        #expect(try JSONDecoder().decode([ChainID].self, from: Data("[\"\(text)\"]".utf8)) == [ChainID(text)])
    }

    @Test(arguments: [
        "", ":", "eip155", "eip155:", ":1", "EIP155:1", "ei:1", "eip155eip:1", "eip155:1:2", "eip155: 1", "eip155:1\n",
        "eip155/1",
        "solana:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "eip_155:1", "éip155:1", "eip155:１",
    ])
    func refusesAnythingElse(text: String) {
        let error = #expect(throws: ChainError.self) { try ChainID(text) }
        #expect(error?.code == .configurationInvalid)
    }
}
