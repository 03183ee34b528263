import ChainKit

/// `holds: {chain: sol, …}`: the subject's wallets together hold enough of an asset on one configured chain.
public struct HoldingMethod: EligibilityMethod {
    /// The chain's configured name.
    public let id: MethodID
    private let adapter: any ChainAdapter

    public init(chainName: String, adapter: any ChainAdapter) {
        id = MethodID(rawValue: chainName)
        self.adapter = adapter
    }

    /// Reads `at_least` (1 when left out; in whole coins of an asset that has decimals) and, by the adapter, the asset.
    /// - Throws: `parameters_invalid`, or `asset_invalid` as the adapter words it.
    public func rule(_ parameters: JSONValue) async throws(ChainError) -> any EligibilityRule {
        guard let holdings = adapter.holdings else {
            throw ChainError(
                .parametersInvalid, "The chain \"\(id)\" cannot tell what wallets hold; name another chain.", adapter: id.rawValue
            )
        }
        guard case .object(var description) = parameters else {
            throw ChainError(.parametersInvalid, "Found \(parameters.kind); write the asset and \"at_least\".")
        }
        let wanted = description.removeValue(forKey: "at_least") ?? 1
        let asset: Asset
        do { asset = try await holdings.asset(.object(description)) } catch { throw error.from(id.rawValue) }
        return HoldingRule(chainName: id.rawValue, asset: asset, wanted: try Self.amount(wanted, of: asset))
    }

    private static func amount(_ value: JSONValue, of asset: Asset) throws(ChainError) -> Amount {
        let text: String? =
            switch value {
            case .integer(let whole): String(whole)
            case .string(let text): text
            default: nil
            }
        guard let amount = text.flatMap({ Amount(wholeCoins: $0, decimals: asset.decimals) }), amount > .zero else {
            let right =
                asset.decimals == 0
                ? "a whole number from 1 up"
                : "whole coins above 0, a fraction of up to \(asset.decimals) digits in quotes, such as \"0.5\""
            throw ChainError(
                .parametersInvalid, "Found \(text.map { "\"\($0.prefix(90))\"" } ?? value.kind); write \(right).",
                pointer: "/at_least")
        }
        return amount
    }
}
