import ChainKit
import Testing

struct SolanaAccountFormatTests {
    @Test(arguments: [UInt8](0...255))
    func givesBackEveryAddressAsItIs(_ byte: UInt8) throws {
        let adapter = try Sample.adapter()
        let text = Sample.address(byte)
        #expect(try adapter.accounts.account(text).address == text)
    }

    @Test(arguments: [
        "", "1", "0x00", " " + Sample.address(5), Sample.address(5) + "\n", "1" + Sample.address(5),
        String(Sample.address(5).dropLast()), String(repeating: "z", count: 44), String(repeating: "2", count: 1 << 20),
        Sample.address(5) + "é",
    ])
    func refusesAnythingElse(_ text: String) throws {
        let adapter = try Sample.adapter()
        let error = #expect(throws: ChainError.self) { try adapter.accounts.account(text) }
        #expect(error?.code == .accountInvalid)
    }

    @Test func readsAllZeroAddressOfTheSystemProgram() throws {
        let adapter = try Sample.adapter()
        #expect(try adapter.accounts.account(String(repeating: "1", count: 32)).address.count == 32)
    }
}
