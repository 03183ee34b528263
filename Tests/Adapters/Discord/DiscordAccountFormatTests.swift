import ChainKit
import DiscordAdapter
import Testing

@Suite struct DiscordAccountFormatTests {
    @Test(arguments: ["80351110224678912", "745405652372911101", "18446744073709551615"])
    func readsAUserID(text: String) async throws {
        let accounts = try #require(AdapterKind.discord.accounts)
        let format = try accounts(ChainID("discord:global"))
        #expect(try await format.account(text).description == "discord:global:\(text)")
    }

    @Test(arguments: [
        "", "1", "8035111022467891", "080351110224678912", "18446744073709551616", "184467440737095516150", "+80351110224678912",
        " 80351110224678912", "80351110224678912\n", "8035111022467891x", "٨٠٣٥١١١٠٢٢٤٦٧٨٩١٢", "<@80351110224678912>",
    ])
    func refusesWhatIsNoUserID(text: String) async throws {
        let accounts = try #require(AdapterKind.discord.accounts)
        let format = try accounts(ChainID("discord:global"))
        let error = await #expect(throws: ChainError.self) { try await format.account(text) }
        #expect(error?.code == .accountInvalid)
    }

    @Test(arguments: ["discord:1", "eip155:1"])
    func knowsOneDiscordOnly(chain: String) throws {
        let chain = try ChainID(chain)
        let accounts = try #require(AdapterKind.discord.accounts)
        let error = #expect(throws: ChainError.self) { try accounts(chain) }
        #expect(error?.code == .accountInvalid)
    }
}
