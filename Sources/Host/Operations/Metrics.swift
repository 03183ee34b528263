import Synchronization

/// One time series family in the Prometheus text format.
protocol Metric: Sendable {
    func render() -> String
}

typealias MetricLabels = [String: String]

/// A number that only grows, by labels.
final class Counter: Metric {
    private let name: String
    private let help: String
    private let values = Mutex<[MetricLabels: Double]>([:])

    init(_ name: String, _ help: String) {
        self.name = name
        self.help = help
    }

    func count(_ labels: MetricLabels = [:], by amount: Double = 1) {
        values.withLock { $0[labels, default: 0] += amount }
    }

    func render() -> String {
        let lines = values.withLock { $0 }.map { "\(name)\(MetricText.labels($0.key)) \(MetricText.number($0.value))\n" }
        return "# HELP \(name) \(help)\n# TYPE \(name) counter\n" + lines.sorted().joined()
    }
}

/// The last value of something, by labels.
final class Gauge: Metric {
    private let name: String
    private let help: String
    private let values = Mutex<[MetricLabels: Double]>([:])

    init(_ name: String, _ help: String) {
        self.name = name
        self.help = help
    }

    func set(_ value: Double, _ labels: MetricLabels) { values.withLock { $0[labels] = value } }

    func render() -> String { Reading(name: name, kind: .gauge, help: help) { self.values.withLock { $0 } }.render() }
}

/// Values kept elsewhere, read when they are asked for.
struct Reading: Metric {
    enum Kind: String, Sendable { case counter, gauge }

    let name: String
    let kind: Kind
    let help: String
    let read: @Sendable () -> [MetricLabels: Double]

    func render() -> String {
        let lines = read().map { "\(name)\(MetricText.labels($0.key)) \(MetricText.number($0.value))\n" }
        return "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n" + lines.sorted().joined()
    }
}

/// How long things took, in seconds, by labels.
final class Histogram: Metric {
    static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    private struct Series {
        var counts = [Double](repeating: 0, count: Histogram.bounds.count)
        var total = 0.0
        var sum = 0.0
    }

    private let name: String
    private let help: String
    private let series = Mutex<[MetricLabels: Series]>([:])

    init(_ name: String, _ help: String) {
        self.name = name
        self.help = help
    }

    func observe(_ seconds: Double, _ labels: MetricLabels) {
        series.withLock { series in
            var one = series[labels] ?? Series()
            if let first = Self.bounds.firstIndex(where: { seconds <= $0 }) {
                for index in first..<Self.bounds.count { one.counts[index] += 1 }
            }
            one.total += 1
            one.sum += seconds
            series[labels] = one
        }
    }

    func render() -> String {
        var text = "# HELP \(name) \(help)\n# TYPE \(name) histogram\n"
        for (labels, one) in series.withLock({ $0 }).sorted(by: { MetricText.labels($0.key) < MetricText.labels($1.key) }) {
            for (bound, count) in zip(Self.bounds, one.counts) {
                let bounded = labels.merging(["le": MetricText.number(bound)]) { _, new in new }
                text += "\(name)_bucket\(MetricText.labels(bounded)) \(MetricText.number(count))\n"
            }
            let all = labels.merging(["le": "+Inf"]) { _, new in new }
            text += "\(name)_bucket\(MetricText.labels(all)) \(MetricText.number(one.total))\n"
            text += "\(name)_sum\(MetricText.labels(labels)) \(one.sum)\n"
            text += "\(name)_count\(MetricText.labels(labels)) \(MetricText.number(one.total))\n"
        }
        return text
    }
}

/// Prometheus text exposition format 0.0.4.
enum MetricText {
    static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    static func labels(_ labels: MetricLabels) -> String {
        guard !labels.isEmpty else { return "" }
        let pairs = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\"\(escape($0.value))\"" }
        return "{" + pairs.joined(separator: ",") + "}"
    }

    static func number(_ value: Double) -> String {
        Int64(exactly: value).map(String.init) ?? String(value)
    }

    private static func escape(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
