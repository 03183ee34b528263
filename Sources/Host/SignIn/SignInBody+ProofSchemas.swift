import ChainKit

/// The forms of `data` that clients are made for; a chain's own adapter reads them.
extension SignInBody {
    static let solProofSchema: JSONValue = [
        "type": "object", "required": ["address"], "description": "Has a `signature` or a `transaction`.",
        "properties": [
            "signature": [
                "type": ["string", "null"], "description": "Base58; base64 too beside a `signed_message`.",
            ],
            "address": ["type": "string", "description": "Base58."],
            "signed_message": [
                "type": ["string", "null"],
                "description": "Base64 of the Sign-In with Solana text, when the wallet built it itself.",
            ],
            "transaction": [
                "type": ["string", "null"],
                "description": "Base64 of a signed transaction that holds the message as its memo; instead of a `signature`.",
            ],
        ],
    ]

    static let evmProofSchema: JSONValue = [
        "type": "object", "required": ["signature", "address"],
        "properties": [
            "signature": [
                "type": "string",
                "description": .string(
                    "Hex: by a key 65 bytes, or 64 (EIP-2098); by a contract wallet (EIP-1271) any length, "
                        + "one that is not deployed yet included (EIP-6492)."),
            ],
            "address": ["type": "string", "description": "Hex."],
            "message": [
                "type": ["string", "null"], "description": "The EIP-4361 text, when the page built it itself.",
            ],
            "scheme": [
                "type": ["string", "null"], "enum": ["eip712", nil],
                "description": "`eip712` when the message was signed as typed data; without it, as text (EIP-191).",
            ],
            "domain": ["type": ["string", "null"], "description": "The site the wallet signed for, when the page knows it."],
        ],
    ]

    static let tonProofSchema: JSONValue = [
        "type": "object", "required": ["signature", "timestamp", "wallet_address_hex"],
        "properties": [
            "signature": ["type": "string", "description": "Base64: the `ton_proof` signature of TON Connect."],
            "state_init": [
                "type": ["string", "null"],
                "description": "Base64 of the wallet's state_init; without it, the chain is asked for the wallet's key.",
            ],
            "timestamp": [
                "type": ["integer", "string"], "description": "When the wallet signed, in whole seconds since 1970.",
            ],
            "public_key": ["type": ["string", "null"], "description": "Hex: the wallet's Ed25519 key."],
            "wallet_address_hex": ["type": "string", "description": "Raw: the workchain, a colon, 64 hex digits."],
            "wallet_address_base64": ["type": ["string", "null"], "description": "User-friendly, 48 characters."],
            "domain": [
                "type": ["string", "object", "null"],
                "description": "The site the wallet signed for, as text or as TON Connect's `lengthBytes` and `value`.",
            ],
            "network": [
                "type": ["string", "null"], "description": "The id of the wallet's network, such as `-239`.",
            ],
        ],
    ]
}
