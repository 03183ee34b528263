import json
import os
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
GATEHOUSE = ROOT / os.environ.get("GATEHOUSE", ".build/debug/gatehouse")
NASTY = "</script><b onclick='x'>\x1b[31m\x00\u202e \"q\" & ]]> # \\ \u2028\nnext \x85\ufffe"
CASES = {
    "topic": "nasty",
    "format_version": 1,
    "notes": "",
    "cases": [
        {"name": name, "op": op, "inputs": {"text": "2g", "more": NASTY}, "expected": {"verdict": "accept", "bytes": expected},
         "reason": NASTY, "source": NASTY}
        for name, op, expected in [
            ("right", "base58.decode", "61"), (NASTY, "base58.decode", NASTY), ("nobody", "nobody.does", ""),
            ("left out", "base58.decode", "61"),
        ]
    ],
}


class Page(HTMLParser):
    """Collects the elements of a page and its attributes."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs


class ConformanceReports(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.reports = {}
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "nasty.json"
            file.write_text(json.dumps(CASES))
            for form in ("json", "junit", "tap", "html"):
                command = [GATEHOUSE, "conformance", "run", "--vectors", file, "--filter", "nasty/*o*e*", "--report", form]
                result = subprocess.run(command, capture_output=True, cwd=ROOT)
                assert result.returncode == 2, result.stderr
                cls.reports[form] = result.stdout.decode("utf-8")

    def test_the_json_report_is_as_its_schema_says(self):
        schema = json.loads((ROOT / "conformance/schema/report.schema.json").read_text())
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
        report = json.loads(self.reports["json"])
        self.assertEqual([error.message for error in validator.iter_errors(report)], [])
        self.assertEqual({result["status"] for result in report["results"]} & {"failed", "error"}, {"failed", "error"})
        self.assertEqual(next(r for r in report["results"] if r["status"] == "failed")["finding"]["reason"], NASTY)
        del report["results"][1]["finding"]
        self.assertFalse(validator.is_valid(report))

    def test_the_junit_report_is_xml_with_the_counts_of_its_cases(self):
        suites = ElementTree.fromstring(self.reports["junit"])
        for name, element in [("failures", "failure"), ("errors", "error"), ("skipped", "skipped")]:
            self.assertEqual(int(suites.get(name)), len(suites.findall(f".//{element}")))
        self.assertEqual(int(suites.get("tests")), len(suites.findall(".//testcase")))

    def test_the_tap_report_has_yaml_below_what_failed(self):
        lines = self.reports["tap"].split("\n")
        blocks = []
        for number, line in enumerate(lines):
            if line == "  ---":
                blocks.append("\n".join(lines[number + 1:lines.index("  ...", number)]))
        self.assertEqual([yaml.safe_load(block)["severity"] for block in blocks], ["fail", "error"])
        self.assertEqual(yaml.safe_load(blocks[0])["reason"], NASTY)

    def test_the_html_report_is_written_by_nobody_but_us(self):
        page = Page(self.reports["html"])
        self.assertEqual(page.tags.count("script"), 1)
        self.assertFalse([name for name, _ in page.attributes if name.startswith("on") or name == "src"])
        self.assertTrue(all(value.startswith("#") for name, value in page.attributes if name == "href"))


if __name__ == "__main__":
    unittest.main()
