#!/usr/bin/env python3
"""A wallet of the toy chain, whose private key everybody knows: prints the proof of a sign-in message given on standard input."""

import hashlib
import json
import sys

MODULUS = int(
    "ba2d9ffc236340182f406705b1283aee8c24eaf9a4bf6011e2a98b61fdcbe7aa183114f775cc60a0375e0fc45da47570fefb5ce1c7cd5816be46"
    "99cf39a432e32f30b53f73e086fbc2688441a43ef7d538be92ecc8610a12735539b4fdbe975925b8431f3d8528085cc30d3389e272cbbddae421"
    "8019b8e36069a27431c3d4fee14dd179e5e1441d22f09d5fc4cf1dab569782e326dcf941fee7672ba2303ea513bac51f8fb5a02583eda99484f5"
    "6fd7446600f2e8a55979f889b31dbab3f4a4db71ec9ca5ed190704f471e039636d414b136997440d9544433c2be083adc419be898542574eaa8f"
    "ec51d92b996b7a7732aa05805b9bd03d71a9bec190806f61", 16)
PRIVATE_EXPONENT = int(
    "7c1e6aa8179780101f8044ae761ad1f45d6df1fbc32a400bec710796a9329a7165760dfa4e88406acf940a82e9184e4b54a793412fde3ab9d42f"
    "1134d11821ecca2078d4f7eb04a7d6f0582bc2d4a538d07f0c9ddaeb5c0c4ce37bcdfe7f0f90c3d02cbf7e58c55ae88208cd0696f7327e91ed6b"
    "aabbd097959bc1a2cbd7e35372a0cfc43cfde00a9e1c9e7409b0af10714a4a2712c766027b830cd1147731ef6e3de134011960e293b1fc6baa7f"
    "4e08bed214000f260f4a21fac15b6a9d2e1a063368012acce95908b9904755c584f420f230f6a2dc743b508bf93005a35a61e16f6c0dccdcde23"
    "3034efbbb6a48c73e028585f531ca4fe47b1419fe6c502cb", 16)
#: DER of the DigestInfo of SHA-256, without the digest (RFC 8017 §9.2, note 1).
SHA256_INFO = bytes.fromhex("3031300d060960864801650304020105000420")

message = sys.stdin.read()
digest = SHA256_INFO + hashlib.sha256(message.encode()).digest()
block = b"\x00\x01" + b"\xff" * (253 - len(digest)) + b"\x00" + digest
key = MODULUS.to_bytes(256, "big")
json.dump({
    "message": message, "address": "toy1" + hashlib.sha256(key).digest()[:20].hex(), "public_key": key.hex(),
    "signature": f"{pow(int.from_bytes(block, 'big'), PRIVATE_EXPONENT, MODULUS):0512x}",
}, sys.stdout)
