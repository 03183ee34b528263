#!/usr/bin/env python3
"""The adapter of toy chains: accounts, sign-in and holdings of a chain that is made up. Its rules are in README.md."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta
from typing import Any, Union

from gatehouse_adapter import (
    Accepted, Adapter, Asset, Challenge, ChainError, Holding, Identity, Provider, Query, Refusal, Rejected, Setup,
    format_time, require_amount, require_text, serve,
)

NAMESPACE = "toy"
SKEW = timedelta(minutes=1)
KEY_BYTES = 256
EXPONENT = 3
#: DER of the DigestInfo of SHA-256, without the digest (RFC 8017 §9.2, note 1).
SHA256_INFO = bytes.fromhex("3031300d060960864801650304020105000420")


class ChainAdapter(Adapter):
    id = "toy"
    version = "1.0.0"
    asset_kinds = ("token", "collection")
    configuration_schema = {
        "type": "object", "required": ["network"],
        "properties": {"network": {"type": "string"}, "max_pages": {"type": "integer", "minimum": 1, "default": 10}},
    }
    budget = {"fixed": 1, "per_account": 1, "per_batch": 0, "batch": 1}
    reads_pages = True

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        unknown = sorted(set(setup.options) - {"network", "max_pages"})
        if unknown:
            raise ChainError("configuration_invalid", "A toy chain has network and max_pages.", f"/{unknown[0]}")
        network = setup.options.get("network")
        if not isinstance(network, str) or not re.fullmatch(r"[a-z0-9]{1,32}", network):
            raise ChainError("configuration_invalid", "Write the network's name, such as main.", "/network")
        self.network = network
        self.max_pages = setup.options.get("max_pages", 10)
        if not isinstance(self.max_pages, int) or isinstance(self.max_pages, bool) or self.max_pages < 1:
            raise ChainError("configuration_invalid", "max_pages is a whole number of at least 1.", "/max_pages")

    @property
    def chain(self) -> str:
        return f"{NAMESPACE}:{self.network}"

    def parse_account(self, text: str) -> str:
        address = text.lower() if text.isascii() else ""
        if not re.fullmatch(r"toy1[0-9a-f]{40}", address):
            raise ChainError("account_invalid", "A toy address is toy1 and 40 hex digits.")
        return address

    def sign_in_message(self, challenge: Challenge) -> str:
        lines = [f"{challenge.domain} wants you to sign in with your toy account."]
        if challenge.statement is not None:
            lines += ["", challenge.statement]
        lines += ["", f"URI: {challenge.uri}", f"Chain: {challenge.chain}", f"Nonce: {challenge.nonce}"]
        lines += [f"Issued At: {format_time(challenge.issued_at)}", f"Expires At: {format_time(challenge.expires_at)}"]
        if challenge.address is not None:
            lines.append(f"Account: {challenge.address}")
        parts = [challenge.domain, challenge.uri, challenge.nonce, challenge.statement or ""]
        if any(character in part for part in parts for character in "\r\n"):
            raise ChainError("challenge_invalid", "A part of the sign-in text has a line break.")
        return "\n".join(lines)

    def verify(self, proof: dict, challenge: Challenge, now: datetime) -> Union[Accepted, Rejected]:
        message, address = require_text(proof, "message"), require_text(proof, "address")
        key, signature = require_hex(proof, "public_key"), require_hex(proof, "signature")
        if challenge.chain != self.chain:
            return Rejected("signature_invalid")
        if now >= challenge.expires_at or now < challenge.issued_at - SKEW:
            return Rejected("proof_expired")
        if not message.startswith(f"{challenge.domain} wants "):
            return Rejected("domain_mismatch")
        if message != self.sign_in_message(challenge) or not is_signed(message.encode(), signature, key):
            return Rejected("signature_invalid")
        signer = "toy1" + hashlib.sha256(key).digest()[:20].hex()
        try:
            declared = self.parse_account(address)
        except ChainError:
            return Rejected("address_invalid")
        if declared != signer or challenge.address not in (None, signer):
            return Rejected("address_invalid")
        return Accepted(signer)

    def parse_asset(self, description: dict) -> Asset:
        kinds = [kind for kind in ("token", "collection") if kind in description]
        allowed = {"token": {"token", "decimals"}, "collection": {"collection"}}
        if len(kinds) != 1:
            raise ChainError("asset_invalid", "Write {token: …} or {collection: …}.", "")
        unknown = sorted(set(description) - allowed[kinds[0]])
        if unknown:
            raise ChainError("asset_invalid", f"A toy {kinds[0]} has no {unknown[0]}.", f"/{unknown[0]}")
        name, decimals = description[kinds[0]], description.get("decimals", 0)
        if not isinstance(name, str) or not re.fullmatch(r"[a-z]{1,16}", name):
            raise ChainError("asset_invalid", "The name has 1 to 16 letters from a to z.", f"/{kinds[0]}")
        if not isinstance(decimals, int) or isinstance(decimals, bool) or not 0 <= decimals <= 18:
            raise ChainError("asset_invalid", "decimals is a whole number from 0 to 18.", "/decimals")
        return Asset(kinds[0], name, decimals=decimals, unique=kinds[0] == "collection")

    def holdings(self, queries: list[Query], now: datetime) -> list[Union[Holding, ChainError]]:
        answers: dict[int, Union[Holding, ChainError]] = {}
        tokens = [index for index, query in enumerate(queries) if query.asset.namespace == "token"]
        try:
            if tokens:
                found = self.setup.pool.ask(lambda provider: balances(provider, [queries[index] for index in tokens]))
                answers.update(zip(tokens, found))
        except ChainError as error:
            answers.update((index, error) for index in tokens)
        for address in dict.fromkeys(query.address for query in queries if query.asset.namespace == "collection"):
            wanted = [index for index, query in enumerate(queries) if index not in answers and query.address == address]
            try:
                held, source, height = self.setup.pool.ask(lambda provider: self.items(provider, address))
                for index in wanted:
                    items = tuple(sorted(id for id, collection in held.items() if collection == queries[index].asset.reference))
                    answers[index] = Holding(len(items), source, items, at={"block": height})
            except ChainError as error:
                answers.update((index, error) for index in wanted)
        return [answers[index] for index in range(len(queries))]

    def items(self, provider: Provider, address: str) -> tuple[dict[str, str], str, int]:
        """The collection of each item that counts: its collection verified it, and nobody burnt it."""
        held: dict[str, str] = {}
        height = None
        for page in range(1, self.max_pages + 1):
            answer = result(provider.call("toy_items", [address, page]))
            height = require_height(answer)
            listed, more = answer.get("items"), answer.get("more")
            if not isinstance(listed, list) or not isinstance(more, bool):
                raise ChainError("upstream_invalid", "The node's page of items is malformed.")
            for item in listed:
                if not is_item(item) or item["owner"] != address or item["id"] in held:
                    raise ChainError("upstream_invalid", "The node listed an item that was not asked for.")
                if item["verified"] and not item["burnt"]:
                    held[item["id"]] = item["collection"]
            if not more:
                return held, provider.name, height
        raise ChainError("upstream_too_large", f"The account has more than {self.max_pages} pages of items.")

    def identify(self, provider: Provider) -> Identity:
        answer = result(provider.call("toy_network"))
        network = answer.get("network")
        if not isinstance(network, str):
            raise ChainError("upstream_invalid", "The node does not tell its network.")
        return Identity(f"{NAMESPACE}:{network}", head=require_height(answer))


def balances(provider: Provider, queries: list[Query]) -> list[Holding]:
    answer = result(provider.call("toy_balances", [[query.address, query.asset.reference] for query in queries]))
    height, amounts = require_height(answer), answer.get("balances")
    if not isinstance(amounts, list) or len(amounts) != len(queries):
        raise ChainError("upstream_invalid", "The node did not answer each question.")
    return [Holding(require_amount(amount), provider.name, at={"block": height}) for amount in amounts]


def result(outcome: Any) -> dict:
    if isinstance(outcome, Refusal):
        raise ChainError("upstream_invalid", "The node refused a call that every node of the chain should answer.")
    if not isinstance(outcome, dict):
        raise ChainError("upstream_invalid", "The node's answer is no object.")
    return outcome


def require_height(answer: dict) -> int:
    height = answer.get("height")
    if not isinstance(height, int) or isinstance(height, bool) or not 0 <= height < 2**63:
        raise ChainError("upstream_invalid", "The node's answer has no height.")
    return height


def is_item(item: Any) -> bool:
    return (
        isinstance(item, dict) and all(isinstance(item.get(name), str) for name in ("id", "collection", "owner"))
        and all(isinstance(item.get(name), bool) for name in ("verified", "burnt"))
    )


def require_hex(proof: dict, name: str) -> bytes:
    """A public key or a signature: as many bytes as the key is long."""
    text = require_text(proof, name)
    if not re.fullmatch(rf"[0-9a-f]{{{2 * KEY_BYTES}}}", text):
        raise ChainError("proof_malformed", f'"{name}" must be {2 * KEY_BYTES} hex digits.', f"/{name}")
    return bytes.fromhex(text)


def is_signed(message: bytes, signature: bytes, key: bytes) -> bool:
    """RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 §8.2.2): the whole padded block is compared."""
    modulus, number = int.from_bytes(key, "big"), int.from_bytes(signature, "big")
    if number >= modulus or key[0] < 0x80 or modulus % 2 == 0:
        return False
    digest = SHA256_INFO + hashlib.sha256(message).digest()
    block = b"\x00\x01" + b"\xff" * (KEY_BYTES - len(digest) - 3) + b"\x00" + digest
    return pow(number, EXPONENT, modulus).to_bytes(KEY_BYTES, "big") == block


if __name__ == "__main__":
    serve(ChainAdapter)
