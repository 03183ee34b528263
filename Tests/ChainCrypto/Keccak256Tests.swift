import ChainCrypto
import Testing

struct Keccak256Tests {
    @Test(arguments: try VectorCase.of("keccak256", in: "keccak256"))
    func digestsAsTheReferenceDoes(_ vector: VectorCase) throws {
        let data = try vector.bytes("data")
        #expect(try Keccak256.hash(data) == vector.expectedBytes("digest"))
        #expect(try Keccak256.hash(data) != vector.expectedBytes("not_sha3_256"))
    }

    @Test func readsAnySequence() {
        #expect(Keccak256.hash("abc".utf8) == Keccak256.hash(Array("abc".utf8)))
    }
}
