import ChainKit

extension DiscordConfiguration {
    /// JSON Schema (2020-12) of the members read from a chain's configuration.
    static let schema: JSONValue = [
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": [
            "client_id": [
                "type": "string", "pattern": "^[0-9]{17,20}$", "description": "The application's id, for OAuth2",
            ],
            "client_secret": [
                "type": "string", "minLength": 8, "maxLength": 512, "description": "The application's secret, for OAuth2",
            ],
            "redirect_uris": [
                "type": "array", "minItems": 1, "maxItems": 20, "items": ["type": "string", "format": "uri"],
                "description": "Where Discord may send a user back to; the first one is used in sign-in messages",
            ],
            "public_key": [
                "type": "string", "pattern": "^[0-9a-fA-F]{64}$",
                "description": "The application's public key, which verifies slash commands",
            ],
            "bot_key": [
                "type": "string", "minLength": 16, "maxLength": 512,
                "description": "The shared secret with which the campaign's own bot asks for one-time codes",
            ],
            "bot_token": [
                "type": "string", "minLength": 16, "maxLength": 512,
                "description": "A bot's token, with which memberships are read in guilds that the bot has joined",
            ],
            "interaction_skew_seconds": [
                "type": "integer", "minimum": 10, "maximum": 900, "default": 300,
                "description": "How far the time of a signed slash command may be from the server's",
            ],
            "command": [
                "type": "string", "pattern": "^[a-z0-9_-]{1,32}$", "default": "gatehouse",
                "description": "The slash command that asks for a one-time code, with the option campaign",
            ],
        ],
        "dependentRequired": [
            "client_secret": ["client_id"], "redirect_uris": ["client_id", "client_secret"],
        ],
    ]
}
