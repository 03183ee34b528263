import ChainKit

/// Where in which file a part of the configuration is written, down to its last value.
public struct ConfigurationSource: Sendable {
    let map: SourceMap
    /// RFC 6901 pointer of the part in its file.
    let pointer: String

    init(map: SourceMap, pointer: String) {
        self.map = map
        self.pointer = pointer
    }

    /// A part that no file holds.
    public init(file: String) { self.init(map: SourceMap(file: file), pointer: "") }

    /// The mistake an adapter or a method found at `error.pointer` below this part.
    func mistake(_ error: ChainError) -> ConfigurationMistake {
        map.mistake(error.message, at: pointer + (error.pointer ?? ""))
    }
}
