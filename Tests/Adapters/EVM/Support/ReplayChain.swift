import ChainKit
import Foundation
import Synchronization

@testable import EVMAdapter

/// A small EVM chain: token contracts by their addresses, with or without Multicall3, behind the JSON-RPC of a node.
struct ReplayChain: Sendable {
    /// What a contract does with calldata.
    typealias Contract = @Sendable (_ data: [UInt8]) -> EVMCallOutcome

    static let multicall = try? EVMAddress(EVMConfiguration.wellKnownMulticall.utf8)

    var chainID: Int64 = 80094
    var height: UInt64 = 1_000
    var hasMulticall = true
    /// Answers of the node that replace what the chain would say, by method.
    var overrides: [String: RPCAnswer] = [:]
    var contracts: [String: Contract] = [:]

    func provider(_ name: String = "node") -> ReplayProvider {
        ReplayProvider(name) { call throws(ChainError) in try respond(to: call) }
    }

    func respond(to call: RPCCall) throws(ChainError) -> RPCAnswer {
        if let override = overrides[call.method] { return override }
        switch call.method {
        case "eth_chainId": return .success(.string(EVMQuantity.write(UInt64(chainID))))
        case "eth_getBlockByNumber": return .success(["number": .string(EVMQuantity.write(height))])
        case "eth_getCode":
            let target = try EVMAddress((call.params[0]?.text ?? "").utf8)
            return .success(target == Self.multicall && hasMulticall || contracts[target.text] != nil ? "0x6080" : "0x")
        case "eth_call": return try run(call)
        default: return .failure(RPCFailure(code: -32601, message: "the method does not exist"))
        }
    }

    private func run(_ call: RPCCall) throws(ChainError) -> RPCAnswer {
        let target = try EVMAddress((call.params[0]?["to"]?.text ?? "").utf8)
        let data = Hex.decode(call.params[0]?["data"]?.text ?? "") ?? []
        guard target == Self.multicall, hasMulticall else {
            return switch run(target, data) {
            case .returned(let bytes): .success(.string(Hex.encode(bytes, prefixed: true)))
            case .reverted: .failure(RPCFailure(code: 3, message: "execution reverted"))
            case .failed: .failure(RPCFailure(code: -32000, message: "out of gas"))
            }
        }
        guard data.starts(with: ABIFunction.aggregate3.selector),
            case .list(let calls)? = try ABIDecoder.decode(Array(data.dropFirst(4)), as: ABIFunction.aggregate3.arguments).first
        else { return .failure(RPCFailure(code: 3, message: "execution reverted")) }
        let results = calls.map { call -> ABIValue in
            guard case .list(let members) = call, case .address(let target) = members[0], case .bytes(let data) = members[2]
            else {
                return .list([])
            }
            return switch run(target, data) {
            case .returned(let bytes): .list([.bool(true), .bytes(bytes)])
            case .reverted, .failed: .list([.bool(false), .bytes([])])
            }
        }
        let encoded = try ABIValue.encode([.list(results)], as: [ABIType("(bool,bytes)[]")])
        return .success(.string(Hex.encode(encoded, prefixed: true)))
    }

    private func run(_ target: EVMAddress, _ data: [UInt8]) -> EVMCallOutcome {
        contracts[target.text].map { $0(data) } ?? .returned([])
    }

    /// A contract that answers `balanceOf(address)` from a table by owner, zero for everybody else, and says that it is
    /// ERC-721.
    static func token(_ balances: [String: UInt64]) -> Contract {
        implementing([EVMInterface.erc721]) { data in
            guard data.count == 36, Hex.encode(data[..<4]) == "70a08231", let owner = EVMAddress(bytes: data[16...]) else {
                return .reverted
            }
            return .returned(Amount(balances[owner.text] ?? 0).bigEndianBytes(count: 32) ?? [])
        }
    }

    /// A contract that always returns these bytes, but says that it has both interfaces of tokens.
    static func returning(_ hex: String) -> Contract {
        let bytes = Hex.decode(hex) ?? []
        return implementing([EVMInterface.erc721, EVMInterface.erc1155]) { _ in .returned(bytes) }
    }

    /// The contract, answering ERC-165 as well.
    static func implementing(_ interfaces: [[UInt8]], _ contract: @escaping Contract) -> Contract {
        { data in
            guard data.starts(with: EVMInterface.erc165), data.count == 36 else { return contract(data) }
            let isKnown = ([EVMInterface.erc165] + interfaces).contains(Array(data[4..<8]))
            return .returned([UInt8](repeating: 0, count: 31) + [isKnown ? 1 : 0])
        }
    }

    static let moment = Date(timeIntervalSince1970: 1_800_000_000)

    /// The adapter of a chain that this node serves.
    static func adapter(
        _ providers: [ReplayProvider], options: JSONValue = ["network": 80094]
    ) async throws(ChainError) -> any ChainAdapter {
        let descriptions = providers.map {
            AdapterSetup.ProviderDescription(name: $0.name, host: "\($0.name).example", options: [:])
        }
        return try await AdapterKind.evm.make(
            AdapterSetup(name: "berachain", options: options, providers: descriptions, now: { moment }) { _, _ in
                ReplayPool(providers: providers)
            })
    }
}
