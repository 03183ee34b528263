import AdapterSet
import ArgumentParser
import Foundation
import Host
import Logging
import ServiceLifecycle

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Answers requests until SIGTERM or SIGINT.",
        discussion: """
            On SIGTERM it stops accepting, finishes what runs within the grace period, and exits with status 0. It refuses to \
            start on a configuration with mistakes, and on a database that `gatehouse migrate` has not brought up to date.
            """)

    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        let signals = await TerminationSignals()
        guard let (configuration, application, logger) = try await start(heeding: signals) else { return }
        let host = configuration.server.host
        let server = application.application { port in
            logger.notice("listening", metadata: ["address": "http://\(host):\(port)", "version": "\(Release.version)"])
        }
        var services = ServiceGroupConfiguration(services: [server], logger: logger)
        services.maximumGracefulShutdownDuration = .seconds(configuration.server.shutdownGraceSeconds)
        let group = ServiceGroup(configuration: services)
        signals.act { Task { await group.triggerGracefulShutdown() } }
        do { try await group.run() } catch {
            guard let problem = ListenError(error, at: configuration.server) else { throw error }
            FileHandle.standardError.write(Data("\(problem)\n".utf8))
            throw ExitCode.failure
        }
        logger.notice("stopped")
        HostLogging.flush()
    }

    /// - Returns: `nil` when a signal came while programs were being started; none of them is left then.
    private func start(
        heeding signals: TerminationSignals
    ) async throws -> (GatehouseConfiguration, GatehouseApplication, Logger)? {
        do {
            let configuration = try await options.load(heeding: signals)
            let logger = HostLogging.bootstrap(configuration.server)
            let application = try await signals.cancelling {
                try await GatehouseApplication(configuration, kinds: AdapterSet.kinds, logger: logger)
            }
            return (configuration, application, logger)
        } catch {
            if signals.first != nil { return nil }
            guard let error = error as? StorageError else { throw error }
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            throw ExitCode.failure
        }
    }
}
