import Foundation

extension Date {
    /// Milliseconds since 1970, the unit of every `…_ms` column.
    var milliseconds: Int64 { Int64((timeIntervalSince1970 * 1000).rounded()) }

    init(milliseconds: Int64) { self.init(timeIntervalSince1970: Double(milliseconds) / 1000) }
}

/// JSON text in a column: dates are seconds since 1970, keys are sorted so that equal values are equal text.
enum StoredJSON {
    static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .secondsSince1970
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// - Throws: ``StorageError/unreadable(table:cause:)``.
    static func value<Value: Decodable>(_ type: Value.Type, from text: String, table: String) throws(StorageError) -> Value {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .secondsSince1970
        do { return try decoder.decode(type, from: Data(text.utf8)) } catch {
            throw .unreadable(table: table, cause: "\(error)")
        }
    }
}
