"""What a Gatehouse adapter written in Python stands on: the messages, and nothing about any chain.

An adapter is a class with the methods of `Adapter` below; `serve(MyAdapter)` speaks the protocol on standard input and
output until Gatehouse is done. Standard error is the adapter's log. Standard library only, Python 3.9 or later.

The protocol is described in docs/external-adapters.md of Gatehouse. You should not have to change this file.
"""

from __future__ import annotations

import base64
import itertools
import json
import os
import re
import sys
import threading
import traceback
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any, Callable, Optional, TypeVar, Union

CONTRACT_VERSION = 1
Value = TypeVar("Value")


class ChainError(Exception):
    """Why the adapter could not answer. A "no" is never one: an empty wallet is `Holding(0)`, a bad signature `Rejected`.

    The code says who has to act (docs/errors.md): `account_invalid`, `asset_invalid`, `proof_malformed`, `challenge_invalid` and
    `configuration_invalid` blame the caller; `upstream_*` blame the outside, and then nobody has said no.
    """

    def __init__(
        self, code: str, message: str, pointer: Optional[str] = None, retry_after_seconds: Optional[float] = None
    ) -> None:
        super().__init__(f"{code}: {message}")
        self.code, self.message, self.pointer, self.retry_after_seconds = code, message, pointer, retry_after_seconds

    @classmethod
    def read(cls, data: dict) -> ChainError:
        return cls(
            data.get("code", "upstream_unavailable"), data.get("message", ""), data.get("pointer"),
            data.get("retry_after_seconds"))

    def written(self) -> dict:
        members = {
            "code": self.code, "message": self.message, "pointer": self.pointer,
            "retry_after_seconds": self.retry_after_seconds,
        }
        return {name: value for name, value in members.items() if value is not None}


@dataclass(frozen=True)
class Challenge:
    """What a wallet is asked to sign."""

    chain: str
    domain: str
    uri: str
    statement: Optional[str]
    nonce: str
    issued_at: datetime
    expires_at: datetime
    #: The canonical address that must sign, when it is known beforehand.
    address: Optional[str]


@dataclass(frozen=True)
class Accepted:
    """The proof is good: who controls `address` signed this challenge. `control` is `key`, or `contract`: on this chain only."""

    address: str
    control: str = "key"


@dataclass(frozen=True)
class Rejected:
    """The proof is not good: `signature_invalid`, `address_invalid`, `proof_expired` or `domain_mismatch`."""

    rejection: str


@dataclass(frozen=True)
class Asset:
    """What a campaign asks a wallet to hold; `namespace` and `reference` are those of CAIP-19.

    Both are of letters, digits, `-`, `.`, `_` and `%`; percent-encode what else your chain's names have.
    """

    namespace: str
    reference: str
    token_ids: tuple[str, ...] = ()
    decimals: int = 0
    #: Whether every token exists once and has an id of its own.
    unique: bool = False


@dataclass(frozen=True)
class Query:
    address: str
    asset: Asset
    #: From this amount on the asker is content.
    wanted: int = 1
    #: Whether the answer has to name the tokens.
    names_items: bool = False


@dataclass(frozen=True)
class Holding:
    """What a provider answered. `basis` is `index` when something may be missing from it; `at` such as `{"block": 12}`."""

    amount: int
    source: str
    items: tuple[str, ...] = ()
    basis: str = "chain"
    at: Optional[dict] = None


@dataclass(frozen=True)
class Identity:
    """Which chain (CAIP-2) a provider serves, and how far it has followed it."""

    chain: str
    head: Optional[int] = None
    head_time: Optional[datetime] = None


@dataclass(frozen=True)
class Refusal:
    """The error object with which a node refused a call: it understood, and said no."""

    code: int
    message: str
    data: Any = None


@dataclass(frozen=True)
class WebAnswer:
    status: int
    headers: dict
    body: bytes
    retry_after_seconds: Optional[float] = None

    def json(self) -> Any:
        """The body of a 200; every other answer is an error that blames the outside."""
        if self.status == 429:
            raise ChainError("upstream_rate_limited", "The provider has had too many requests.", None, self.retry_after_seconds or 1)
        if self.status != 200:
            raise ChainError("upstream_unavailable", f"The provider answered with HTTP {self.status}.")
        try:
            return json.loads(self.body)
        except ValueError:
            raise ChainError("upstream_invalid", "The provider's answer is not JSON.") from None


class Provider:
    """One node or indexer, asked through Gatehouse. Every method raises a ChainError that blames the outside when it fails."""

    def __init__(self, peer: _Peer, ask: int, name: str, options: dict) -> None:
        self.name, self.options = name, options
        self._peer, self._ask = peer, ask

    def call(self, method: str, params: Any = ()) -> Union[Any, Refusal]:
        """One JSON-RPC call: its result, or the node's refusal."""
        return _outcome(self._peer.request("provider.call", {"ask": self._ask, "method": method, "params": _plain(params)}))

    def batch(self, calls: list[tuple[str, Any]]) -> list[Union[Any, Refusal]]:
        """All calls as one request; one outcome a call, in order."""
        written = [{"method": method, "params": _plain(params)} for method, params in calls]
        return [_outcome(one) for one in self._peer.request("provider.batch", {"ask": self._ask, "calls": written})["answers"]]

    def send(
        self, method: str, path: str, query: list[tuple[str, str]] = (), headers: Optional[dict] = None, json_body: Any = None,
        form: Optional[list[tuple[str, str]]] = None,
    ) -> WebAnswer:
        """One request of a plain HTTP interface; `path` is appended to the provider's URL."""
        body = {"json": json_body} if json_body is not None else {"form": [list(pair) for pair in form]} if form else None
        request = {
            "method": method, "path": path, "query": [list(pair) for pair in query], "headers": headers or {}, "body": body,
        }
        answer = self._peer.request("provider.send", {"ask": self._ask, "request": request})
        return WebAnswer(
            answer["status"], answer["headers"], base64.b64decode(answer["body"]), answer.get("retry_after_seconds"))


class Pool:
    """The chain's providers."""

    def __init__(self, peer: _Peer) -> None:
        self._peer = peer

    def ask(self, work: Callable[[Provider], Value]) -> Value:
        """Runs `work` with a provider fit to be asked, and with the next one when it raises what blames the outside.

        Everything of one `work` comes from one provider, so that it sees one state of the chain; it may run several times, so
        it must only read.
        """
        opened = self._peer.request("pool.ask", {})
        ask, described = opened["ask"], opened["provider"]
        while True:
            try:
                value = work(Provider(self._peer, ask, described["name"], described.get("options") or {}))
            except ChainError as error:
                described = self._peer.request("pool.settle", {"ask": ask, "error": error.written()}).get("provider")
                if described is None:
                    raise
            except BaseException:
                self._peer.request("pool.settle", {"ask": ask})
                raise
            else:
                self._peer.request("pool.settle", {"ask": ask})
                return value


@dataclass
class Setup:
    """Everything a configured chain is made from."""

    #: The chain's name in the configuration.
    name: str
    #: The chain's members in the configuration that are not Gatehouse's own.
    options: dict
    #: Name, host and options of each provider; no URL, no key.
    providers: list[dict]
    pool: Pool = field(repr=False)


class Adapter:
    """One configured chain. Make a subclass; its methods may run in several threads at once."""

    id = ""
    version = "0.1.0"
    #: Which of accounts, ownership and holdings it offers. A role that is left out is a capability the chain does not have.
    roles = ("accounts", "ownership", "holdings")
    asset_kinds: tuple[str, ...] = ()
    configuration_schema: dict = {"type": "object"}
    #: HTTP requests that holding queries take at most: fixed + per_account * accounts + per_batch * ceil(queries / batch).
    budget: dict = {"fixed": 0, "per_account": 0, "per_batch": 1, "batch": 1}
    #: Whether what an account holds comes in pages.
    reads_pages = False

    def __init__(self, setup: Setup) -> None:
        """Reads the configuration; asks nobody. Raises `configuration_invalid` with a pointer."""
        self.setup = setup

    @property
    def chain(self) -> str:
        """CAIP-2, such as `eip155:80094`."""
        raise NotImplementedError("chain")

    def parse_account(self, text: str) -> str:
        """The canonical address of any spelling people write, of letters, digits, `-`, `.` and `%` (CAIP-10).

        Raises `account_invalid` saying what would be right.
        """
        raise NotImplementedError("parse_account")

    def sign_in_message(self, challenge: Challenge) -> str:
        """The text to sign, always the same for the same challenge."""
        raise NotImplementedError("sign_in_message")

    def verify(self, proof: dict, challenge: Challenge, now: datetime) -> Union[Accepted, Rejected]:
        """Judges the `data` of a sign-in. Raises `proof_malformed` for a field that is missing or of the wrong type."""
        raise NotImplementedError("verify")

    def parse_asset(self, description: dict) -> Asset:
        """Reads what a campaign writes under `holds`. Raises `asset_invalid` with a pointer."""
        raise NotImplementedError("parse_asset")

    def holdings(self, queries: list[Query], now: datetime) -> list[Union[Holding, ChainError]]:
        """One answer a query, in order. Late, wrong or partial answers of a provider are errors, never zero."""
        raise NotImplementedError("holdings")

    def identify(self, provider: Provider) -> Identity:
        """Asks a provider which chain it serves."""
        raise NotImplementedError("identify")


def require_text(fields: dict, name: str, limit: int = 16_384) -> str:
    """A text field of a proof. Raises `proof_malformed` when it is absent, no text, or too long."""
    value = fields.get(name)
    if not isinstance(value, str):
        raise ChainError("proof_malformed", f'"{name}" must be a string.', f"/{name}")
    if len(value.encode("utf-8", "surrogatepass")) > limit:
        raise ChainError("proof_malformed", f'"{name}" is longer than {limit} bytes.', f"/{name}")
    return value


def require_amount(value: Any) -> int:
    """An amount that a node wrote as decimal digits. Raises `upstream_invalid`."""
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{1,78}", value):
        raise ChainError("upstream_invalid", "The node's answer holds an amount that is not decimal digits.")
    return int(value)


def format_time(moment: datetime) -> str:
    """RFC 3339 in UTC, whole seconds."""
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def log(text: str) -> None:
    """A line in the operator's log."""
    try:
        print(text, file=sys.stderr, flush=True)
    except OSError:  # whether anybody reads the log makes no difference to the work
        pass


def serve(adapter: type[Adapter]) -> None:
    """Speaks the protocol until `shutdown` or the end of standard input, then ends the process."""
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what is printed by accident belongs into the log, not between the messages
    sys.stdout = sys.stderr
    _Peer(adapter, sys.stdin.buffer, output).run()


# The protocol from here on.


class _Peer:
    def __init__(self, adapter: type[Adapter], source: Any, sink: Any) -> None:
        self._kind, self._source, self._sink = adapter, source, sink
        self._adapter: Optional[Adapter] = None
        self._writing = threading.Lock()
        self._ids = itertools.count(1)
        self._pending: dict[int, Future] = {}

    def run(self) -> None:
        try:
            for line in self._source:
                if not line.endswith(b"\n") or not self._take(json.loads(line)):
                    break
        except KeyboardInterrupt:
            self._end(130)
        except Exception as error:
            log(f"Gatehouse sent what is no message of the protocol ({type(error).__name__}); the program ends.")
            self._end(1)
        self._end(0)

    def _take(self, message: dict) -> bool:
        """Whether there is more to come after this message."""
        if "method" not in message:
            waiting = self._pending.pop(message["id"], None)
            if waiting is not None:
                waiting.set_result(message)
        elif message["method"] == "shutdown":
            self._write({"jsonrpc": "2.0", "id": message.get("id"), "result": {}})
            return False
        elif "id" in message:
            # A thread each: one that waits for Gatehouse must not keep another from answering it. Gatehouse bounds their number.
            threading.Thread(target=self._serve, args=(message,), daemon=True).start()
        return True

    def _end(self, status: int) -> None:
        # Not held up by threads that still wait for somebody; but a line that is being written is written whole.
        self._writing.acquire(timeout=1)
        os._exit(status)

    def request(self, method: str, params: dict) -> dict:
        number, waiting = next(self._ids), Future()
        self._pending[number] = waiting
        try:
            self._write({"jsonrpc": "2.0", "id": number, "method": method, "params": params})
        except UnicodeEncodeError:
            del self._pending[number]
            raise ChainError("upstream_invalid", "The adapter asks with a text that is not Unicode.") from None
        answer = waiting.result()
        if "error" in answer:
            raise ChainError.read(answer["error"].get("data") or {"message": answer["error"].get("message", "")})
        return answer["result"]

    def _serve(self, message: dict) -> None:
        answer: dict = {"jsonrpc": "2.0", "id": message["id"]}
        try:
            handler = _METHODS.get(message["method"])
            if handler is None:
                answer["error"] = {"code": -32601, "message": f"There is no method {message['method']}."}
            else:
                answer["result"] = handler(self, message.get("params") or {})
        except _VersionMismatch:
            answer["error"] = {
                "code": -32001, "message": "No contract version in common.",
                "data": {"contract_versions": [CONTRACT_VERSION, CONTRACT_VERSION]},
            }
        except ChainError as error:
            answer["error"] = {"code": -32000, "message": error.message, "data": error.written()}
        except NotImplementedError as error:
            answer["error"] = _broken(f"{error} is not written yet; see the README of the adapter.")
        except BaseException as error:  # whatever the adapter's own code raises must neither end the process nor go unanswered
            log(traceback.format_exc())
            answer["error"] = _broken(f"The adapter broke: {type(error).__name__}.")
        try:
            self._write(answer)
        except (TypeError, ValueError, RecursionError) as error:
            log(f"The answer to {message['method']} cannot be written as JSON: {error}")
            self._write({"jsonrpc": "2.0", "id": message["id"], "error": _broken("The adapter's answer is no JSON.")})

    def _write(self, message: dict) -> None:
        # Not escaped: half of a surrogate pair, which is no text, is an error here instead of a line that Gatehouse refuses.
        line = json.dumps(message, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode("utf-8") + b"\n"
        with self._writing:
            try:
                self._sink.write(line)
                self._sink.flush()
            except OSError:  # Gatehouse has gone
                os._exit(0)

    @property
    def adapter(self) -> Adapter:
        if self._adapter is None:
            raise ChainError("upstream_unavailable", "Gatehouse has not sent initialize.")
        return self._adapter

    def initialize(self, params: dict) -> dict:
        if CONTRACT_VERSION not in params["contract_versions"]:
            raise _VersionMismatch
        chain = params["chain"]
        adapter = self._kind(Setup(chain["name"], chain["options"], chain["providers"], Pool(self)))
        self._adapter = adapter
        manifest = {
            "id": adapter.id, "version": adapter.version, "contract_versions": [CONTRACT_VERSION, CONTRACT_VERSION],
            "roles": list(adapter.roles), "asset_kinds": list(adapter.asset_kinds),
            "configuration_schema": adapter.configuration_schema,
            "hosts": sorted({provider["host"] for provider in chain["providers"]}), "budget": adapter.budget,
            "reads_pages": adapter.reads_pages,
        }
        return {"contract_version": CONTRACT_VERSION, "chain": adapter.chain, "manifest": manifest}

    def parse_account(self, params: dict) -> dict:
        address = self.adapter.parse_account(params["text"])
        return {"text": params["text"], "account": f"{self.adapter.chain}:{address}"}

    def message(self, params: dict) -> dict:
        challenge = _challenge(params["challenge"])
        return {"nonce": challenge.nonce, "message": self.adapter.sign_in_message(challenge)}

    def verify(self, params: dict) -> dict:
        challenge, proof = _challenge(params["challenge"]), params["proof"]
        if not isinstance(proof, dict):
            raise ChainError("proof_malformed", "The proof must be an object.", "")
        verdict = self.adapter.verify(proof, challenge, _time(params["now"]))
        if isinstance(verdict, Rejected):
            return {"nonce": challenge.nonce, "verdict": "rejected", "rejection": verdict.rejection}
        account = f"{self.adapter.chain}:{verdict.address}"
        return {"nonce": challenge.nonce, "verdict": "accepted", "account": account, "control": verdict.control}

    def parse_asset(self, params: dict) -> dict:
        if not isinstance(params["description"], dict):
            raise ChainError("asset_invalid", "An asset is described by an object.", "")
        asset = self.adapter.parse_asset(params["description"])
        return {
            "nonce": params["nonce"],
            "asset": {
                "chain": self.adapter.chain, "namespace": asset.namespace, "reference": asset.reference,
                "token_ids": sorted(set(asset.token_ids)), "decimals": asset.decimals, "unique": asset.unique,
            }
        }

    def holdings(self, params: dict) -> dict:
        queries = [_query(written) for written in params["queries"]]
        answers = self.adapter.holdings(queries, _time(params["now"]))
        if len(answers) != len(queries):
            raise ChainError("upstream_unavailable", "The adapter did not answer each query.")
        return {"answers": [_answer(written, answer) for written, answer in zip(params["queries"], answers)]}

    def identify(self, params: dict) -> dict:
        described = params["provider"]
        identity = self.adapter.identify(Provider(self, params["ask"], described["name"], described.get("options") or {}))
        head_time = format_time(identity.head_time) if identity.head_time else None
        return {"chain": identity.chain, "head": identity.head, "head_time": head_time}

    def health(self, params: dict) -> dict:
        return {"status": "ok"}


_METHODS: dict[str, Callable[[_Peer, dict], dict]] = {
    "initialize": _Peer.initialize, "account.parse": _Peer.parse_account, "challenge.message": _Peer.message,
    "proof.verify": _Peer.verify, "asset.parse": _Peer.parse_asset, "holdings.query": _Peer.holdings,
    "provider.identify": _Peer.identify, "health": _Peer.health,
}


class _VersionMismatch(Exception):
    pass


def _broken(message: str) -> dict:
    return {"code": -32000, "message": message, "data": {"code": "upstream_unavailable", "message": message}}


def _plain(params: Any) -> Any:
    return list(params) if isinstance(params, tuple) else params


def _outcome(written: dict) -> Union[Any, Refusal]:
    refusal = written.get("error")
    if refusal is None:
        return written.get("result")
    return Refusal(refusal.get("code", 0), refusal.get("message", ""), refusal.get("data"))


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def _address(account: str) -> str:
    return account.split(":", 2)[2]


def _challenge(written: dict) -> Challenge:
    account = written.get("account")
    return Challenge(
        written["chain"], written["domain"], written["uri"], written.get("statement"), written["nonce"],
        _time(written["issued_at"]), _time(written["expires_at"]), _address(account) if account else None)


def _query(written: dict) -> Query:
    asset = written["asset"]
    return Query(
        _address(written["account"]),
        Asset(
            asset["namespace"], asset["reference"], tuple(asset.get("token_ids") or ()), asset.get("decimals") or 0,
            bool(asset.get("unique"))),
        int(written["wanted"]), bool(written["names_items"]))


def _answer(query: dict, answer: Union[Holding, ChainError]) -> dict:
    asset = query["asset"]
    tokens = ",".join(asset.get("token_ids") or ())
    echo = {
        "id": query["id"], "account": query["account"],
        "asset": f"{asset['chain']}/{asset['namespace']}:{asset['reference']}" + (f"/{tokens}" if tokens else ""),
    }
    if isinstance(answer, ChainError):
        return {**echo, "error": answer.written()}
    return {
        **echo,
        "holding": {
            "amount": str(answer.amount), "items": sorted(set(answer.items)), "basis": answer.basis, "at": answer.at,
            "source": answer.source,
        },
    }
