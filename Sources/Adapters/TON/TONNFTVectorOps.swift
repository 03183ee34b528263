import ChainKit

/// The vector operations on NFT items, answered by the code that reads holdings.
enum TONNFTVectorOps {
    static let all: [VectorOp] = [
        VectorOp("ton.nft.get_nft_data") { inputs throws(ChainError) in
            do throws(ChainError) {
                guard case .returned(let stack) = try TVMOutcome(toncenter: inputs), let data = try TONItemData(stack) else {
                    return .reject()
                }
                return .accept([
                    "init": .bool(data.isInitialised), "index": .string(data.index.description),
                    "collection": text(data.collection), "owner": text(data.owner),
                ])
            } catch {
                // The reader blames the provider, whose place the case takes.
                return .reject(["reason": .string(error.message)])
            }
        },
        VectorOp("ton.nft.toncenter") { inputs throws(ChainError) in
            let items = try held(ToncenterClient.readItems(inputs["response"] ?? .null, TONListedItem.init(toncenter:)), inputs)
            var counted: [TONListedItem] = []
            for item in items {
                guard let text = item.index.flatMap({ inputs["confirmed_address_by_index"]?[$0.description]?.text }) else {
                    continue
                }
                if item.isConfirmed(by: try TONAddress(text)) { counted.append(item) }
            }
            return answer(counted)
        },
        VectorOp("ton.nft.tonapi") { inputs throws(ChainError) in
            answer(try held(TonapiClient.readItems(inputs["response"] ?? .null, TONListedItem.init(tonapi:)), inputs))
        },
    ]

    private static func held(_ items: [TONListedItem], _ inputs: JSONValue) throws(ChainError) -> [TONListedItem] {
        items.held(
            by: try TONAddress(inputs.input("owner")), in: try TONAddress(inputs.input("collection")),
            countingOnSale: inputs["include_on_sale"] == true)
    }

    private static func answer(_ items: [TONListedItem]) -> VectorAnswer {
        .accept(["count": .integer(Int64(items.count)), "items": .array(items.map { .string($0.address.raw) })])
    }

    private static func text(_ address: TONAddress?) -> JSONValue { address.map { .string($0.raw) } ?? .null }
}
