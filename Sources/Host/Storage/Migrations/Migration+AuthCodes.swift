extension Migration {
    /// One-time codes that stand for an account of a service, and the signed deliveries that were served.
    static let authCodes = Migration(
        name: "0003-auth-codes",
        sql: """
            CREATE TABLE discord_auth_codes (
                hash BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
                campaign_id INTEGER NOT NULL REFERENCES campaigns (id),
                chain TEXT NOT NULL CHECK (chain <> ''),
                account TEXT NOT NULL CHECK (account LIKE '_%:_%:_%'),
                created_at_ms INTEGER NOT NULL,
                expires_at_ms INTEGER NOT NULL CHECK (expires_at_ms > created_at_ms),
                used_at_ms INTEGER,
                used_by TEXT REFERENCES users (id),
                CHECK ((used_at_ms IS NULL) = (used_by IS NULL))
            ) STRICT;
            CREATE INDEX discord_auth_codes_by_expiry ON discord_auth_codes (expires_at_ms);

            CREATE TABLE interaction_deliveries (
                chain TEXT NOT NULL CHECK (chain <> ''),
                id TEXT NOT NULL CHECK (id <> ''),
                expires_at_ms INTEGER NOT NULL,
                PRIMARY KEY (chain, id)
            ) STRICT;
            CREATE INDEX interaction_deliveries_by_expiry ON interaction_deliveries (expires_at_ms);
            """)
}
