"""What a Sui wallet signs to sign in, and whose signature it is.

The text is that of CAIP-122. A wallet signs it as a personal message (Sui, "Intent signing"): BLAKE2b-256 over the intent
`3, 0, 0` and the text in BCS. A serialized signature is `flag || signature || public key`; the address is BLAKE2b-256 over
`flag || public key`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from datetime import timedelta
from typing import Optional

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from gatehouse_adapter import Challenge, ChainError, format_time

SKEW = timedelta(minutes=1)
PERSONAL_MESSAGE = bytes([3, 0, 0])
ED25519, SECP256K1, SECP256R1 = 0, 1, 2
#: The curve and the order of its group.
CURVES = {
    SECP256K1: (ec.SECP256K1(), 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141),
    SECP256R1: (ec.SECP256R1(), 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551),
}


def text(challenge: Challenge) -> str:
    """The sign-in text of CAIP-122, without the address where it is not known beforehand."""
    parts = [challenge.domain, challenge.uri, challenge.nonce, challenge.statement or ""]
    if any(character in part for part in parts for character in "\r\n"):
        raise ChainError("challenge_invalid", "A part of the sign-in text has a line break; write it on one line.")
    lines = [f"{challenge.domain} wants you to sign in with your Sui account" + (":" if challenge.address else ".")]
    if challenge.address:
        lines.append(challenge.address)
    if challenge.statement is not None:
        lines += ["", challenge.statement]
    lines += [
        "", f"URI: {challenge.uri}", "Version: 1", f"Chain ID: {challenge.chain}", f"Nonce: {challenge.nonce}",
        f"Issued At: {format_time(challenge.issued_at)}", f"Expiration Time: {format_time(challenge.expires_at)}",
    ]
    return "\n".join(lines)


def signer(message: str, signature: str) -> Optional[str]:
    """The address whose key signed the message; `None` when none did, or the scheme is another one (multisig, zkLogin)."""
    try:
        serialized = base64.b64decode(signature, validate=True)
    except (binascii.Error, ValueError):
        return None
    if base64.b64encode(serialized).decode() != signature or len(serialized) < 65:
        return None
    flag, raw, key = serialized[0], serialized[1:65], serialized[65:]
    body = message.encode()
    digest = hashlib.blake2b(PERSONAL_MESSAGE + uleb128(len(body)) + body, digest_size=32).digest()
    try:
        if flag == ED25519 and len(key) == 32:
            Ed25519PublicKey.from_public_bytes(key).verify(raw, digest)
        elif flag in CURVES and len(key) == 33:
            verify_ecdsa(*CURVES[flag], key, raw, digest)
        else:
            return None
    except (InvalidSignature, ValueError):
        return None
    return "0x" + hashlib.blake2b(bytes([flag]) + key, digest_size=32).hexdigest()


def verify_ecdsa(curve: ec.EllipticCurve, order: int, key: bytes, raw: bytes, digest: bytes) -> None:
    """ECDSA with SHA-256; of the two signatures that are worth the same, only the one with the low s."""
    r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    if s > order // 2:
        raise InvalidSignature
    point = ec.EllipticCurvePublicKey.from_encoded_point(curve, key)
    point.verify(utils.encode_dss_signature(r, s), digest, ec.ECDSA(hashes.SHA256()))


def uleb128(number: int) -> bytes:
    """A length in BCS."""
    out = bytearray()
    while number >= 0x80:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes(out + bytes([number]))
