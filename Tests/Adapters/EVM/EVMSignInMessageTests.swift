import ChainKit
import Testing

@testable import EVMAdapter

@Suite struct EVMSignInMessageTests {
    @Test func writesBackEveryMessageItReads() throws {
        var count = 0
        for one in try VectorFile("siwe_parse").cases where one["expected"]?["verdict"] != "reject" {
            let text = try #require(one["inputs"]?["message"]?.text)
            guard let message = try? EVMSignInMessage(parsing: text) else { continue }
            #expect(message.text == text)
            count += 1
        }
        #expect(count > 30)
    }

    @Test func saysWhichLineIsWrong() throws {
        let address = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
        let lines = [
            "a.example wants you to sign in with your Ethereum account:", address, "", "", "URI: https://a.example",
            "Version: 1", "Chain ID: 1", "Nonce: 12345678", "Issued At: 2026-03-04T05:06:07Z",
        ]
        #expect(try EVMSignInMessage(parsing: lines.joined(separator: "\n")).domain == "a.example")
        let breaks = [
            0: ("a example wants you to sign in with your Ethereum account:", "domain"), 1: (address.lowercased(), "EIP-55"),
            4: ("URI: a.example", "RFC 3986 URI after \"URI: \" on line 5"), 5: ("Version: 2", "version 1"),
            6: ("Chain ID: 0x1", "line 7"), 7: ("Nonce: 1234567", "line 8"), 8: ("Issued At: today", "RFC 3339"),
        ]
        for (index, (line, why)) in breaks {
            var broken = lines
            broken[index] = line
            let error = #expect(throws: ChainError.self) { try EVMSignInMessage(parsing: broken.joined(separator: "\n")) }
            #expect(error?.code == .proofMalformed)
            #expect(error?.pointer == "/message")
            #expect(error?.message.contains(why) == true, "\(error?.message ?? "")")
        }
    }

    @Test func refusesALongMessageUnread() {
        let text = "a.example wants you to sign in with your Ethereum account:\n" + String(repeating: "x", count: 8192)
        let error = #expect(throws: ChainError.self) { try EVMSignInMessage(parsing: text) }
        #expect(error?.message.contains("8192") == true)
    }

    @Test(arguments: [
        ("https://a.example", true), ("a:", true), ("a:b", true), ("a://", true), ("a:/b//c", true), ("a:?#", true),
        ("http://[::1]", true), ("http://[1:2:3:4:5:6:7:8]", true), ("http://[::ffff:1.2.3.4]:80/", true),
        ("http://[v1.a:b]", true), ("http://[1::8]", true), ("http://a@b:", true), ("http://%41", true),
        ("", false), (":", false), ("1a:b", false), ("a", false), ("a:b c", false), ("a:b#c#d", false), ("a:%4", false),
        ("http://[::1", false), ("http://[:::1]", false), ("http://[1:2:3:4:5:6:7]", false), ("http://[1::2::3]", false),
        ("http://[1:2:3:4:5:6:7:8:9]", false), ("http://[12345::]", false), ("http://[::1.2.3]", false),
        ("http://[::1.2.3.256]", false), ("http://[v.a]", false), ("http://[::1]a", false), ("http://a:b", false),
        ("http://a@b@c", false), ("http://a[b]", false), ("http://[1:2:3:4:5:6:7::]", true), ("http://[1:2:3:4:5:6:7::8]", false),
        ("a:[", false),
        ("http://[1:2:3:4:5:6:7:8::]", false), ("http://[:1]", false), ("http://[]", false),
    ])
    func knowsAnRFC3986URI(text: String, isURI: Bool) {
        #expect(URIGrammar.isURI(Array(text.utf8)[...]) == isURI)
    }
}
