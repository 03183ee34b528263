import ChainCrypto
import ChainKit
import Foundation

/// Judges the signature over a delivery: Ed25519 over the timestamp's digits followed by the raw body.
struct DiscordSignature: Sendable, Hashable {
    /// 32 bytes.
    let publicKey: [UInt8]
    /// How far the timestamp may be from our time, either way. Discord names no window.
    let skewSeconds: Double

    enum Judgement: Sendable, Hashable {
        case valid(sentAt: Date)
        /// Signed, but too old or from the future.
        case stale
        case forged
    }

    /// - Parameters:
    ///   - signature: the header `X-Signature-Ed25519`, 128 hex digits.
    ///   - timestamp: the header `X-Signature-Timestamp`, seconds since 1970.
    func judge(signature: String?, timestamp: String?, body: [UInt8], now: Date) -> Judgement {
        // Nothing stands between timestamp and body in what is signed, so that the first must not be able to reach into
        // the other: it is digits only, and within the window.
        guard let signature, signature.utf8.count == 128, let bytes = Hex.decode(signature), let timestamp,
            (1...12).contains(timestamp.utf8.count), timestamp.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let seconds = Double(timestamp),
            Ed25519.isValid(signature: bytes, message: Array(timestamp.utf8) + body, publicKey: publicKey)
        else { return .forged }
        let sentAt = Date(timeIntervalSince1970: seconds)
        return abs(now.timeIntervalSince(sentAt)) <= skewSeconds ? .valid(sentAt: sentAt) : .stale
    }
}
