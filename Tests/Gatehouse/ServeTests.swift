import AdapterSet
import ChainConformance
import ChainKit
import Foundation
import Testing

extension ProcessTests {
    @Suite struct ServeTests {
        @Test(arguments: [SIGTERM, SIGINT]) func requestsInFlightFinishAndNewConnectionsAreRefused(number: Int32) async throws {
            let fixture = try ServerFixture()
            try await fixture.migrate()
            let server = try await fixture.serve()
            let wallets = try (1...3).map { try EVMWallet(number: $0).address }
            fixture.upstream.hold(rpc: "eth_call")
            let replies = try await withThrowingTaskGroup(of: (status: Int, body: JSONValue).self) { group in
                for wallet in wallets {
                    group.addTask { try await server.get("/campaigns/holders/check-eligible-dryrun?wallet=\(wallet)") }
                }
                await fixture.upstream.received("eth_call", count: 1)
                // All three are inside when the metrics page says so.
                while try await !server.hasPending(3) { await Task.yield() }
                server.process.send(signal: number)
                while try await server.isReachable() { await Task.yield() }
                fixture.upstream.release()
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(replies.map(\.status) == [200, 200, 200])
            #expect(replies.allSatisfy { $0.body["is_eligible"] == true })
            #expect(await server.process.ended() == .exit(0))
            let lines = await server.process.errors.whole()
            #expect(lines.last?.contains("\"stopped\"") == true)
            #expect(!lines.contains { $0.contains("\"level\":\"error\"") })
        }

        @Test func aRequestThatOutlastsTheGracePeriodIsGivenUpAndTheExitIsOrderly() async throws {
            let fixture = try ServerFixture(graceSeconds: 1)
            try await fixture.migrate()
            let server = try await fixture.serve()
            let wallet = try EVMWallet(number: 1)
            let acknowledged = try await server.signIn(wallet)
            fixture.upstream.hold(rpc: "eth_call")
            async let reply = try? server.get("/campaigns/holders/check-eligible-dryrun?wallet=\(wallet.address)")
            await fixture.upstream.received("eth_call")
            server.process.send(signal: SIGTERM)
            #expect(await server.process.ended() == .exit(0))
            #expect(await reply?.status != 200)
            let lines = await server.process.errors.whole()
            #expect(lines.last?.contains("\"stopped\"") == true, "\(lines.suffix(3))")
            fixture.upstream.release()
            let again = try await fixture.serve()
            #expect(try await again.signIn(wallet).userID == acknowledged.userID)
            again.process.send(signal: SIGTERM)
            #expect(await again.process.ended() == .exit(0))
        }

        @Test func anIdleServerEndsAtOnceThoughCallersKeepTheirConnections() async throws {
            let fixture = try ServerFixture()
            try await fixture.migrate()
            let server = try await fixture.serve()
            #expect(try await server.get("/health").status == 200)
            server.process.send(signal: SIGTERM)
            #expect(await server.process.ended() == .exit(0))
        }

        @Test func everyAcknowledgedSignInOutlivesAKill() async throws {
            let fixture = try ServerFixture()
            try await fixture.migrate()
            let server = try await fixture.serve()
            let acknowledged = await withTaskGroup(of: Acknowledged?.self) { group in
                for number in 1...60 { group.addTask { try? await server.signIn(EVMWallet(number: number)) } }
                var some: [Acknowledged] = []
                for await one in group {
                    if let one { some.append(one) }
                    if some.count == 15 { server.process.send(signal: SIGKILL) }
                }
                return some
            }
            #expect(await server.process.ended() == .init(status: SIGKILL, isSignalled: true))
            #expect(acknowledged.count >= 15)

            let again = try await fixture.serve()
            for one in acknowledged {
                let refreshed = try await again.post("/refresh", ["refresh_token": .string(one.refreshToken)])
                #expect(refreshed.status == 200)
                #expect(refreshed.body["user"]?["user_id"]?.text == one.userID)
                let reply = try await again.signIn(one.wallet)
                #expect(reply.userID == one.userID)
            }
            again.process.send(signal: SIGTERM)
            #expect(await again.process.ended() == .exit(0))
        }

        @Test func aDatabaseThatIsNotMigratedIsRefused() async throws {
            let fixture = try ServerFixture()
            let missing = try await fixture.run("serve")
            #expect(missing.ending == .exit(1))
            #expect(missing.errors.contains { $0.contains("gatehouse migrate") && $0.contains(fixture.database) })
            #expect(!FileManager.default.fileExists(atPath: fixture.database))
            try Data().write(to: URL(fileURLWithPath: fixture.database))
            let older = try await fixture.run("serve")
            #expect(older.ending == .exit(1))
            #expect(older.errors.contains { $0.contains("gatehouse migrate") })
        }

        @Test func aPortThatIsTakenIsSaidToBe() async throws {
            let holder = try ServerFixture()
            let fixture = try ServerFixture(listen: "127.0.0.1:\(holder.upstream.port)")
            try await fixture.migrate()
            let result = try await fixture.run("serve")
            #expect(result.ending == .exit(1))
            #expect(result.errors.contains { $0.contains("127.0.0.1:\(holder.upstream.port)") && $0.contains("server.listen") })
        }

        @Test func anAddressOfAnotherMachineIsSaidToBe() async throws {
            let fixture = try ServerFixture(listen: "192.0.2.1:0")
            try await fixture.migrate()
            let result = try await fixture.run("serve")
            #expect(result.ending == .exit(1))
            #expect(result.errors.contains { $0.contains("192.0.2.1:0") && $0.contains("server.listen") })
        }

        @Test func theSigningKeyIsNeverPrinted() async throws {
            let fixture = try ServerFixture()
            try await fixture.migrate()
            let server = try await fixture.serve()
            _ = try await server.signIn(EVMWallet(number: 1))
            server.process.send(signal: SIGTERM)
            _ = await server.process.ended()
            let lines = await server.process.errors.whole() + server.process.output.whole()
            #expect(!lines.contains { $0.contains(ServerFixture.key) || $0.contains("secret-signing-key") })
        }

        @Test func onlyTheOwnerReadsTheDatabase() async throws {
            let fixture = try ServerFixture()
            try await fixture.migrate()
            let mode = try FileManager.default.attributesOfItem(atPath: fixture.database)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
    }
}

/// An EVM wallet made from a number.
struct EVMWallet: Sendable {
    let address: String
    private let secret: [UInt8]
    private let maker: any TestWalletMaker

    init(number: Int) throws {
        maker = try #require(AdapterSet.kinds.first { $0.id == "evm" }?.testWallets)
        secret = [UInt8](repeating: 1, count: 31) + [UInt8(truncatingIfNeeded: number)]
        address = try maker.address(secret: secret)
    }

    func answer(_ session: JSONValue) throws -> JSONValue {
        let proof = try maker.proof(
            signing: session["message"]?.text ?? "", domain: "rewards.example", now: Date(), secret: secret)
        return ["session_id": session["session_id"] ?? .null, "data": proof.fields]
    }
}

/// A sign-in that the server said had happened.
struct Acknowledged: Sendable {
    let wallet: EVMWallet
    let userID: String
    let accessToken: String
    let refreshToken: String
}

extension RunningServer {
    func signIn(_ wallet: EVMWallet) async throws -> Acknowledged {
        let session = try await get("/sign-in?chain=eth&address=\(wallet.address)")
        let reply = try await post("/verify", wallet.answer(session.body))
        let userID = try #require(reply.body["user"]?["user_id"]?.text)
        return Acknowledged(
            wallet: wallet, userID: userID, accessToken: try #require(reply.body["token"]?.text),
            refreshToken: try #require(reply.body["refresh_token"]?.text))
    }

    /// Whether this many holding queries wait for their answer.
    fileprivate func hasPending(_ count: Int) async throws -> Bool {
        let page = try await text("/metrics")
        return page.split(separator: "\n").contains("gatehouse_holdings_pending{chain=\"eth\"} \(count)")
    }
}
