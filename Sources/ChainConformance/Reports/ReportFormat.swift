/// How a report is written.
public enum ReportFormat: String, Sendable, CaseIterable {
    case text, tap, junit, json, html

    /// The whole report, ending in a line break. For equal results it is the same but for times and the date.
    public func write(_ report: ConformanceReport) -> String {
        switch self {
        case .text: TextReport(report).text
        case .tap: TAPReport(report).text
        case .junit: JUnitReport(report).text
        case .json: JSONReport(report).text
        case .html: HTMLReport(report).text
        }
    }
}
