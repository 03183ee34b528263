import ChainKit
import Testing

@testable import Host

@Suite struct AuthCodeTests {
    @Test func isReadAsPeopleTypeIt() throws {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            let code = AuthCode.random(using: &generator)
            let text = code.text
            #expect(text.wholeMatch(of: /([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}/) != nil, "\(text)")
            for typed in [
                text, text.lowercased(), text.replacing("-", with: ""), " \(text.replacing("-", with: " ")) ",
                text.replacing("0", with: "O").replacing("1", with: "l"),
                text.replacing("0", with: "o").replacing("1", with: "I"),
            ] {
                #expect(AuthCode(typed: typed) == code, "\(typed)")
            }
        }
    }

    @Test(arguments: [
        "", "-", "ABCD-EFGH-JKMN", "ABCD-EFGH-JKMN-PQRS-T", "ABCD-EFGH-JKMN-PQR!", "UUUU-UUUU-UUUU-UUUU", "１２３４-5678-9ABC-DEFG",
        "ABCDEFGHJKMNPQRß", "ABCD_EFGH_JKMN_PQRS",
    ])
    func isNotReadFromAnythingElse(text: String) {
        #expect(AuthCode(typed: text) == nil)
    }

    @Test func noTwoAreTheSame() {
        var generator = SystemRandomNumberGenerator()
        #expect(Set((0..<10_000).map { _ in AuthCode.random(using: &generator).text }).count == 10_000)
    }
}
