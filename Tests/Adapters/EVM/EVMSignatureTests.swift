import ChainCrypto
import ChainKit
import Testing

@testable import EVMAdapter

@Suite struct EVMSignatureTests {
    private let secret = [UInt8](repeating: 7, count: 32)
    private let digest = Keccak256.hash(Array("a message".utf8))

    private func signature() throws -> EVMSignature { try #require(EVMSignature(signing: digest, secret: secret)) }

    @Test func readsTheFourFormsOfOneSignature() throws {
        let signature = try signature()
        let forms = [
            signature.bytes, signature.compact + [signature.recoveryID], signature.shortBytes,
        ]
        for form in forms { #expect(EVMSignature(form) == signature) }
        #expect(signature.signer(of: digest) == Secp256k1.publicKey(secret: secret))
    }

    @Test(arguments: [2, 3, 26, 29, 31, 35, 36, 37, 255] as [UInt8])
    func refusesAnyOtherV(v: UInt8) throws {
        #expect(EVMSignature(try signature().compact + [v]) == nil)
    }

    @Test(arguments: [0, 1, 32, 63, 66, 70, 130])
    func refusesAnyOtherLength(count: Int) {
        #expect(EVMSignature([UInt8](repeating: 1, count: count)) == nil)
    }

    @Test func refusesAHighS() throws {
        let order = try #require(Hex.decode("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"))
        var high = try signature().compact
        var borrow = 0
        for index in (0..<32).reversed() {
            let difference = Int(order[index]) - Int(high[32 + index]) - borrow
            borrow = difference < 0 ? 1 : 0
            high[32 + index] = UInt8(truncatingIfNeeded: difference)
        }
        let flipped = try 1 - signature().recoveryID
        #expect(Secp256k1.recover(digest: digest, signature: high, recoveryID: flipped) == Secp256k1.publicKey(secret: secret))
        #expect(EVMSignature(high + [27 + flipped]) == nil)
    }
}
