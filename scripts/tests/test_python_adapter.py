"""What the messages part of Python adapters does when either side misbehaves."""

import json
import os
import subprocess
import sys
import tempfile
import threading
import unittest
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parents[2] / "Sources/Gatehouse/Adapter/Templates/python"

PROGRAM = """
import os, sys
from gatehouse_adapter import Adapter, Asset, Holding, Query, serve

class Odd(Adapter):
    id, chain = "odd", "odd:main"

    def parse_account(self, text):
        if text == "raises": raise ZeroDivisionError
        if text == "exits": sys.exit(3)
        if text == "prints":
            print("by accident")
            os.write(1, b"by accident\\n")
        if text == "bytes": return Unprintable()
        if text == "recursion": return self.parse_account(text)
        if text == "half": return "\\udc80"
        if text == "asks half": return self.setup.pool.ask(lambda provider: provider.call("\\udc80"))
        if text == "asks": return self.setup.pool.ask(lambda provider: provider.call("x"))
        return text

    def parse_asset(self, description):
        return Asset("coin", "x", token_ids=("b", "a", "b"))

    def holdings(self, queries, now):
        if queries[0].wanted == 7: return [Holding(index, "node") for index, _ in enumerate(queries)]
        return [Holding(float("nan"), "node", at={"block": float("nan")}) for _ in queries]

class Unprintable:
    def __str__(self): raise ValueError

serve(Odd)
"""


def call(number, method, params=None):
    return {"jsonrpc": "2.0", "id": number, "method": method, "params": params or {}}


def parse(number, text):
    return call(number, "account.parse", {"text": text})


class PythonAdapterTests(unittest.TestCase):
    def setUp(self):
        self.start()

    def start(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        program = Path(folder.name) / "odd.py"
        program.write_text(PROGRAM)
        self.process = subprocess.Popen(
            [sys.executable, "-B", str(program)], env={**os.environ, "PYTHONPATH": str(TEMPLATES)},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(self.close)
        self.send(call(0, "initialize", {
            "contract_versions": [1], "gatehouse": "1.0.0", "chain": {"name": "odd", "options": {}, "providers": []}}))
        self.assertEqual(self.receive()["result"]["chain"], "odd:main")

    def close(self):
        self.process.kill()
        self.process.communicate()

    def send(self, *messages):
        for message in messages:
            self.process.stdin.write(message if isinstance(message, bytes) else json.dumps(message).encode() + b"\n")
        self.process.stdin.flush()

    def receive(self):
        return json.loads(self.process.stdout.readline())

    def ended(self):
        """The exit status, and what was left on both streams."""
        output, errors = self.process.communicate(timeout=20)
        return self.process.returncode, output.decode(), errors.decode()

    def test_a_call_that_breaks_is_answered_and_the_next_one_too(self):
        for text in ["raises", "exits", "bytes", "recursion"]:
            with self.subTest(text):
                self.send(parse(text, text))
                answer = self.receive()
                self.assertEqual(answer["id"], text)
                self.assertEqual(answer["error"]["data"]["code"], "upstream_unavailable")
                self.send(parse(1, "fine"))
                self.assertEqual(self.receive()["result"]["account"], "odd:main:fine")

    def test_an_answer_that_is_no_json_is_an_error(self):
        asset = {"chain": "odd:main", "namespace": "a", "reference": "b"}
        query = {"id": "0-x", "account": "odd:main:a", "asset": asset, "wanted": "1", "names_items": False}
        self.send(call(1, "holdings.query", {"queries": [query], "now": "2026-01-01T00:00:00Z"}))
        answer = self.receive()
        self.assertEqual((answer["id"], answer["error"]["data"]["code"]), (1, "upstream_unavailable"))

    def test_half_of_a_surrogate_pair_is_an_error_of_its_call_alone(self):
        self.send(parse(1, "half"))
        self.assertEqual(self.receive()["error"]["data"]["code"], "upstream_unavailable")
        self.send(parse(2, "asks half"))
        asked = self.receive()
        self.assertEqual(asked["method"], "pool.ask")
        self.send({"jsonrpc": "2.0", "id": asked["id"], "result": {"ask": 1, "provider": {"name": "node", "options": {}}}})
        settled = self.receive()
        self.assertEqual((settled["method"], settled["params"]["error"]["code"]), ("pool.settle", "upstream_invalid"))
        self.send({"jsonrpc": "2.0", "id": settled["id"], "result": {}})
        self.assertEqual(self.receive()["error"]["data"]["code"], "upstream_invalid")
        self.send(parse(3, "fine é"))
        self.assertEqual(self.receive()["result"]["text"], "fine é")

    def test_answers_say_which_call_and_which_query_they_belong_to(self):
        self.send(call(1, "asset.parse", {"nonce": "n1", "description": {}}))
        result = self.receive()["result"]
        self.assertEqual((result["nonce"], result["asset"]["token_ids"]), ("n1", ["a", "b"]))
        asset = {"chain": "odd:main", "namespace": "a", "reference": "b"}
        queries = [{"id": f"{n}-x", "account": "odd:main:a", "asset": asset, "wanted": "7", "names_items": False} for n in range(2)]
        self.send(call(2, "holdings.query", {"queries": queries, "now": "2026-01-01T00:00:00Z"}))
        answers = self.receive()["result"]["answers"]
        self.assertEqual([(one["id"], one["holding"]["amount"]) for one in answers], [("0-x", "0"), ("1-x", "1")])

    def test_what_is_printed_by_accident_goes_to_the_log(self):
        self.send(parse(1, "prints"))
        self.assertEqual(self.receive()["id"], 1)
        self.process.stdin.close()
        self.process.stdin = None
        self.assertEqual(self.ended(), (0, "", "by accident\nby accident\n"))

    def test_an_unknown_method_and_a_notification_do_no_harm(self):
        self.send({"jsonrpc": "2.0", "method": "$/cancel", "params": {"id": 7}}, call(1, "stranger"), parse(2, "fine"))
        answers = {answer["id"]: answer for answer in (self.receive(), self.receive())}
        self.assertEqual(answers[1]["error"]["code"], -32601)
        self.assertEqual(answers[2]["result"]["account"], "odd:main:fine")

    def test_a_message_of_many_megabytes_is_read_and_answered(self):
        text = "x" * (24 << 20)
        answers = []
        reader = threading.Thread(target=lambda: answers.append(self.receive()))
        reader.start()
        self.send(parse(1, text))
        reader.join()
        self.assertEqual(answers[0]["result"]["text"], text)

    def test_more_calls_than_any_pool_has_threads_wait_without_keeping_others_from_an_answer(self):
        self.send(*[parse(number, "asks") for number in range(200)])
        asked = [self.receive() for _ in range(200)]
        self.assertEqual({message["method"] for message in asked}, {"pool.ask"})
        self.send(parse("next", "fine"))
        self.assertEqual(self.receive()["id"], "next")

    def test_the_end_of_input_ends_it_though_calls_wait(self):
        for ending in [b"", b'{"jsonrpc": "2.0", "id": 3, "meth']:
            with self.subTest(ending):
                self.send(parse(1, "asks"))
                self.assertEqual(self.receive()["method"], "pool.ask")
                self.send(ending)
                self.process.stdin.close()
                self.process.stdin = None
                self.assertEqual(self.ended(), (0, "", ""))
                self.start()

    def test_shutdown_is_answered_though_calls_wait(self):
        self.send(parse(1, "asks"))
        self.assertEqual(self.receive()["method"], "pool.ask")
        self.send(call(2, "shutdown"))
        self.assertEqual(self.ended(), (0, '{"jsonrpc":"2.0","id":2,"result":{}}\n', ""))

    def test_what_is_no_message_ends_it_with_one_line_in_the_log(self):
        for line in [b"nonsense\n", b"[]\n", b"5\n", b'"method"\n', b"{}\n", b"\xff\n", b"[" * 100_000 + b"\n"]:
            with self.subTest(line[:10]):
                self.send(line)
                status, output, errors = self.ended()
                self.assertEqual((status, output, errors.count("\n")), (1, "", 1))
                self.start()

    def test_a_host_that_has_gone_is_no_failure(self):
        self.process.stdout.close()
        self.send(parse(1, "fine"))
        self.assertEqual((self.process.wait(timeout=20), self.process.stderr.read()), (0, b""))


if __name__ == "__main__":
    unittest.main()
