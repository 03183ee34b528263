import Logging

/// Sets up what the whole process logs with.
public enum HostLogging {
    /// Waits until what was logged so far is written.
    public static func flush() { LogOutput.flush() }

    /// Call once, at start.
    public static func bootstrap(_ configuration: ServerConfiguration) -> Logger {
        let level = Logger.Level(rawValue: configuration.logLevel.rawValue) ?? .info
        LoggingSystem.bootstrap { label in
            switch configuration.logFormat {
            case .json:
                var handler = JSONLogHandler(label: label)
                handler.logLevel = level
                return handler
            case .text:
                var handler = StreamLogHandler.standardError(label: label)
                handler.logLevel = level
                return handler
            }
        }
        return Logger(label: Release.name)
    }
}
