extension SolanaSignInMessage {
    /// Reads a message text as the wallet standard's grammar does.
    ///
    /// Labelled lines count only when they stand in order, each at most once, with a value, and nothing but line breaks
    /// follows them; any other text under the address belongs to the statement, which may span lines. Line breaks at the
    /// end are let pass: whoever verifies a message compares its bytes with ``text``.
    /// - Returns: `nil` when the bytes are not UTF-8 or do not start with a domain and an address.
    init?(parsing bytes: [UInt8]) {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let header = Array(Self.header.utf8)
        guard lines.count >= 2, lines[0].count > header.count, lines[0].suffix(header.count).elementsEqual(header),
            let domain = String(validating: lines[0].dropLast(header.count), as: UTF8.self), !lines[1].isEmpty,
            let address = String(validating: lines[1], as: UTF8.self)
        else { return nil }
        self.init(domain: domain, address: address)
        guard lines.count > 2 else { return }
        guard lines[2].isEmpty else { return nil }
        // Looked for once: every empty line may be followed by fields.
        let end = max(3, (lines.lastIndex { !$0.isEmpty } ?? 0) + 1)
        if let fields = Fields(lines: lines[3..<end]) {
            self.fields = fields
            return
        }
        // The shortest statement wins: the one whose rest reads as fields.
        for (index, line) in lines.enumerated().dropFirst(4) where line.isEmpty {
            guard let fields = Fields(lines: lines[min(index + 1, end)..<end]) else { continue }
            self.fields = fields
            statement = Self.text(of: lines[3..<index])
            if statement == nil { return nil }
            return
        }
        statement = Self.text(of: lines[3...])
        if statement == nil { return nil }
    }

    private static func text(of lines: ArraySlice<ArraySlice<UInt8>>) -> String? {
        String(validating: Array(lines.joined(separator: [UInt8(ascii: "\n")])), as: UTF8.self)
    }
}

extension SolanaSignInMessage.Fields {
    /// Reads lines that hold fields in order and nothing else; no line at all is no field.
    fileprivate init?(lines: ArraySlice<ArraySlice<UInt8>>) {
        self.init()
        var rest = lines
        for label in Label.allCases {
            guard let line = rest.first, let value = Self.value(of: line, after: label.prefix) else { continue }
            guard let text = String(validating: value, as: UTF8.self) else { return nil }
            self[label] = text
            rest = rest.dropFirst()
        }
        if let line = rest.first, line.elementsEqual(SolanaSignInMessage.resourcesLine.utf8) {
            rest = rest.dropFirst()
            var found: [String] = []
            while let line = rest.first, let value = Self.value(of: line, after: "- ") {
                guard let text = String(validating: value, as: UTF8.self) else { return nil }
                found.append(text)
                rest = rest.dropFirst()
            }
            resources = found
        }
        guard rest.isEmpty else { return nil }
    }

    private static func value(of line: ArraySlice<UInt8>, after prefix: String) -> ArraySlice<UInt8>? {
        let value = line.dropFirst(prefix.utf8.count)
        return line.starts(with: prefix.utf8) && !value.isEmpty ? value : nil
    }
}
