import ChainKit
import DiscordAdapter
import EVMAdapter
import ExternalAdapter
import SolanaAdapter
import TONAdapter

/// The only place that names every chain, and the door to those of other programs.
public enum AdapterSet {
    /// The adapters a configuration may name after `adapter:`.
    public static let kinds: [AdapterKind] = [.solana, .evm, .ton, .discord, .external]
}
