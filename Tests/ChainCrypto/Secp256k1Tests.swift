import ChainCrypto
import Testing

struct Secp256k1Tests {
    private static let digest = [UInt8](repeating: 0x5a, count: 32)
    private static let secret = [UInt8](repeating: 0x11, count: 32)

    @Test(arguments: try VectorCase.of("secp256k1.verify", in: "secp256k1"))
    func judgesWithAndWithoutTheLowSRule(_ vector: VectorCase) throws {
        let (digest, key) = (try vector.bytes("digest"), try vector.bytes("public_key"))
        let signature = try vector.bytes("signature")
        let valid = Secp256k1.isValid(signature: signature, digest: digest, publicKey: key)
        #expect(valid == vector.expects("accept", as: "low_s_verdict"))
        let lowered = Secp256k1.lowS(signature).map { Secp256k1.isValid(signature: $0, digest: digest, publicKey: key) }
        #expect(lowered ?? false == vector.expects("accept"))
    }

    @Test(arguments: try VectorCase.of("secp256k1.recover", in: "secp256k1"))
    func recoversTheKeyThatSigned(_ vector: VectorCase) throws {
        let bytes = try vector.bytes("signature")
        let key = try Secp256k1.recover(
            digest: vector.bytes("digest"), signature: Array(bytes.dropLast()), recoveryID: bytes.last ?? 0)
        #expect(try key == vector.expectedBytes("public_key"))
        if let key, let address = try vector.expectedBytes("address") {
            #expect(Keccak256.hash(key.dropFirst()).suffix(20) == address[...])
        }
    }

    @Test func signsWithALowSThatRecoversToItsKey() throws {
        let key = try #require(Secp256k1.publicKey(secret: Self.secret))
        for first in UInt8.min...UInt8.max {
            let digest = [first] + Self.digest.dropFirst()
            let signed = try #require(Secp256k1.sign(digest: digest, secret: Self.secret))
            #expect(Secp256k1.isLowS(signed.signature))
            #expect(Secp256k1.isValid(signature: signed.signature, digest: digest, publicKey: key))
            #expect(
                Secp256k1.recover(digest: digest, signature: signed.signature, recoveryID: signed.recoveryID) == key)
        }
    }

    /// The key of secret 1 is the generator (SEC 2 §2.4.1).
    @Test func readsCompressedKeysAndRefusesHybridOnes() throws {
        var secret = [UInt8](repeating: 0, count: 32)
        secret[31] = 1
        let key = try #require(Secp256k1.publicKey(secret: secret))
        let x = try VectorCase.bytes(hex: "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798")
        #expect(Array(key[1...32]) == x)
        let signature = try #require(Secp256k1.sign(digest: Self.digest, secret: secret)?.signature)
        #expect(Secp256k1.isValid(signature: signature, digest: Self.digest, publicKey: [2] + x))
        #expect(!Secp256k1.isValid(signature: signature, digest: Self.digest, publicKey: [3] + x))
        #expect(!Secp256k1.isValid(signature: signature, digest: Self.digest, publicKey: [6] + key.dropFirst()))
        #expect(!Secp256k1.isValid(signature: signature, digest: Self.digest, publicKey: x))
    }

    @Test func knowsHalfTheOrderToTheUnit() throws {
        let half = "7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a"
        let r = [UInt8](repeating: 0, count: 31) + [1]
        #expect(Secp256k1.isLowS(r + r))
        #expect(Secp256k1.isLowS(try r + VectorCase.bytes(hex: half + "0")))
        #expect(!Secp256k1.isLowS(try r + VectorCase.bytes(hex: half + "1")))
        #expect(!Secp256k1.isLowS(r))
    }

    @Test(arguments: [0, 31, 33]) func refusesOtherLengths(count: Int) throws {
        let bytes = [UInt8](repeating: 1, count: count)
        let signature = try #require(Secp256k1.sign(digest: Self.digest, secret: Self.secret)?.signature)
        #expect(Secp256k1.publicKey(secret: bytes) == nil)
        #expect(Secp256k1.sign(digest: bytes, secret: Self.secret) == nil)
        #expect(Secp256k1.sign(digest: Self.digest, secret: bytes) == nil)
        #expect(Secp256k1.recover(digest: bytes, signature: signature, recoveryID: 0) == nil)
        #expect(Secp256k1.recover(digest: Self.digest, signature: signature + bytes + [0], recoveryID: 0) == nil)
        #expect(Secp256k1.lowS(bytes) == nil)
    }

    @Test func refusesSecretsOutsideTheGroup() {
        #expect(Secp256k1.publicKey(secret: .init(repeating: 0, count: 32)) == nil)
        #expect(Secp256k1.publicKey(secret: .init(repeating: 0xff, count: 32)) == nil)
        #expect(Secp256k1.sign(digest: Self.digest, secret: .init(repeating: 0, count: 32)) == nil)
    }

    @Test(arguments: [2, 3, 4, 27, 255] as [UInt8]) func refusesRecoveryIDsNoHonestSignerMakes(id: UInt8) throws {
        let signature = try #require(Secp256k1.sign(digest: Self.digest, secret: Self.secret)?.signature)
        #expect(Secp256k1.recover(digest: Self.digest, signature: signature, recoveryID: id) == nil)
    }
}
