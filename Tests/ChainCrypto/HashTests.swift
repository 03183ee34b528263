import ChainCrypto
import Testing

struct HashTests {
    /// FIPS 180-4 examples.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ])
    func sha256DigestsAsTheStandardDoes(text: String, digest: String) throws {
        #expect(try SHA256.hash(Array(text.utf8)) == VectorCase.bytes(hex: digest))
    }

    @Test func piecesHaveTheDigestOfTheWhole() {
        var pieces = [[UInt8]](repeating: [1, 2, 3], count: 50) + [[], [4]]
        let whole = pieces.flatMap { $0 }
        #expect(SHA256.hash(pieces: { pieces.isEmpty ? nil : pieces.removeFirst() }) == SHA256.hash(whole))
        #expect(SHA256.hash(pieces: { nil }) == SHA256.hash([]))
    }

    /// RFC 4231 §4.3 and §4.7, whose key is longer than a block.
    @Test(arguments: [
        (
            Array("Jefe".utf8), "what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            [UInt8](repeating: 0xaa, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
    ])
    func hmacCodesAsTheStandardDoes(key: [UInt8], text: String, code: String) throws {
        #expect(try HMACSHA256.code(Array(text.utf8), key: key) == VectorCase.bytes(hex: code))
    }

    @Test func drawsAsManyBytesAsAskedAndNeverTheSame() {
        #expect(SecureRandom.bytes(0).isEmpty)
        let drawn = (0..<64).map { _ in SecureRandom.bytes(32) }
        #expect(drawn.allSatisfy { $0.count == 32 })
        #expect(Set(drawn).count == drawn.count)
    }
}
