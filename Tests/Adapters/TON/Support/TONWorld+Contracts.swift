import ChainConformance
import ChainKit

@testable import TONAdapter

/// A value as a contract returns it.
enum TestStackValue {
    case number(String)
    case slice(TONAddress?)
    case null

    func json(_ api: TONProviderAPI) -> JSONValue {
        switch (self, api) {
        case (.number(let text), .toncenter): ["type": "num", "value": .string(text)]
        case (.number(let text), .tonapi): ["type": "num", "num": .string(text)]
        case (.slice(let address), .toncenter): ["type": "slice", "value": .string(StandardBase64.encode(Self.boc(address)))]
        // TonAPI calls a slice a cell, and writes hex.
        case (.slice(let address), .tonapi): ["type": "cell", "cell": .string(Hex.encode(Self.boc(address)))]
        case (.null, .toncenter): ["type": "null", "value": nil]
        case (.null, .tonapi): ["type": "null"]
        }
    }

    private static func boc(_ address: TONAddress?) -> [UInt8] {
        var bits = CellBits()
        bits.append(address == nil ? 0b00 : 0b10, width: 2)
        if let address {
            bits.append(0, width: 1)
            bits.append(UInt64(UInt8(truncatingIfNeeded: address.workchain)), width: 8)
            bits.append(address.hash)
        }
        guard let cell = try? Cell(bits: bits) else { preconditionFailure("an address fits a cell") }
        return BagOfCells.serialize(cell)
    }
}

extension TONWorld {
    /// A get method that returns, or is missing.
    func run(
        _ api: TONProviderAPI, _ method: String, of contract: TONAddress, _ arguments: [String] = [],
        returning stack: [TestStackValue]?
    ) -> Entry {
        run(api, method, of: contract, arguments, exitCode: stack == nil ? 11 : 0, stack ?? [])
    }

    func run(
        _ api: TONProviderAPI, _ method: String, of contract: TONAddress, _ arguments: [String] = [], exitCode: Int64,
        _ stack: [TestStackValue] = []
    ) -> Entry {
        run(
            api, method, of: contract, arguments,
            answering: .init(
                body: .json([
                    "success": .bool(exitCode == 0), "exit_code": .integer(exitCode), "stack": .array(stack.map { $0.json(api) }),
                ])))
    }

    /// A get method whose answer is this, whatever it is.
    func run(
        _ api: TONProviderAPI, _ method: String, of contract: TONAddress, _ arguments: [String] = [],
        answering response: ScriptedUpstream.Response
    ) -> Entry {
        let hex = arguments.map { TVMInteger($0)?.hex ?? "" }
        switch api {
        case .toncenter:
            let stack = hex.map { ["type": "num", "value": .string($0)] as JSONValue }
            return Entry(
                .init(
                    method: "POST", path: "/toncenter/api/v3/runGetMethod",
                    body: ["address": .string(contract.raw), "method": .string(method), "stack": .array(stack)]), response)
        case .tonapi:
            let query = hex.isEmpty ? "" : "?args=" + hex.joined(separator: "&args=")
            return Entry(
                .init(method: "GET", path: "/tonapi/v2/blockchain/accounts/\(contract.raw)/methods/\(method)\(query)"), response)
        }
    }
}

extension TONWorld.Item {
    /// What `get_nft_data` returns.
    var data: [TestStackValue] {
        [.number("-0x1"), .number(TVMInteger(index)?.hex ?? ""), .slice(collection), .slice(ownerOnChain ?? owner), .slice(nil)]
    }

    /// The item as an index lists it.
    func listed(_ api: TONProviderAPI) -> JSONValue {
        let raw = { (address: TONAddress) in JSONValue.string(address.raw.uppercased()) }
        switch api {
        case .toncenter:
            return [
                "address": raw(address), "init": true, "index": .string(index), "collection_address": raw(collection),
                "owner_address": raw(owner), "on_sale": .bool(seller != nil),
                "sale_contract_address": seller == nil ? nil : raw(owner), "real_owner": seller.map(raw) ?? nil,
            ]
        case .tonapi:
            var item: [String: JSONValue] = [
                "address": raw(address), "index": 0, "verified": true, "trust": "none",
                "collection": ["address": raw(collection)],
                "owner": ["address": raw(owner)],
            ]
            if let seller { item["sale"] = ["address": raw(owner), "owner": ["address": raw(seller)]] }
            return .object(item)
        }
    }
}
