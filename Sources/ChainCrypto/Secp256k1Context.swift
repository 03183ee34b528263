import CSecp256k1

/// libsecp256k1's tables, made once for the life of the process.
///
/// `@unchecked Sendable`: after `init` the library only reads from the context, which it documents as safe from any thread.
struct Secp256k1Context: @unchecked Sendable {
    static let shared = Secp256k1Context()

    let pointer: OpaquePointer

    private init() {
        // The library ends the process itself when memory runs out, so there is always a context.
        pointer = secp256k1_context_create(UInt32(SECP256K1_CONTEXT_NONE))
        // Blinds signing against side channels; a failure leaves the context usable.
        _ = secp256k1_context_randomize(pointer, SecureRandom.bytes(32))
    }
}
