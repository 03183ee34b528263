"""Addresses and Move types as nodes and people write them."""

from __future__ import annotations

import re
from typing import Any, Optional

TYPE = re.compile(r"0[xX]([0-9a-fA-F]{1,64})::([A-Za-z][A-Za-z0-9_]{0,63})::([A-Za-z][A-Za-z0-9_]{0,63})")


def normalized_address(text: Any) -> Optional[str]:
    """`0x2` and `0x000…02` are one address: 0x and 64 digits in lower case."""
    if not isinstance(text, str) or not re.fullmatch(r"0[xX][0-9a-fA-F]{1,64}", text):
        return None
    return "0x" + text[2:].lower().rjust(64, "0")


def normalized_type(text: Any) -> Optional[str]:
    """`package::module::Name` with the package's address written out; `None` for anything else, type arguments too."""
    match = TYPE.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        return None
    package, module, name = match.groups()
    return f"0x{package.lower().rjust(64, '0')}::{module}::{name}"


def reference_of(type_: str) -> str:
    """A normalized type in the characters of CAIP-19."""
    return type_.replace(":", "%3A")


def type_of(reference: str) -> str:
    """The normalized type of a reference."""
    return reference.replace("%3A", ":")
