import Dispatch
import Foundation

/// Waits for SIGTERM or SIGINT.
enum TerminationSignal {
    static func wait() async {
        await withCheckedContinuation { continuation in
            let queue = DispatchQueue(label: "gatehouse.signals")
            let sources = [SIGTERM, SIGINT].map { number in
                signal(number, SIG_IGN)
                return DispatchSource.makeSignalSource(signal: number, queue: queue)
            }
            var isDone = false
            for source in sources {
                source.setEventHandler {
                    guard !isDone else { return }
                    isDone = true
                    for source in sources { source.cancel() }
                    continuation.resume()
                }
                source.resume()
            }
        }
    }
}
