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

    /// The mistake an adapter or a method found at `error.pointer` below this part; at the nearest name around it when
    /// what it points at is not written.
    func mistake(_ error: ChainError) -> ConfigurationMistake {
        guard let inside = error.pointer, map.values[pointer + inside] != nil else {
            return map.mistake(error.message, atNameOf: pointer + (error.pointer ?? ""))
        }
        return map.mistake(error.message, at: pointer + inside)
    }
}
