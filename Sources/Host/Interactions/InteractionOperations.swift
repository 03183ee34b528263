import ChainKit
import HTTPTypes
import Hummingbird

/// Where services deliver what they sign.
struct InteractionOperations: Sendable {
    let service: InteractionService

    var all: [APIOperation] { [receive] }

    /// Not limited by address: all of a service's deliveries come from a few addresses, which its users share. An account
    /// that asks for codes is limited by itself.
    private var receive: APIOperation {
        APIOperation(
            id: "receive_interaction", method: .post, path: "/interactions/{chain}", tag: "discord",
            summary: "Takes a delivery that the chain's service has signed, such as a Discord interaction.", rateGroup: nil,
            parameters: [
                .init(
                    name: "chain", place: .path, isRequired: true, description: "The configured chain's name.",
                    schema: Schemas.text)
            ],
            signedBody: ["type": "object", "description": "In the service's own form; the signature is over these bytes."],
            answers: [.init("The answer, in the service's own form.", schema: ["type": "object"])],
            problems: [.deliveryRefused, .notFound, .invalidRequest] + SignInOperations.adapterProblems
        ) { call in
            let headers = Dictionary(call.request.headers.map { ($0.name.canonicalName, $0.value) }) { first, _ in first }
            return .json(
                try await service.receive(call.bytes, headers: headers, chain: call.path("chain"), now: call.now))
        }
    }
}
