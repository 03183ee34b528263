import ChainKit
import Foundation

extension ExchangeFile {
    static let formatVersion: Int64 = 1

    /// Reads a file whose folder's name is the adapter's.
    /// - Throws: `configuration_invalid` naming the file, the place in it and what would be right.
    public init(parsing bytes: [UInt8], path: String) throws(ChainError) {
        do throws(ChainError) {
            let reader = ExchangeReader(value: try JSONValue(parsing: bytes), pointer: "")
            try reader.allow([
                "adapter", "format_version", "notes", "configuration", "upstream", "optional", "accounts", "malformed", "cases",
                "live",
            ])
            guard reader.value["format_version"]?.whole == Self.formatVersion else {
                throw reader.wrong("\"format_version\" must be \(Self.formatVersion)", "/format_version")
            }
            adapter = try reader.text("adapter")
            name = URL(filePath: path).deletingPathExtension().lastPathComponent
            _ = try reader.textIfGiven("notes")
            configuration = try reader.object("configuration")
            upstream = reader.value["upstream"] ?? []
            _ = try reader.script("upstream")
            optional = try reader.textsIfGiven("optional") ?? []
            accounts = try reader.list("accounts").map { (each) throws(ChainError) in
                try each.allow(["canonical", "spellings"])
                return SpelledAccount(
                    canonical: try each.text("canonical"), spellings: try each.textsIfGiven("spellings") ?? [])
            }
            malformed = try reader.list("malformed").map { (each) throws(ChainError) in
                try each.allow(["text", "says"])
                guard let text = try each.textIfGiven("text") else { throw each.wrong("\"text\" must be text", "/text") }
                return MalformedAccount(text: text, says: try each.text("says"))
            }
            live = try reader.list("live").map { (each) throws(ChainError) in
                try each.allow(["account", "asset", "at_least"])
                return LiveSample(
                    account: try each.text("account"), asset: try each.object("asset"),
                    atLeast: try each.amount("at_least") ?? Amount(1 as UInt64))
            }
            cases = try reader.list("cases").map { (each) throws(ChainError) in try ExchangeCase(each) }
            let names = Dictionary(grouping: cases, by: \.name)
            if let twin = names.first(where: { $0.value.count > 1 })?.key {
                throw reader.wrong("two cases are named \"\(twin)\"", "/cases")
            }
        } catch {
            throw ChainError(.configurationInvalid, "\(path): \(error.message)", pointer: error.pointer)
        }
    }

    /// Reads the named files, and of each named folder every `.json` file in it and in its folders, by name.
    /// - Throws: `configuration_invalid` for a path that is not there, a folder without files, or a malformed file.
    public static func load(_ paths: [String]) throws(ChainError) -> [ExchangeFile] {
        try CaseFile.read(paths, of: .exchange).map { (file) throws(ChainError) in
            try ExchangeFile(parsing: file.bytes, path: file.path)
        }
    }
}
