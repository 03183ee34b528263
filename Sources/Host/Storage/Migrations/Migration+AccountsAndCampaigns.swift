extension Migration {
    /// Users and their wallets, sign-in sessions, tokens, campaigns with their grants, and the audit log.
    ///
    /// Times are milliseconds since 1970. No constraint is deferred: one that fails at the commit would take every
    /// write of its batch along.
    static let accountsAndCampaigns = Migration(
        name: "0001-accounts-and-campaigns",
        sql: """
            CREATE TABLE users (
                id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36 AND id = lower(id)),
                chain TEXT NOT NULL CHECK (chain <> ''),
                wallet_address TEXT NOT NULL CHECK (wallet_address <> ''),
                created_at_ms INTEGER NOT NULL,
                updated_at_ms INTEGER NOT NULL CHECK (updated_at_ms >= created_at_ms)
            ) STRICT;

            -- One key signs on every chain of a CAIP-2 namespace, so an address is one wallet on all of them.
            CREATE TABLE user_wallets (
                id INTEGER PRIMARY KEY,
                user_id TEXT NOT NULL REFERENCES users (id),
                namespace TEXT NOT NULL,
                address TEXT NOT NULL CHECK (address <> ''),
                chain_id TEXT NOT NULL CHECK (chain_id LIKE namespace || ':_%'),
                chain TEXT NOT NULL CHECK (chain <> ''),
                linked_at_ms INTEGER NOT NULL,
                UNIQUE (namespace, address)
            ) STRICT;
            CREATE INDEX user_wallets_by_user ON user_wallets (user_id);

            CREATE TABLE campaigns (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                name TEXT NOT NULL UNIQUE CHECK (name <> ''),
                eligible_count INTEGER NOT NULL DEFAULT 0 CHECK (eligible_count >= 0),
                created_at_ms INTEGER NOT NULL
            ) STRICT;

            CREATE TABLE user_campaign_eligibles (
                id INTEGER PRIMARY KEY,
                user_id TEXT NOT NULL REFERENCES users (id),
                campaign_id INTEGER NOT NULL REFERENCES campaigns (id),
                method TEXT NOT NULL CHECK (method <> ''),
                wallet TEXT CHECK (wallet <> ''),
                evidence TEXT NOT NULL CHECK (json_valid(evidence)),
                reasons TEXT NOT NULL CHECK (json_valid(reasons)),
                recorded_at_ms INTEGER NOT NULL,
                checked_at_ms INTEGER NOT NULL CHECK (checked_at_ms >= recorded_at_ms),
                recheck_at_ms INTEGER CHECK (recheck_at_ms > checked_at_ms),
                UNIQUE (user_id, campaign_id)
            ) STRICT;

            CREATE TABLE sessions (
                id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
                chain TEXT NOT NULL CHECK (chain <> ''),
                challenge TEXT NOT NULL CHECK (json_valid(challenge)),
                purpose TEXT NOT NULL CHECK (purpose IN ('sign_in', 'eligibility')),
                campaign_id INTEGER REFERENCES campaigns (id),
                user_id TEXT REFERENCES users (id),
                expires_at_ms INTEGER NOT NULL,
                CHECK ((purpose = 'eligibility') = (campaign_id IS NOT NULL)),
                CHECK ((purpose = 'eligibility') = (user_id IS NOT NULL))
            ) STRICT;
            CREATE INDEX sessions_by_expiry ON sessions (expires_at_ms);

            CREATE TABLE refresh_tokens (
                id INTEGER PRIMARY KEY,
                hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
                family TEXT NOT NULL CHECK (family <> ''),
                user_id TEXT NOT NULL REFERENCES users (id),
                wallet_address TEXT NOT NULL CHECK (wallet_address <> ''),
                chain TEXT NOT NULL CHECK (chain <> ''),
                access_jti TEXT NOT NULL UNIQUE CHECK (access_jti <> ''),
                access_expires_at_ms INTEGER NOT NULL,
                created_at_ms INTEGER NOT NULL,
                expires_at_ms INTEGER NOT NULL,
                rotated_at_ms INTEGER,
                revoked_at_ms INTEGER
            ) STRICT;
            CREATE INDEX refresh_tokens_by_family ON refresh_tokens (family);
            CREATE UNIQUE INDEX refresh_tokens_one_live_per_family ON refresh_tokens (family) WHERE rotated_at_ms IS NULL;
            CREATE INDEX refresh_tokens_by_expiry ON refresh_tokens (expires_at_ms);

            CREATE TABLE revoked_tokens (
                jti TEXT NOT NULL PRIMARY KEY CHECK (jti <> ''),
                expires_at_ms INTEGER NOT NULL
            ) STRICT;
            CREATE INDEX revoked_tokens_by_expiry ON revoked_tokens (expires_at_ms);

            CREATE TABLE audit_log (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                at_ms INTEGER NOT NULL,
                actor TEXT NOT NULL CHECK (actor <> ''),
                action TEXT NOT NULL CHECK (action <> ''),
                subject TEXT NOT NULL,
                detail TEXT NOT NULL CHECK (json_valid(detail))
            ) STRICT;
            CREATE TRIGGER audit_log_keeps_entries BEFORE DELETE ON audit_log
                BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END;
            CREATE TRIGGER audit_log_keeps_words BEFORE UPDATE ON audit_log
                BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END;
            -- INSERT OR REPLACE deletes without firing the delete trigger.
            CREATE TRIGGER audit_log_keeps_ids BEFORE INSERT ON audit_log
                WHEN EXISTS (SELECT 1 FROM audit_log WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END;
            """)
}
