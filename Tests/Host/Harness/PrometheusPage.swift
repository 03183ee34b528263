import ChainKit

/// A metrics page in the Prometheus text exposition format 0.0.4, read strictly.
struct PrometheusPage {
    struct Sample {
        let name: String
        let labels: [String: String]
        let value: Double
    }

    private(set) var types: [String: String] = [:]
    private(set) var samples: [Sample] = []

    /// - Throws: `upstream_invalid` with the first line that is not of the format.
    init(_ text: String) throws {
        guard text.hasSuffix("\n") else { throw Self.wrong("the end") }
        for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false) {
            if line.wholeMatch(of: /# HELP [a-zA-Z_:][a-zA-Z0-9_:]* .+/) != nil { continue }
            if let type = line.wholeMatch(of: /# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram)/) {
                guard types.updateValue(String(type.2), forKey: String(type.1)) == nil else { throw Self.wrong(line) }
                continue
            }
            guard let parts = line.wholeMatch(of: /([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)/), let value = Double(parts.3)
            else {
                throw Self.wrong(line)
            }
            let family = parts.1.replacing(/_(bucket|sum|count)$/, with: "")
            guard types[String(parts.1)] != nil || types[String(family)] == "histogram" else { throw Self.wrong(line) }
            samples.append(Sample(name: String(parts.1), labels: try Self.labels(parts.2 ?? "", line), value: value))
        }
        let keys = samples.map { "\($0.name)\($0.labels.sorted { $0.key < $1.key })" }
        guard Set(keys).count == keys.count else { throw Self.wrong("a series is there twice") }
    }

    /// 0 for a series that is not there.
    func value(_ name: String, _ labels: [String: String]) -> Double {
        samples.filter { sample in sample.name == name && labels.allSatisfy { sample.labels[$0.key] == $0.value } }
            .reduce(0) { $0 + $1.value }
    }

    /// Buckets that shrink, or do not end in the count.
    func histogramFaults(_ name: String) -> [String] {
        let buckets = samples.filter { $0.name == "\(name)_bucket" }
        return Dictionary(grouping: buckets) { $0.labels.filter { $0.key != "le" } }.flatMap { labels, buckets in
            let counts = buckets.map(\.value)
            var faults: [String] = []
            if counts != counts.sorted() { faults.append("\(labels) shrinks") }
            if buckets.last?.labels["le"] != "+Inf" { faults.append("\(labels) has no end") }
            if counts.last != value("\(name)_count", labels) { faults.append("\(labels) does not add up") }
            return faults
        }
    }

    private static func labels(_ text: Substring, _ line: Substring) throws -> [String: String] {
        var labels: [String: String] = [:]
        var rest = text
        while !rest.isEmpty {
            guard let pair = rest.prefixMatch(of: /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(?:,|$)/) else {
                throw wrong(line)
            }
            let value = pair.2.replacing("\\n", with: "\n").replacing("\\\"", with: "\"").replacing("\\\\", with: "\\")
            guard labels.updateValue(String(value), forKey: String(pair.1)) == nil else { throw wrong(line) }
            rest = rest[pair.range.upperBound...]
        }
        return labels
    }

    private static func wrong(_ line: some StringProtocol) -> ChainError {
        ChainError(.upstreamInvalid, "Not Prometheus text: \(line)")
    }
}
