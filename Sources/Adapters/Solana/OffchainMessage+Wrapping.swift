extension OffchainMessage {
    /// Every message that a wallet may have made of a text for one signer; at most eleven.
    ///
    /// A bare signature does not say what was signed, so all of it has to be rebuilt: v0 with each application domain,
    /// legacy, both of these in each format the text fits, and the two layouts of version 1.
    static func wrappings(of text: [UInt8], signer: [UInt8], applicationDomains: [[UInt8]]) -> [OffchainMessage] {
        var messages: [OffchainMessage?] = []
        for format in Format.allCases {
            messages += applicationDomains.map {
                OffchainMessage(.v0, applicationDomain: $0, format: format, signers: [signer], text: text)
            }
            messages.append(OffchainMessage(.legacy, format: format, text: text))
        }
        messages.append(OffchainMessage(.v1, signers: [signer], text: text))
        messages.append(OffchainMessage(.v1Length, signers: [signer], text: text))
        return messages.compactMap(\.self)
    }

    /// The application domains that count for a site: none, as zeros, and the domain's own text, filled up with zeros or
    /// cut to 32 bytes, as Ledger's device software writes it.
    static func applicationDomains(of domain: String) -> [[UInt8]] {
        let none = [UInt8](repeating: 0, count: 32)
        return [none, Array((domain.utf8 + none).prefix(32))]
    }
}
