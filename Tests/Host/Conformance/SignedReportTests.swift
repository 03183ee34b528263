import ChainKit
import Testing

@testable import Host

@Suite struct SignedReportTests {
    private let json = ReportSample.signed(ReportSample.report())

    @Test func aSignatureHoldsForItsReportWhateverTheLayout() throws {
        let compact = try SignedReport(parsing: json.jsonBytes)
        #expect(compact.isSigned(byOneOf: [ReportSample.publicKey([UInt8](1...32)), ReportSample.key]))
        let laidOut = json.json.replacing(",\"", with: " ,\n\t\"").replacing("ü", with: "\\u00fc")
        #expect(try SignedReport(parsing: Array(laidOut.utf8)).isSigned(byOneOf: [ReportSample.key]))
    }

    @Test func noOtherKeyAndNoSignatureWillDo() throws {
        let other = ReportSample.publicKey([UInt8](1...32))
        let signed = try SignedReport(parsing: json.jsonBytes)
        #expect(!signed.isSigned(byOneOf: [other]) && !signed.isSigned(byOneOf: []))
        let unsigned = try SignedReport(parsing: ReportSignature.unsigned(json).jsonBytes)
        #expect(!unsigned.isSigned(byOneOf: [ReportSample.key]))
        // The right key's name under another key's signature.
        let theirs = ReportSample.signed(ReportSample.report(), seed: [UInt8](1...32))
        let claimed = theirs.setting("/signature/key", .string(ReportSample.key.description))
        #expect(try !SignedReport(parsing: claimed.jsonBytes).isSigned(byOneOf: [ReportSample.key, other]))
    }

    @Test func noPartOfTheTextCanBeChanged() {
        let text = json.jsonBytes
        for index in stride(from: 0, to: text.count, by: 4) {
            var changed = text
            changed[index] ^= 1
            let isSigned = (try? SignedReport(parsing: changed))?.isSigned(byOneOf: [ReportSample.key]) ?? false
            #expect(!isSigned, "byte \(index): \(String(decoding: text[max(0, index - 20)...index], as: UTF8.self))")
        }
    }

    @Test func noBitOfTheSignatureCanBeChanged() throws {
        let good = try #require(SignedReport(parsing: json.jsonBytes).signature)
        for bit in 0..<512 {
            var value = good.value
            value[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(!ReportSignature(key: good.key, value: value).isGood(for: json))
        }
        #expect(!ReportSignature(key: good.key, value: good.value + [0]).isGood(for: json))
    }

    @Test func aSignatureOverTheBareReportDoesNotCount() {
        let bare = ReportSignature.unsigned(json).jsonBytes
        #expect(ReportSignature.signedBytes(of: json) == Array("gatehouse-conformance-report-v1\n".utf8) + bare)
    }

    @Test(arguments: [
        "", "ed25519:", "ed25519:AAAA", "ED25519:\(String(repeating: "A", count: 43))", String(repeating: "A", count: 43),
    ])
    func whatIsNoKeyIsNone(text: String) {
        #expect(ReportKey(text) == nil)
        #expect(ReportKey(ReportSample.key.description) == ReportSample.key)
    }
}
