import ChainCrypto
import Testing

struct Ed25519Tests {
    @Test func hasEveryStrictCase() throws {
        #expect(try VectorCase.of("ed25519.verify_strict", in: "ed25519").count == 161)
    }

    @Test(arguments: try VectorCase.of("ed25519.verify_strict", in: "ed25519"))
    func judgesAsTheStrictRuleDoes(_ vector: VectorCase) throws {
        let valid = try Ed25519.isValid(
            signature: vector.bytes("signature"), message: vector.bytes("message"), publicKey: vector.bytes("public_key"))
        if !vector.expects("either") { #expect(valid == vector.expects("accept")) }
    }

    @Test(arguments: try VectorCase.of("solana.is_on_curve", in: "solana_pda"))
    func tellsWhatDecompresses(_ vector: VectorCase) throws {
        #expect(try .flag(Ed25519.isOnCurve(vector.bytes("bytes"))) == vector.expected["on_curve"])
    }

    /// y = 0, 1 and p - 1 in every spelling: p + y below 2^255, and x = 0 with the sign bit.
    @Test(arguments: [
        ("00", "00", "00"), ("00", "00", "80"), ("01", "00", "00"), ("01", "00", "80"), ("ec", "ff", "7f"), ("ec", "ff", "ff"),
        ("ed", "ff", "7f"), ("ed", "ff", "ff"), ("ee", "ff", "7f"), ("ee", "ff", "ff"),
    ])
    func countsUnreducedAndSmallOrderPointsAsOnTheCurve(first: String, middle: String, last: String) throws {
        let bytes = try VectorCase.bytes(hex: first + String(repeating: middle, count: 30) + last)
        #expect(Ed25519.isOnCurve(bytes))
        #expect(!Ed25519.isValid(signature: bytes + [UInt8](repeating: 0, count: 32), message: [1], publicKey: bytes))
    }

    @Test(arguments: [0, 31, 33, 64])
    func isNotOnTheCurveAtAnotherLength(count: Int) {
        #expect(!Ed25519.isOnCurve(.init(repeating: 0, count: count)))
    }

    /// RFC 8032 §7.1, test 2.
    @Test func signsAsTheStandardDoes() throws {
        let seed = try VectorCase.bytes(hex: "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
        let key = try VectorCase.bytes(hex: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
        let signature = try VectorCase.bytes(
            hex:
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        )
        #expect(Ed25519.publicKey(seed: seed) == key)
        #expect(Ed25519.sign([0x72], seed: seed) == signature)
    }

    @Test(arguments: [0, 31, 33]) func refusesASeedOfAnotherLength(count: Int) {
        let seed = [UInt8](repeating: 1, count: count)
        #expect(Ed25519.publicKey(seed: seed) == nil)
        #expect(Ed25519.sign([], seed: seed) == nil)
    }

    @Test func refusesEveryFlippedBitAndOtherLengths() throws {
        let seed = [UInt8](repeating: 7, count: 32)
        let message = Array("hello".utf8)
        let key = try #require(Ed25519.publicKey(seed: seed))
        let signature = try #require(Ed25519.sign(message, seed: seed))
        #expect(Ed25519.isValid(signature: signature, message: message, publicKey: key))
        for bit in 0..<512 {
            var changed = signature
            changed[bit / 8] ^= 1 << (bit % 8)
            #expect(!Ed25519.isValid(signature: changed, message: message, publicKey: key))
        }
        #expect(!Ed25519.isValid(signature: Array(signature.dropLast()), message: message, publicKey: key))
        #expect(!Ed25519.isValid(signature: signature + [0], message: message, publicKey: key))
        #expect(!Ed25519.isValid(signature: signature, message: message, publicKey: key + [0]))
        #expect(!Ed25519.isValid(signature: [], message: [], publicKey: []))
    }
}
