import AdapterSet
import ArgumentParser
import Foundation
import Host
import Logging
import ServiceLifecycle
import UnixSignals

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
        let configuration = try await options.load()
        let logger = HostLogging.bootstrap(configuration.server)
        let application: GatehouseApplication
        do {
            application = try await GatehouseApplication(configuration, kinds: AdapterSet.kinds, logger: logger)
        } catch let error as StorageError {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            throw ExitCode.failure
        }
        let host = configuration.server.host
        let server = application.application { port in
            logger.notice("listening", metadata: ["address": "http://\(host):\(port)", "version": "\(Release.version)"])
        }
        var services = ServiceGroupConfiguration(
            services: [server], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        services.maximumGracefulShutdownDuration = .seconds(configuration.server.shutdownGraceSeconds)
        do { try await ServiceGroup(configuration: services).run() } catch {
            guard let problem = ListenError(error, at: configuration.server) else { throw error }
            FileHandle.standardError.write(Data("\(problem)\n".utf8))
            throw ExitCode.failure
        }
        logger.notice("stopped")
        HostLogging.flush()
    }
}
