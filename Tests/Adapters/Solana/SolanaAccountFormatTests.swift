import ChainKit
import Testing

struct SolanaAccountFormatTests {
    @Test(arguments: [UInt8](0...255))
    func givesBackEveryAddressAsItIs(_ byte: UInt8) async throws {
        let adapter = try await Sample.adapter()
        let text = Sample.address(byte)
        #expect(try await adapter.accounts.account(text).address == text)
    }

    @Test(arguments: [
        "", "1", "0x00", " " + Sample.address(5), Sample.address(5) + "\n", "1" + Sample.address(5),
        String(Sample.address(5).dropLast()), String(repeating: "z", count: 44), String(repeating: "2", count: 1 << 20),
        Sample.address(5) + "é",
    ])
    func refusesAnythingElse(_ text: String) async throws {
        let adapter = try await Sample.adapter()
        let error = await #expect(throws: ChainError.self) { try await adapter.accounts.account(text) }
        #expect(error?.code == .accountInvalid)
    }

    @Test func readsAllZeroAddressOfTheSystemProgram() async throws {
        let adapter = try await Sample.adapter()
        #expect(try await adapter.accounts.account(String(repeating: "1", count: 32)).address.count == 32)
    }
}
