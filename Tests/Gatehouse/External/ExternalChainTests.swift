import ChainConformance
import ChainKit
import Foundation
import Testing
import Upstream

extension ProcessTests {
    @Suite struct ExternalChainTests {
        @Test func aWalletSignsInAndIsCheckedAsOnABuiltInChain() async throws {
            let toy = try ToyFixture()
            let server = try await toy.serve()
            let session = try await server.get("/sign-in?chain=toy&address=\(ToyWallet.address)").body
            let proof = try await ToyWallet.proof(signing: session["message"]?.text ?? "")
            let answer: JSONValue = ["session_id": session["session_id"] ?? .null, "data": proof]
            let reply = try await server.post("/verify", answer)
            #expect(reply.status == 200, "\(reply.body)")
            #expect(try await server.post("/verify", answer).status != 200)
            let token = try #require(reply.body["token"]?.text)
            let verdict = try await server.get("/campaigns/heroes/check-eligible", token: token)
            let builtIn = try await server.signIn(EVMWallet(number: 1))
            let other = try await server.get("/campaigns/holders/check-eligible", token: builtIn.accessToken)
            #expect(verdict.body["is_eligible"] == true, "\(verdict.body)")
            #expect(other.body["is_eligible"] == true)
            #expect(Self.shape(verdict.body) == Self.shape(other.body))
            try await toy.end(server)
        }

        @Test(arguments: [(ToyFixture.rich, true), (ToyFixture.poor, false)])
        func aCampaignSaysYesAndNoWithEvidence(address: String, isEligible: Bool) async throws {
            let toy = try ToyFixture()
            let server = try await toy.serve()
            let reply = try await server.heroes(address)
            #expect(reply.status == 200)
            #expect(reply.body["is_eligible"] == .bool(isEligible))
            let evidence = try #require(reply.body["evidence"]?[0], "\(reply.body)")
            #expect(evidence["amount"]?.text == (isEligible ? "4" : "0"), "\(evidence)")
            #expect(evidence["source"]?.text == "node")
            try await server.requireOthers()
            try await toy.end(server)
        }

        @Test func aForgedProofIsRefused() async throws {
            let toy = try ToyFixture()
            let server = try await toy.serve()
            let session = try await server.get("/sign-in?chain=toy&address=\(ToyWallet.address)").body
            let proof = try await ToyWallet.proof(signing: "something else")
            let reply = try await server.post("/verify", ["session_id": session["session_id"] ?? .null, "data": proof])
            #expect(reply.status == 401, "\(reply)")
            let misspelt = try await server.get("/sign-in?chain=toy&address=toy2")
            #expect(misspelt.status == 422)
            #expect(misspelt.body["detail"]?.text?.contains("40 hex digits") == true, "\(misspelt.body)")
            try await toy.end(server)
        }

        @Test func theChainIsListedWithWhatItsProgramSaysOfItself() async throws {
            let toy = try ToyFixture()
            let server = try await toy.serve()
            let listed = try await server.get("/adapters").body["adapters"]?.elements ?? []
            let chain = try #require(listed.first { $0["name"]?.text == "toy" })
            #expect(chain["adapter"]?.text == "toy")
            #expect(chain["version"]?.text == "1.0.0")
            #expect(chain["chain"]?.text == "toy:main")
            #expect(chain["roles"] == ["accounts", "ownership", "holdings"])
            #expect(chain["budget"] == ["fixed": 1, "per_account": 1, "per_batch": 0, "batch": 1])
            #expect(chain["status"]?.text == "ok")
            #expect(chain["providers"]?.elements?.compactMap { $0["name"]?.text } == ["node", "process"])
            #expect(chain["providers"]?[0]?["head"] == 1200)
            let ready = try await server.get("/ready")
            #expect(ready.body["dependencies"]?.elements?.contains { $0["name"] == "toy" && $0["status"] == "ok" } == true)
            try await toy.end(server)
        }

        @Test func theProgramSeesNothingOfTheServer() async throws {
            let toy = try ToyFixture(command: ["python3", "-B", "odd.py"], script: Self.restarting)
            let server = try await toy.serve()
            // The second life was started by a server that listens and has its database open.
            _ = try await server.heroes(ToyFixture.rich)
            #expect(try await server.heroes(ToyFixture.rich).body["is_eligible"] == true)
            let pid = try #require(toy.programs.first)
            let environment = RunningPrograms.environment(pid)
            #expect(!environment.contains { $0.contains(ServerFixture.key) || $0.hasPrefix("HOME=") }, "\(environment)")
            #expect(environment.contains { $0.hasPrefix("PATH=") })
            let files = RunningPrograms.openFiles(pid)
            #expect(!files.contains { $0.contains("gatehouse.db") || $0.hasPrefix("socket:") }, "\(files)")
            try await toy.end(server)
        }

        @Test func eachProviderOfAChainThatConfirmsHasAProgramOfItsOwn() async throws {
            let fixture = try ServerFixture()
            let url = fixture.upstream.url
            let toy = try ToyFixture(
                members: ["quorum: 1"], providers: "{ name: a, url: \"\(url)\" }, { name: b, url: \"\(url)\" }", fixture: fixture)
            let server = try await toy.serve()
            #expect(toy.programs.count == 3)
            try await toy.end(server)
        }

        @Test func aChainThatIsOffIsCheckedAndItsProgramLetGo() async throws {
            let toy = try ToyFixture(members: ["enabled: false"])
            let server = try await toy.serve()
            #expect(toy.programs.isEmpty)
            let reply = try await server.heroes(EVMWallet(number: 1).address)
            #expect(reply.body["is_eligible"] == false && reply.body["reasons"]?[0]?["code"]?.text == "method_off", "\(reply)")
            #expect(try await server.heroes(ToyFixture.rich).status == 422)
            #expect(try await server.get("/sign-in?chain=toy&address=\(ToyWallet.address)").status == 422)
            try await server.requireOthers()
            try await toy.end(server)
        }

        /// Names of members all the way down, and of the first element of each list.
        private static func shape(_ value: JSONValue) -> JSONValue {
            if let members = value.members { return .object(members.mapValues(shape)) }
            if let elements = value.elements { return .array(elements.filter { $0.members != nil }.prefix(1).map(shape)) }
            return value.isNull ? .null : "a value"
        }

        /// The toy adapter, whose first life after the server listens ends at the first question.
        private static let restarting = """
            import os
            import adapter, gatehouse_adapter
            mark = os.path.join(os.path.dirname(os.path.abspath(__file__)), "lived")
            class Odd(adapter.ChainAdapter):
                def holdings(self, queries, now):
                    if not os.path.exists(mark):
                        open(mark, "w").close()
                        os._exit(1)
                    return super().holdings(queries, now)
            gatehouse_adapter.serve(Odd)
            """
    }
}
