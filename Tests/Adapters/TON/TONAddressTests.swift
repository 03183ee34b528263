import ChainKit
import Testing

@testable import TONAdapter

@Suite struct TONAddressTests {
    private static let hash = "af92bad9daffb43dba324e73a67d2dc881ea88f99eea60cc6150d4c61249021a"
    private static let canonical = "0%3A" + hash
    private let mainnet: TONAccountFormat
    private let testnet: TONAccountFormat

    init() throws {
        mainnet = try TONAccountFormat(on: ChainID("tvm:-239"))
        testnet = try TONAccountFormat(on: ChainID("tvm:-3"))
    }

    private static var spellings: [String] {
        get throws {
            let address = try TONAddress("0:" + hash)
            var spellings = [address.raw, "0:" + hash.uppercased(), canonical]
            for bounceable in [true, false] {
                for urlSafe in [true, false] { spellings.append(address.friendly(bounceable: bounceable, urlSafe: urlSafe)) }
            }
            return spellings
        }
    }

    @Test(arguments: try spellings)
    func readsEverySpellingAsOneAccount(spelling: String) throws {
        let account = try mainnet.account(spelling)
        #expect(account.description == "tvm:-239:" + Self.canonical)
        #expect(try TONAddress(account: account).raw == "0:" + Self.hash)
    }

    @Test(arguments: [true, false])
    func readsTheTestNetworkSpellingOnTestnetOnly(bounceable: Bool) throws {
        let spelling = try TONAddress("0:" + Self.hash).friendly(bounceable: bounceable, testOnly: true)
        #expect(try testnet.account(spelling).address == Self.canonical)
        let refusal = #expect(throws: ChainError.self) { try mainnet.account(spelling) }
        #expect(refusal?.code == .accountInvalid)
        #expect(refusal?.message.contains("test networks only") == true)
    }

    @Test func keepsTheMasterchainApart() throws {
        let account = try mainnet.account("-1:" + Self.hash)
        #expect(account.address == "-1%3A" + Self.hash)
        #expect(try TONAddress(account: account) != TONAddress("0:" + Self.hash))
        #expect(try mainnet.account(TONAddress("-1:" + Self.hash).friendly(bounceable: true)) == account)
    }

    @Test(arguments: [
        "", ":", "0:", "0%3A", "0%3a" + hash, "0%3A" + hash.uppercased(), "%3A0" + hash, canonical + "%3A", "0%3A0%3A" + hash,
        "0:\(hash)\n", " 0:\(hash)", "0:0x\(hash.dropFirst(2))", "1:\(hash)", "-2:\(hash)", "256:\(hash)", "+0:\(hash)",
        "00:\(hash)", "-0:\(hash)", "0:" + hash.dropLast(), "0:\(hash)0", hash, "0x\(hash)", "٠:\(hash)",
        "UQCvkrrZ2v-0PboyTnOmfS3IgeqI-Z7qYMxhUNTGEkkCGmg0", "UQCvkrrZ2v-0PboyTnOmfS3IgeqI+Z7qYMxhUNTGEkkCGmgz",
        "UQCvkrrZ2v-0PboyTnOmfS3IgeqI-Z7qYMxhUNTGEkkCGmg", "UQCvkrrZ2v-0PboyTnOmfS3IgeqI-Z7qYMxhUNTGEkkCGmgz=",
    ])
    func refusesWhatIsNoAddress(text: String) throws {
        let refusal = #expect(throws: ChainError.self) { try mainnet.account(text) }
        #expect(refusal?.code == .accountInvalid)
    }

    @Test func refusesEveryFriendlySpellingWithACharacterChanged() throws {
        let spelling = Array(try TONAddress("0:" + Self.hash).friendly(bounceable: false))
        for index in spelling.indices {
            for other in "AZaz09-_" where other != spelling[index] {
                var changed = spelling
                changed[index] = other
                #expect(throws: ChainError.self) { try TONAddress(String(changed)) }
            }
        }
    }

    @Test(arguments: ["eip155:1", "tvm:mainnet", "tvm:-0239", "tvm:99999999999"])
    func refusesAChainThatIsNoNetworkOfTON(chain: String) throws {
        let chain = try ChainID(chain)
        let refusal = #expect(throws: ChainError.self) { try TONAccountFormat(on: chain) }
        #expect(refusal?.code == .accountInvalid)
    }
}
