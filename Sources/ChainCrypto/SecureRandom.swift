import CSodium

/// The system's random generator.
public enum SecureRandom {
    /// Unpredictable bytes, fit for keys and nonces.
    public static func bytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = .init(repeating: 0, count: count)
        // libsodium ends the process when the system has no randomness to give, so there is no failure to report.
        _ = isReady
        randombytes_buf(&bytes, count)
        return bytes
    }

    /// Opens the source of randomness once, which makes the library safe to call from any thread.
    private static let isReady = sodium_init() >= 0
}
