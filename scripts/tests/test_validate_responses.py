import copy
import json
import tempfile
import unittest
from pathlib import Path

from loading import load

script = load("validate-responses")

DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "A gate", "version": "1"},
    "paths": {
        "/campaigns/{campaign}": {
            "get": {
                "operationId": "get_campaign",
                "parameters": [{"name": "campaign", "in": "path", "required": True, "schema": {"type": "string"}}],
                "responses": {
                    "200": {
                        "description": "The campaign.",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Campaign"}}},
                    },
                    "4XX": {"$ref": "#/components/responses/Problem"},
                },
            }
        },
        "/logout": {"post": {"operationId": "logout", "responses": {"204": {"description": "Done."}}}},
    },
    "components": {
        "responses": {
            "Problem": {
                "description": "What went wrong.",
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
            }
        },
        "schemas": {
            "Campaign": {
                "type": "object",
                "required": ["campaign_id", "is_eligible", "checked_at"],
                "properties": {
                    "campaign_id": {"type": "integer"},
                    "is_eligible": {"type": ["boolean", "null"]},
                    "checked_at": {"type": "string", "format": "date-time"},
                },
            },
            "Problem": {"type": "object", "required": ["code"], "properties": {"code": {"type": "string"}}},
        },
    },
}
CAMPAIGN = {"campaign_id": 1, "is_eligible": None, "checked_at": "2026-11-21T08:00:00Z"}
PROBLEM = {
    "type": "about:blank", "title": "Not found", "status": 404, "detail": "No such path.", "code": "not_found",
    "request_id": "r-1",
}


def exchange(operation_id, method, path, status, content_type=None, body=None):
    return {
        "operation_id": operation_id, "method": method, "path": path, "status": status, "content_type": content_type,
        "body": body,
    }


def got(status=200, content_type="application/json; charset=utf-8", body=None, path="/campaigns/genesis?a=b", method="GET"):
    return exchange("get_campaign", method, path, status, content_type, CAMPAIGN if body is None else body)


LOGGED_OUT = exchange("logout", "POST", "/logout", 204)


class ValidateResponses(unittest.TestCase):
    def check(self, *exchanges, document=DOCUMENT):
        return script.validate(document, list(exchanges))

    def assert_fault(self, report, check, text):
        self.assertEqual(report.failed, 1, report.lines())
        self.assertIn(text, " ".join(report.wrong[check]))

    def test_accepts_what_is_documented(self):
        head = exchange("get_campaign", "HEAD", "/campaigns/genesis", 200, "application/json")
        report = self.check(got(), got(404, "application/problem+json", {"code": "unknown"}), head, LOGGED_OUT)
        self.assertEqual(report.lines(), ["4 recorded responses", "3 passed, 0 failed"])

    def test_refuses_an_undocumented_status(self):
        self.assert_fault(self.check(got(500), LOGGED_OUT), "get_campaign", "status 500 is not documented: 200, 4XX are")

    def test_refuses_a_body_that_its_schema_refuses(self):
        for change in ({"campaign_id": "1"}, {"is_eligible": "no"}, {"checked_at": "yesterday"}):
            with self.subTest(change):
                report = self.check(got(body=CAMPAIGN | change), LOGGED_OUT)
                self.assert_fault(report, "get_campaign", f"status 200: body at $.{next(iter(change))}")

    def test_refuses_a_body_that_lacks_a_required_member(self):
        self.assert_fault(self.check(got(body={"campaign_id": 1}), LOGGED_OUT), "get_campaign", "required property")

    def test_follows_references_to_responses(self):
        report = self.check(got(404, "application/problem+json", {"code": 7}), LOGGED_OUT)
        self.assert_fault(report, "get_campaign", "body at $.code: 7 is not of type 'string'")

    def test_refuses_another_content_type(self):
        self.assert_fault(self.check(got(content_type="text/html"), LOGGED_OUT), "get_campaign", "content type text/html")

    def test_refuses_a_body_where_none_is_documented(self):
        report = self.check(got(), exchange("logout", "POST", "/logout", 204, "application/json", {}))
        self.assert_fault(report, "logout", "a body of type application/json is not documented")

    def test_refuses_a_response_recorded_for_another_path_or_method(self):
        self.assert_fault(self.check(got(path="/campaigns/a/b"), LOGGED_OUT), "get_campaign", "GET /campaigns/{campaign}")
        self.assert_fault(self.check(got(method="PUT"), LOGGED_OUT), "get_campaign", "PUT /campaigns/genesis")

    def test_names_operations_that_no_test_called(self):
        self.assert_fault(self.check(got()), "logout", "no test called it")

    def test_names_operations_that_the_document_lacks(self):
        report = self.check(got(), LOGGED_OUT, exchange("refresh", "POST", "/refresh", 200))
        self.assert_fault(report, "refresh", "does not name it")

    def test_outside_every_route_only_problems_and_preflights_may_be(self):
        fine = [
            exchange(None, "OPTIONS", "/logout", 204),
            exchange(None, "GET", "/nowhere", 404, "application/problem+json", PROBLEM),
            exchange(None, "HEAD", "/nowhere", 404),
        ]
        self.assertEqual(self.check(got(), LOGGED_OUT, *fine).failed, 0)
        for odd in (
            exchange(None, "GET", "/nowhere", 200, "application/json", {}),
            exchange(None, "GET", "/nowhere", 302, "application/problem+json", PROBLEM),
            exchange(None, "GET", "/nowhere", 404, "text/plain"),
            exchange(None, "GET", "/nowhere", 404, "application/problem+json", {"code": "not_found"}),
        ):
            with self.subTest(odd):
                self.assert_fault(self.check(got(), LOGGED_OUT, odd), script.UNROUTED_CHECK, "GET /nowhere answered")

    def test_refuses_an_invalid_document(self):
        for break_it in (
            lambda document: document["paths"]["/logout"]["post"].pop("operationId"),
            lambda document: document["paths"]["/logout"]["post"].update(operationId="get_campaign"),
            lambda document: document["paths"]["/campaigns/{campaign}"]["get"].pop("parameters"),
            lambda document: document["components"]["schemas"]["Campaign"].update(type="thing"),
            lambda document: document.pop("info"),
        ):
            broken = copy.deepcopy(DOCUMENT)
            break_it(broken)
            with self.subTest(broken):
                self.assertTrue(self.check(got(), document=broken).wrong[script.DOCUMENT_CHECK])

    def test_an_empty_document_is_a_failure(self):
        self.assertEqual(self.check(document={"openapi": "3.1.0", "info": {"title": "", "version": ""}, "paths": {}}).failed, 1)

    def test_reads_every_file_of_the_folder_and_says_where_one_is_broken(self):
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            (folder / "one.ndjson").write_text(json.dumps(got()) + "\n\n" + json.dumps(LOGGED_OUT) + "\n")
            (folder / "two.ndjson").write_text(json.dumps(got(body={"text": "a\u2028b"}), ensure_ascii=False) + "\n")
            self.assertEqual(len(script.read_exchanges(folder)), 3)
            for broken in ('{"status": 200}', "[1]", "{"):
                (folder / "two.ndjson").write_text("\n" + broken)
                with self.subTest(broken), self.assertRaisesRegex(ValueError, r"two\.ndjson:2: not"):
                    script.read_exchanges(folder)


if __name__ == "__main__":
    unittest.main()
