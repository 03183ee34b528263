#!/usr/bin/env python3
"""The Gatehouse adapter of __NAME__ chains. README.md says what to fill in, in which order."""

from __future__ import annotations

from datetime import datetime
from typing import Union

from gatehouse_adapter import (
    Accepted, Adapter, Asset, Challenge, ChainError, Holding, Identity, Provider, Query, Rejected, Setup, serve,
)

#: The CAIP-2 namespace of the chains.
NAMESPACE = "toy"


class ChainAdapter(Adapter):
    id = "__NAME__"
    version = "0.1.0"
    #: Members that an asset description may have.
    asset_kinds = ("token", "collection")
    configuration_schema = {
        "type": "object", "required": ["network"],
        "properties": {"network": {"type": "string"}, "max_pages": {"type": "integer", "minimum": 1, "default": 10}},
    }
    #: One request for all tokens together, one for the items of each account.
    budget = {"fixed": 1, "per_account": 1, "per_batch": 0, "batch": 1}
    reads_pages = True

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        unknown = sorted(set(setup.options) - {"network", "max_pages"})
        if unknown:
            raise ChainError("configuration_invalid", "This chain has network and max_pages.", f"/{unknown[0]}")
        self.network = setup.options.get("network")
        if not isinstance(self.network, str) or not self.network.isalnum():
            raise ChainError("configuration_invalid", "Write the network's name, such as main.", "/network")
        self.max_pages = setup.options.get("max_pages", 10)
        if type(self.max_pages) is not int or self.max_pages < 1:
            raise ChainError("configuration_invalid", "max_pages is a whole number of at least 1.", "/max_pages")

    @property
    def chain(self) -> str:
        return f"{NAMESPACE}:{self.network}"

    # 1. Addresses

    def parse_account(self, text: str) -> str:
        raise NotImplementedError("parse_account")

    # 2. Sign-in

    def sign_in_message(self, challenge: Challenge) -> str:
        raise NotImplementedError("sign_in_message")

    def verify(self, proof: dict, challenge: Challenge, now: datetime) -> Union[Accepted, Rejected]:
        raise NotImplementedError("verify")

    # 3. Holdings

    def identify(self, provider: Provider) -> Identity:
        raise NotImplementedError("identify")

    def parse_asset(self, description: dict) -> Asset:
        raise NotImplementedError("parse_asset")

    def holdings(self, queries: list[Query], now: datetime) -> list[Union[Holding, ChainError]]:
        raise NotImplementedError("holdings")


if __name__ == "__main__":
    serve(ChainAdapter)
