# SPDX-License-Identifier: Apache-2.0
"""`genesys-cfn validate` as a person and a pipeline run it."""
import json
import re
import unittest
import xml.etree.ElementTree as ElementTree

import jsonschema

from harness import CORPUS, GUIDE, QUICKSTART, ROOT, EndToEnd

# OASIS's schema, as a package of npm ships it (tools/install_clients).
SARIF_SCHEMA = ROOT / "build/clients/node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"
ACTION = ROOT / "src/lint/testdata/action.json"


class Validate(EndToEnd):
    def broken(self, name="broken.json"):
        text = ACTION.read_text(encoding="utf-8")
        return self.write(name, text.replace('"timeoutSeconds": 20', '"timeoutSeconds": 200'))

    def test_right_files_are_accepted(self):
        result = self.run_cli("validate", QUICKSTART, GUIDE, ACTION)
        self.assertEqual((result.code, result.out), (0, "3 files checked: 0 errors, 0 warnings.\n"), str(result))

    @unittest.skipUnless(CORPUS.exists(), f"{CORPUS} is not there")
    def test_exported_actions_have_no_errors(self):
        result = self.run_cli("validate", CORPUS)
        self.assertEqual(result.code, 0, str(result))
        self.assertRegex(result.out, r"20 files checked: 0 errors, \d+ warnings")

    def test_a_mistake_has_its_place_and_its_line(self):
        result = self.run_cli("validate", self.broken())
        self.assertEqual(result.code, 1)
        self.assertIn("broken.json:6:23: error[GC007]: timeoutSeconds: must be a whole number from 1 to 60, not 200\n"
                      '  6 |     "timeoutSeconds": 200,\n'
                      "    |                       ^~~\n", result.out)
        self.assertNotIn("\x1b", result.out)

    def test_a_directory_is_searched(self):
        self.broken("b.json")
        self.write("other.json", '{"private": true}')
        self.write("settings.json", "{ // a comment\n}")
        self.write("a.test.yaml", "cases: [")
        result = self.run_cli("validate", self.state, "--format", "json")
        self.assertEqual(result.code, 1, str(result))
        self.assertEqual([f["kind"] for f in result.document["files"]], ["dataAction"])
        self.assertEqual([f["code"] for f in result.document["findings"]], ["GC007"])

    def test_sarif_follows_its_schema(self):
        self.assertTrue(SARIF_SCHEMA.exists(), "the Node.js clients are not installed: run tools/install_clients")
        validator = jsonschema.Draft4Validator(json.loads(SARIF_SCHEMA.read_text(encoding="utf-8")))
        document = self.run_cli("validate", self.broken(), QUICKSTART, "--format", "sarif").document
        self.assertEqual(len(document["runs"][0]["results"]), 1)
        everything = json.loads((ROOT / "tests/golden/validate/rules.sarif").read_text(encoding="utf-8"))
        for report in (document, everything):
            self.assertEqual([f"{list(error.path)}: {error.message}" for error in validator.iter_errors(report)], [])
            (run,) = report["runs"]
            rules = run["tool"]["driver"]["rules"]
            self.assertEqual(len({rule["id"] for rule in rules}), len(rules))
            for result in run["results"]:
                self.assertEqual(rules[result["ruleIndex"]]["id"], result["ruleId"])
        self.assertEqual({result["ruleId"] for result in everything["runs"][0]["results"]},
                         {rule["id"] for rule in everything["runs"][0]["tool"]["driver"]["rules"]})
        self.assertTrue(any("relatedLocations" in result for result in everything["runs"][0]["results"]))
        del everything["runs"][0]["results"][0]["message"]
        self.assertFalse(validator.is_valid(everything))

    def test_junit_is_xml(self):
        suite = ElementTree.fromstring(self.run_cli("validate", self.broken(), ACTION, "--format", "junit").out)
        self.assertEqual((suite.get("tests"), suite.get("failures")), ("2", "1"))
        self.assertIn("GC007", suite.find("testcase/failure").text)

    def test_strict_makes_warnings_errors(self):
        text = ACTION.read_text(encoding="utf-8").replace('"application/json"', '"text/xml"')
        path = self.write("warned.json", text)
        self.assertEqual(self.run_cli("validate", path).code, 0)
        result = self.run_cli("validate", "--strict", path)
        self.assertEqual(result.code, 1)
        self.assertIn("error[GC023]", result.out)

    def test_every_rule_is_explained(self):
        index = (ROOT / "docs/rules/README.md").read_text(encoding="utf-8")
        for code in re.findall(r"^- \[(GC\d+)\]", index, re.MULTILINE)[::10]:
            result = self.run_cli("validate", "--explain", code.lower())
            self.assertEqual(result.code, 0)
            self.assertEqual(result.out, (ROOT / f"docs/rules/{code}.md").read_text(encoding="utf-8"))

    def test_wrong_usage(self):
        self.assertEqual(self.run_cli("validate").code, 64)
        rule = self.json_of("validate", "--explain", "gc022")
        self.assertEqual((rule["code"], rule["severity"], rule["title"]),
                         ("GC022", "warning", "The URL does not fit the integration"))
        self.assertTrue(rule["page"].startswith("# GC022: The URL does not fit the integration\n"))
        self.assertEqual(self.run_cli("validate", "--explain", "GC022", "--format", "sarif").code, 64)
        self.assertEqual(self.run_cli("validate", "--explain", "GC999").code, 64)
        self.assertEqual(self.run_cli("validate", ACTION, "--explain", "GC001").code, 64)
        self.assertEqual(self.run_cli("validate", ACTION, "--format", "html").code, 64)
        missing = self.run_cli("validate", "missing.json")
        self.assertEqual(missing.code, 1)
        self.assertIn("missing.json", missing.err)
        other = self.run_cli("validate", self.write("other.json", "{}"))
        self.assertEqual(other.code, 1)
        self.assertIn("GC002", other.out)


if __name__ == "__main__":
    unittest.main()
