import ChainKit

/// A text made from an address that is none any more.
struct MalformedText: Sendable {
    let what: String
    let text: String
    /// Whether a lenient reader may take it for the very account it was made from.
    var mayBeSame = false

    /// Longer than any text that names one account: CAIP-10 ends at 128 characters, spellings may be longer.
    private static let longest = 256

    /// Texts that name nothing on any chain.
    static func mechanical(of chain: ChainID) -> [MalformedText] {
        [
            MalformedText(what: "no text", text: ""), MalformedText(what: "a space", text: " "),
            MalformedText(what: "a chain without an address", text: "\(chain):"),
            MalformedText(what: "a chain", text: chain.description),
        ]
    }

    /// Texts that a careful reader refuses, or takes for another account than the one they were made from.
    static func likeAnother(than address: String, on chain: ChainID) -> [MalformedText] {
        let ends = [
            MalformedText(what: "its last character left out", text: String(address.dropLast())),
            MalformedText(what: "its first character left out", text: String(address.dropFirst())),
            MalformedText(what: "its last character twice", text: address + address.suffix(1)),
            MalformedText(what: "00 after", text: address + "00"),
        ]
        let alike = [("0", "O"), ("O", "0"), ("1", "l"), ("l", "1")].flatMap { pair -> [MalformedText] in
            let indices = [address.firstIndex(of: Character(pair.0)), address.lastIndex(of: Character(pair.0))]
            return Set(indices.compactMap { $0 }).sorted().map { index in
                let text = address[..<index] + pair.1 + address[address.index(after: index)...]
                return MalformedText(what: "\(pair.1) in the place of a \(pair.0)", text: String(text))
            }
        }
        return ends + alike + foreign(address, chain)
    }

    /// The address after the names of other chains.
    private static func foreign(_ address: String, _ chain: ChainID) -> [MalformedText] {
        let prefixes = ["\(chain.namespace):other", "\(chain.namespace):1", "eip155:1", "bip122:other"]
        return prefixes.filter { $0 != chain.description }.map { prefix in
            MalformedText(what: "an address of \(prefix)", text: "\(prefix):\(address)")
        }
    }

    static func mechanical(from address: String, on chain: ChainID) -> [MalformedText] {
        let characters = Array(address.unicodeScalars)
        let (start, end) = (characters[..<(characters.count / 2)], characters[(characters.count / 2)...])
        func inside(_ text: String) -> String {
            String(String.UnicodeScalarView(start)) + text + String(String.UnicodeScalarView(end))
        }
        var texts = [
            MalformedText(what: "a space before", text: " " + address, mayBeSame: true),
            MalformedText(what: "a space after", text: address + " ", mayBeSame: true),
            MalformedText(what: "a line break after", text: address + "\n", mayBeSame: true),
            MalformedText(what: "a space inside", text: inside(" ")),
            MalformedText(what: "a line break inside", text: inside("\r\n")),
            MalformedText(what: "NUL after", text: address + "\0"), MalformedText(what: "NUL inside", text: inside("\0")),
            MalformedText(what: "an emoji after", text: address + "🦆"),
            MalformedText(what: "an emoji inside", text: inside("🦆")),
            MalformedText(what: "a character of no width inside", text: inside("\u{200b}")),
            MalformedText(
                what: "again and again", text: String(repeating: address, count: max(2, longest / max(1, address.utf8.count) + 1))
            ),
            MalformedText(what: "1 MiB", text: TextChange.huge(like: address)),
            MalformedText(what: "CAIP-10 of this chain", text: "\(chain):\(address)", mayBeSame: true),
        ]
        if let index = characters.firstIndex(where: { ("0"..."9").contains($0) }),
            let wide = Unicode.Scalar(characters[index].value + 0xfee0)
        {
            var changed = characters
            changed[index] = wide
            texts.append(
                MalformedText(
                    what: "a full-width digit", text: String(String.UnicodeScalarView(changed)), mayBeSame: true))
        }
        return texts
    }
}
