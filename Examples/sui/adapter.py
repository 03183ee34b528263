#!/usr/bin/env python3
"""The Gatehouse adapter of Sui: wallets sign in, and coins and objects are read from a node's JSON-RPC interface."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Callable, Union

from gatehouse_adapter import (
    Accepted, Adapter, Asset, Challenge, ChainError, Holding, Identity, Provider, Query, Refusal, Rejected, Setup,
    require_amount, require_text, serve,
)
from sign_in import SKEW, signer, text
from move_types import normalized_address, normalized_type, reference_of, type_of

#: What `sui_getChainIdentifier` answers: the first four bytes of the genesis checkpoint's digest.
NETWORKS = {"mainnet": "35834a8a", "testnet": "4c78adac"}
PAGE_SIZE = 50


class SuiAdapter(Adapter):
    id = "sui"
    version = "1.0.0"
    asset_kinds = ("coin", "object")
    configuration_schema = {
        "type": "object",
        "required": ["network"],
        "properties": {
            "network": {"enum": sorted(NETWORKS)},
            "max_pages": {"type": "integer", "minimum": 1, "maximum": 1000, "default": 20},
        },
        "additionalProperties": False,
    }
    #: All balances of an account are one call, and so are the first fifty objects of the wanted types.
    budget = {"fixed": 0, "per_account": 2, "per_batch": 0, "batch": 1}
    reads_pages = True

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        unknown = sorted(set(setup.options) - {"network", "max_pages"})
        if unknown:
            raise ChainError("configuration_invalid", "A Sui chain has network and max_pages.", f"/{unknown[0]}")
        self.network = setup.options.get("network")
        if self.network not in NETWORKS:
            raise ChainError("configuration_invalid", f"Write one of {', '.join(sorted(NETWORKS))}.", "/network")
        self.max_pages = setup.options.get("max_pages", 20)
        if type(self.max_pages) is not int or not 1 <= self.max_pages <= 1000:
            raise ChainError("configuration_invalid", "max_pages is a whole number from 1 to 1000.", "/max_pages")

    @property
    def chain(self) -> str:
        return f"sui:{self.network}"

    def parse_account(self, text: str) -> str:
        if not re.fullmatch(r"(0[xX])?[0-9a-fA-F]{64}", text):
            raise ChainError("account_invalid", "A Sui address is 0x and 64 hex digits.")
        return "0x" + text[-64:].lower()

    def sign_in_message(self, challenge: Challenge) -> str:
        return text(challenge)

    def verify(self, proof: dict, challenge: Challenge, now: datetime) -> Union[Accepted, Rejected]:
        message, signature = require_text(proof, "message"), require_text(proof, "signature", limit=1024)
        declared = require_text(proof, "address", limit=128)
        if challenge.chain != self.chain:
            return Rejected("signature_invalid")
        if now >= challenge.expires_at or now < challenge.issued_at - SKEW:
            return Rejected("proof_expired")
        if not message.startswith(f"{challenge.domain} wants you to sign in"):
            return Rejected("domain_mismatch")
        if message != text(challenge):
            return Rejected("signature_invalid")
        address = signer(message, signature)
        if address is None:
            return Rejected("signature_invalid")
        try:
            is_declared = self.parse_account(declared) == address
        except ChainError:
            is_declared = False
        if not is_declared or challenge.address not in (None, address):
            return Rejected("address_invalid")
        return Accepted(address)

    def parse_asset(self, description: dict) -> Asset:
        kinds = [kind for kind in self.asset_kinds if kind in description]
        if len(kinds) != 1:
            raise ChainError("asset_invalid", "Write {coin: …} with decimals, or {object: …}.", "")
        kind = kinds[0]
        unknown = sorted(set(description) - ({"coin", "decimals"} if kind == "coin" else {"object"}))
        if unknown:
            raise ChainError("asset_invalid", f"{kind} knows no {unknown[0]}.", f"/{unknown[0]}")
        type_ = normalized_type(description[kind])
        if type_ is None:
            raise ChainError(
                "asset_invalid", "A type is 0x…::module::Name, without type arguments and longer names than 64 characters.",
                f"/{kind}")
        decimals = description.get("decimals", 0)
        if type(decimals) is not int or not 0 <= decimals <= 18:
            raise ChainError("asset_invalid", "decimals is a whole number from 0 to 18.", "/decimals")
        return Asset(kind, reference_of(type_), decimals=decimals, unique=kind == "object")

    def identify(self, provider: Provider) -> Identity:
        identifier, head = provider.call("sui_getChainIdentifier"), provider.call("sui_getLatestCheckpointSequenceNumber")
        network = next((name for name, known in NETWORKS.items() if known == identifier), None)
        if isinstance(identifier, Refusal) or not isinstance(identifier, str):
            raise ChainError("upstream_invalid", "The node does not tell which chain it serves.")
        chain = f"sui:{network}" if network else f"sui:{identifier[:32]}"
        return Identity(chain, head=require_amount(head) if isinstance(head, str) else None)

    def holdings(self, queries: list[Query], now: datetime) -> list[Union[Holding, ChainError]]:
        answers: list[Union[Holding, ChainError, None]] = [None] * len(queries)
        readings: dict[str, Callable[[Provider, str, set[str]], Any]] = {"coin": coins, "object": self.objects}
        for address in dict.fromkeys(query.address for query in queries):
            for kind, read in readings.items():
                asked = [i for i, query in enumerate(queries) if (query.address, query.asset.namespace) == (address, kind)]
                types = {type_of(queries[i].asset.reference) for i in asked}
                if not asked:
                    continue
                try:
                    held, source = self.setup.pool.ask(lambda provider: (read(provider, address, types), provider.name))
                except ChainError as error:
                    for i in asked:
                        answers[i] = error
                    continue
                for i in asked:
                    found = held.get(type_of(queries[i].asset.reference), () if kind == "object" else 0)
                    # What a node's index does not show may be there nevertheless.
                    answers[i] = (
                        Holding(len(found), source, tuple(sorted(found)), basis="index") if kind == "object"
                        else Holding(found, source, basis="index"))
        return answers

    def objects(self, provider: Provider, address: str, types: set[str]) -> dict[str, set[str]]:
        """The ids of the objects of each type that the address owns itself; those in a kiosk are the kiosk's.

        A type names the package that made it, which nobody else can write into: it cannot be counterfeited.
        """
        query = {
            "filter": {"MatchAny": [{"StructType": type_} for type_ in sorted(types)]},
            "options": {"showType": True, "showOwner": True},
        }
        held: dict[str, set[str]] = {type_: set() for type_ in types}
        cursor = None
        for _ in range(self.max_pages):
            page = member(provider.call("suix_getOwnedObjects", [address, query, cursor, PAGE_SIZE]), dict)
            for entry in member(page.get("data"), list):
                found = member(member(entry, dict).get("data"), dict)
                type_, owner = normalized_type(found.get("type")), member(found.get("owner"), dict)
                object_id = normalized_address(found.get("objectId"))
                if type_ not in types or object_id is None or normalized_address(owner.get("AddressOwner")) != address:
                    raise ChainError("upstream_invalid", "The node listed an object that was not asked for.")
                held[type_].add(object_id)
            if not member(page.get("hasNextPage"), bool):
                return held
            cursor = member(page.get("nextCursor"), str)
        raise ChainError("upstream_too_large", f"The address has more than {self.max_pages} pages of objects; raise max_pages.")


def coins(provider: Provider, address: str, types: set[str]) -> dict[str, int]:
    """The balance of each coin type of an address."""
    held: dict[str, int] = {}
    for balance in member(provider.call("suix_getAllBalances", [address]), list):
        type_ = member(member(balance, dict).get("coinType"), str)
        amount = require_amount(balance.get("totalBalance"))
        name = normalized_type(type_)
        if name in held:
            raise ChainError("upstream_invalid", "The node listed a coin twice.")
        if name is not None:  # a coin with type arguments, which no campaign can name
            held[name] = amount
    return held


def member(value: Any, kind: type) -> Any:
    """A value that has to be of that kind."""
    if isinstance(value, Refusal):
        raise ChainError("upstream_invalid", "The node refused a call that every node of the chain should answer.")
    if type(value) is not kind:
        raise ChainError("upstream_invalid", "The node's answer is malformed.")
    return value


if __name__ == "__main__":
    serve(SuiAdapter)
