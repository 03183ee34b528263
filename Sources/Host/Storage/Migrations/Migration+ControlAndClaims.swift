extension Migration {
    /// How far a wallet's proof reaches, and the tokens and wallets that have made somebody eligible.
    ///
    /// A table's constraints cannot be changed in place, so the wallets move to a new one; nothing refers to it.
    static let controlAndClaims = Migration(
        name: "0002-control-and-claims",
        sql: """
            -- A key signs on every chain of a CAIP-2 namespace, so its address is one wallet on all of them. A contract speaks
            -- for its own chain alone: elsewhere the same address may be somebody else's.
            CREATE TABLE user_wallets_by_scope (
                id INTEGER PRIMARY KEY,
                user_id TEXT NOT NULL REFERENCES users (id),
                control TEXT NOT NULL CHECK (control IN ('key', 'contract')),
                scope TEXT NOT NULL,
                address TEXT NOT NULL CHECK (address <> ''),
                chain_id TEXT NOT NULL,
                chain TEXT NOT NULL CHECK (chain <> ''),
                linked_at_ms INTEGER NOT NULL,
                -- 1: an account of a service, such as Discord, of which a user has one.
                is_service INTEGER NOT NULL DEFAULT 0 CHECK (is_service IN (0, 1)),
                -- 0: an account of a service that somebody gave their user; whoever has it does not become that user by it.
                may_sign_in INTEGER NOT NULL DEFAULT 1 CHECK (may_sign_in IN (0, 1)),
                UNIQUE (scope, address),
                CHECK (may_sign_in = 1 OR is_service = 1),
                CHECK (control <> 'key' OR (scope NOT LIKE '%:%' AND chain_id LIKE scope || ':_%')),
                CHECK (control <> 'contract' OR (scope = chain_id AND scope LIKE '_%:_%'))
            ) STRICT;
            INSERT INTO user_wallets_by_scope (id, user_id, control, scope, address, chain_id, chain, linked_at_ms)
                SELECT id, user_id, 'key', namespace, address, chain_id, chain, linked_at_ms FROM user_wallets ORDER BY id;
            DROP TABLE user_wallets;
            ALTER TABLE user_wallets_by_scope RENAME TO user_wallets;
            CREATE INDEX user_wallets_by_user ON user_wallets (user_id);
            CREATE UNIQUE INDEX user_wallets_one_account_of_a_service ON user_wallets (user_id, scope) WHERE is_service = 1;

            -- A claim outlives its grant: a token that has made somebody eligible makes nobody else so.
            CREATE TABLE asset_claims (
                id INTEGER PRIMARY KEY,
                campaign_id INTEGER NOT NULL REFERENCES campaigns (id),
                asset TEXT NOT NULL CHECK (asset LIKE '_%/_%:_%'),
                item TEXT NOT NULL CHECK (item <> ''),
                user_id TEXT NOT NULL REFERENCES users (id),
                claimed_at_ms INTEGER NOT NULL,
                UNIQUE (campaign_id, asset, item)
            ) STRICT;

            -- An address that two users have proven, one by its key and one by its contract, counts for one of them. The
            -- claim ends with its grant.
            CREATE TABLE wallet_claims (
                campaign_id INTEGER NOT NULL REFERENCES campaigns (id),
                account TEXT NOT NULL CHECK (account LIKE '_%:_%:_%'),
                eligible_id INTEGER NOT NULL REFERENCES user_campaign_eligibles (id) ON DELETE CASCADE,
                UNIQUE (campaign_id, account)
            ) STRICT;
            CREATE INDEX wallet_claims_by_eligible ON wallet_claims (eligible_id);
            """)
}
