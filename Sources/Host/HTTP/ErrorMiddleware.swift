import ChainKit
import Hummingbird
import Logging

/// Turns whatever was thrown into problem details, and logs what is ours to mend.
struct ErrorMiddleware: RouterMiddleware {
    func handle(
        _ request: Request, context: GatehouseContext, next: (Request, GatehouseContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            let problem = Problem(describing: error)
            if problem.code == .internalError {
                context.logger.error("request failed", metadata: ["error": "\(error)"])
            } else if problem.code.status >= 500 {
                let cause = (error as? ChainError)?.description ?? problem.code.word
                context.logger.warning("request not answered", metadata: ["error": "\(cause)"])
            }
            return Reply.problem(problem, requestID: context.requestID).response
        }
    }
}
