"""The cases of exchanges/__NAME__ against adapter.py, without Gatehouse: python3 -m unittest

Each failing test names the method that is not written yet, or what it got wrong. `gatehouse conformance run` tries far more.
"""

import json
import unittest
from datetime import datetime
from pathlib import Path

from adapter import ChainAdapter
from gatehouse_adapter import Accepted, Challenge, ChainError, Query, Refusal, Setup

FOLDER = Path(__file__).parent / "exchanges" / "__NAME__"
FILES = [json.loads(path.read_text()) for path in sorted(FOLDER.glob("*.json"))]


class ScriptedProvider:
    """Answers JSON-RPC calls as a file's `upstream` says."""

    name, options = "node", {}

    def __init__(self, script: list) -> None:
        self.script = script

    def call(self, method, params=()):
        for entry in self.script:
            request, response = entry["request"], entry["response"]
            if request["rpc"] != method or request.get("params", list(params)) != list(params):
                continue
            if "error" in response:
                return Refusal(response["error"]["code"], response["error"]["message"])
            if "result" not in response:
                raise ChainError("upstream_rate_limited", "The node is busy.")
            return looked_up(response["result"], list(params))
        return Refusal(-32601, f"The script has no answer for {method}.")


class ScriptedPool:
    def __init__(self, provider: ScriptedProvider) -> None:
        self.provider = provider

    def ask(self, work):
        return work(self.provider)


def looked_up(value, params):
    """`{"{{each params}}": table}` stands for one entry of the table for each of the params."""
    if isinstance(value, dict) and list(value) == ["{{each params}}"]:
        table = value["{{each params}}"]
        return [table.get(key if isinstance(key, str) else json.dumps(key, separators=(",", ":"))) for key in params]
    if isinstance(value, dict):
        return {name: looked_up(member, params) for name, member in value.items()}
    return value


def time(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def make(file, case=None):
    case = case or {}
    options = {**file["configuration"], **case.get("configuration", {})}
    options.pop("providers", None)
    provider = ScriptedProvider(case.get("upstream", []) + file.get("upstream", []))
    return ChainAdapter(Setup("test", options, [{"name": "node", "host": "127.0.0.1", "options": {}}], ScriptedPool(provider)))


def challenge(written):
    return Challenge(
        written["chain"], written["domain"], written["uri"], written.get("statement"), written["nonce"],
        time(written["issued_at"]), time(written["expires_at"]), written.get("account"))


def cases(kind):
    return [(file, case) for file in FILES for case in file["cases"] if kind in case]


class AddressTests(unittest.TestCase):
    def test_every_spelling_gives_the_canonical_address(self):
        for file in FILES:
            for account in file.get("accounts", []):
                for text in [account["canonical"], *account["spellings"]]:
                    with self.subTest(text):
                        self.assertEqual(make(file).parse_account(text), account["canonical"])

    def test_what_is_no_address_is_refused_in_words(self):
        for file in FILES:
            for one in file.get("malformed", []):
                with self.subTest(one["text"]), self.assertRaises(ChainError) as caught:
                    make(file).parse_account(one["text"])
                self.assertEqual(caught.exception.code, "account_invalid")
                self.assertIn(one["says"], caught.exception.message)


class SignInTests(unittest.TestCase):
    def test_the_text_is_the_one_that_was_signed(self):
        for file, case in cases("proof"):
            if "accept" in case["expected"]:
                with self.subTest(case["name"]):
                    message = make(file).sign_in_message(challenge(case["proof"]["challenge"]))
                    self.assertEqual(message, case["proof"]["proof"]["message"])

    def test_proofs_are_judged(self):
        for file, case in cases("proof"):
            with self.subTest(case["name"]):
                proof = case["proof"]
                try:
                    got = make(file, case).verify(proof["proof"], challenge(proof["challenge"]), time(proof["now"]))
                except ChainError as error:
                    outcome = {"reject": error.code}
                else:
                    outcome = {"accept": got.address} if isinstance(got, Accepted) else {"reject": got.rejection}
                self.assertEqual(outcome, case["expected"])


class HoldingTests(unittest.TestCase):
    def test_holdings_are_what_the_chain_says(self):
        for file, case in cases("query"):
            if "undetermined" in case["expected"] and case["expected"]["undetermined"] == "upstream_wrong_chain":
                continue  # Gatehouse itself compares what `identify` tells
            with self.subTest(case["name"]):
                self.assertEqual(self.outcome(file, case), case["expected"])

    def outcome(self, file, case):
        adapter, question = make(file, case), case["query"]
        try:
            query = Query(
                adapter.parse_account(question["account"]), adapter.parse_asset(question["asset"]),
                names_items=question.get("names_items", False))
        except ChainError as error:
            return {"reject": error.code}
        try:
            [answer] = adapter.holdings([query], time("2026-01-01T00:00:00Z"))
        except ChainError as error:  # which is then the answer to every query of the batch
            answer = error
        if isinstance(answer, ChainError):
            return {"undetermined": answer.code}
        items = {"items": sorted(answer.items)} if "items" in case["expected"] else {}
        return {"holds": str(answer.amount), **items}

    def test_a_node_tells_its_chain(self):
        for file, _ in cases("query")[:1]:
            adapter = make(file)
            self.assertEqual(adapter.identify(adapter.setup.pool.provider).chain, adapter.chain)


if __name__ == "__main__":
    unittest.main()
