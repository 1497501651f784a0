# SPDX-License-Identifier: Apache-2.0
"""`genesys-cfn test` as a person and a pipeline run it."""
import json
import os
import pathlib
import pty
import re
import shutil
import subprocess
import unittest
import xml.etree.ElementTree as ElementTree
import zipfile

import jsonschema
import yaml

from harness import LIMIT_SECONDS, PROGRAMS, ROOT, EndToEnd

EXAMPLES = ROOT / "examples"
PAGE = (ROOT / "docs/testing.md").read_text(encoding="utf-8")
SCHEMA = json.loads((ROOT / "schemas/test-file.schema.json").read_text(encoding="utf-8"))
CASE = "cases:\n- name: a\n  inputs: {orderId: '1'}\n  request: {method: GET}\n"

# Test files that both the program and the schema must take.
RIGHT = [
    {"cases": [{"name": "a", "request": {"method": "GET"}}]},
    {"cases": [{"name": "a", "request": {"headers": {"A": None, "B": 5, "C": "x"}}}]},
    {"cases": [{"name": "a", "request": {"url": "u", "body": None}, "skip": "later"}]},
    {"cases": [{"name": "a", "error": "x"}, {"name": "b", "error": {"at": "send"}, "response": "timeout"}]},
    {"cases": [{"name": "a", "error": {"status": 504, "code": "c", "message": "m"}}]},
    {"cases": [{"name": "a", "response": {"status": 100, "headers": {"h": 1}, "body": [1]}, "output": None}]},
    {"cases": [{"name": "a", "response": {}, "outputContains": {}, "flattened": {}, "output": 1}]},
    {"defaults": {"response": {}}, "cases": [{"name": "a", "output": {}}]},
    {"defaults": {"request": {"method": "GET"}}, "cases": [{"name": "a"}]},
    {"defaults": {"inputs": {}, "credentials": {"k": "v"}, "authResponse": {"t": [1]}},
     "cases": [{"name": "a", "inputs": {"x": None}, "authResponse": {}, "error": "x"}]},
    {"definition": "action.json", "substitutions": {}, "integration": "custom-rest-actions",
     "cases": [{"name": "a", "error": "x"}]},
    {"cases": [{"name": "a", "response": {"status": 201, "bodyFile": "action.json"}, "output": {}}]},
    {"defaults": {"response": {"bodyFile": "./action.json"}}, "cases": [{"name": "a", "output": {}}]},
    {"function": {"code": "score", "handler": "index.handler", "timeoutSeconds": 15},
     "cases": [{"name": "a", "output": {}}, {"name": "b", "response": {}, "output": {}}]},
]
WRONG = [
    [], "text", {}, {"cases": []}, {"cases": {}}, {"cases": ["a"]}, {"cases": [{}]},
    {"cases": [{"name": "a"}]}, {"cases": [{"error": "x"}]}, {"cases": [{"name": "", "error": "x"}]},
    {"cases": [{"name": 5, "error": "x"}]}, {"cases": [{"name": "a", "error": ""}]},
    {"cases": [{"name": "a", "error": {}}]}, {"cases": [{"name": "a", "error": {"at": "body"}}]},
    {"cases": [{"name": "a", "error": {"status": 200}}]}, {"cases": [{"name": "a", "error": {"text": "x"}}]},
    {"cases": [{"name": "a", "error": 5}]}, {"cases": [{"name": "a", "error": "x", "skip": True}]},
    {"cases": [{"name": "a", "output": 1}]}, {"cases": [{"name": "a", "response": {}}]},
    {"cases": [{"name": "a", "response": {}, "output": 1, "error": "x"}]},
    {"cases": [{"name": "a", "response": "slow", "error": "x"}]},
    {"cases": [{"name": "a", "response": {"status": 600}, "error": "x"}]},
    {"cases": [{"name": "a", "response": {"status": "200"}, "error": "x"}]},
    {"cases": [{"name": "a", "response": {"headers": {"a": None}}, "error": "x"}]},
    {"cases": [{"name": "a", "response": {"body": {}, "bodyFile": "action.json"}, "error": "x"}]},
    {"cases": [{"name": "a", "response": {"bodyFile": "/etc/hostname"}, "error": "x"}]},
    {"cases": [{"name": "a", "response": {"bodyFile": "a/../../action.json"}, "error": "x"}]},
    {"cases": [{"name": "a", "response": {"bodyFile": ""}, "error": "x"}]},
    {"cases": [{"name": "a", "request": {}}]}, {"cases": [{"name": "a", "request": {"headers": {}}}]},
    {"cases": [{"name": "a", "request": {"method": "get"}}]}, {"cases": [{"name": "a", "request": {"uri": "x"}}]},
    {"cases": [{"name": "a", "request": {"headers": {"a": True}}}]}, {"cases": [{"name": "a", "request": "GET"}]},
    {"cases": [{"name": "a", "inputs": [], "error": "x"}]}, {"cases": [{"name": "a", "inputs": None, "error": "x"}]},
    {"cases": [{"name": "a", "credentials": {"k": {}}, "error": "x"}]},
    {"defaults": {"output": 1, "response": {}}, "cases": [{"name": "a", "error": "x"}]},
    {"defaults": {"name": "a"}, "cases": [{"name": "a", "error": "x"}]},
    {"defaults": 5, "cases": [{"name": "a", "error": "x"}]},
    {"definition": "action.json", "template": "t.yaml", "cases": [{"name": "a", "error": "x"}]},
    {"definition": "action.json", "resource": "A", "cases": [{"name": "a", "error": "x"}]},
    {"definition": "action.json", "parameters": {}, "cases": [{"name": "a", "error": "x"}]},
    {"definition": "", "cases": [{"name": "a", "error": "x"}]},
    {"integration": "rest", "cases": [{"name": "a", "error": "x"}]},
    {"cases": [{"name": "a", "error": "x"}], "tests": []},
    {"function": {}, "cases": [{"name": "a", "output": {}}]},
    {"function": "score", "cases": [{"name": "a", "output": {}}]},
    {"function": {"code": "score", "handler": "a.b", "timeoutSeconds": 16}, "cases": [{"name": "a", "output": {}}]},
    {"function": {"code": "score", "handler": "a.b", "memory": 1}, "cases": [{"name": "a", "output": {}}]},
]


class Test(EndToEnd):
    def use(self, *paths):
        for path in paths:
            target = pathlib.Path(self.state, path.relative_to(EXAMPLES))
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)

    def use_order(self, test=CASE):
        self.use(EXAMPLES / "definition-in-s3/actions/look-up-order.json")
        directory = pathlib.Path(self.state, "actions")
        shutil.move(pathlib.Path(self.state, "definition-in-s3/actions"), directory)
        if test:
            self.write("actions/look-up-order.test.yaml", "substitutions: {ShopHost: shop.example.com}\n" + test)
        return directory

    def test_the_examples_pass_and_leave_nothing_out(self):
        result = self.run_cli("test", EXAMPLES, "--require-coverage")
        self.assertEqual(result.code, 0, str(result))
        tests = list(EXAMPLES.glob("**/*.test.yaml"))
        self.assertGreater(len(tests), 6)
        self.assertRegex(result.out, rf"\n{len(tests)} files, \d+ cases: \d+ passed\.\n$")
        with_tests = {path.parent for path in tests}
        for template in EXAMPLES.glob("*/template.yaml"):
            self.assertTrue(any(template.parent in (path, *path.parents) for path in with_tests), template)

    def test_the_page_shows_what_happens(self):
        blocks = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.M | re.S)
        self.assertEqual(len(blocks), 4)
        directory = self.use_order(test=None)
        self.write("actions/look-up-order.test.yaml", blocks[0])
        self.write("actions/more.test.yaml", "definition: look-up-order.json\n" + blocks[1])
        self.use(EXAMPLES / "quickstart/template.yaml")
        self.write("quickstart/case.test.yaml", blocks[2])
        result = self.run_cli("test", directory, "quickstart")
        self.assertEqual(result.code, 0, str(result))
        self.assertIn("3 files, 12 cases: 11 passed, 1 skipped.", result.out)

        self.use_score("if (!(event.level > 0)) throw new RangeError('no such level');")
        self.write("score.test.yaml", blocks[3])
        result = self.run_cli("test", "score.test.yaml")
        self.assertEqual(result.code, 0, str(result))

        pathlib.Path(directory, "more.test.yaml").unlink()
        self.write("actions/look-up-order.test.yaml", blocks[0].replace("A%2F4711", "A/4711"))
        shown = re.search(r"^```\n\$ genesys-cfn test actions\n(.*?)^```", PAGE, re.M | re.S).group(1)
        result = self.run_cli("test", "actions")
        self.assertEqual(result.code, 1)
        self.assertEqual(re.sub(r"^untested .*\n", "", result.out, flags=re.M), shown)
        shown = json.loads(re.search(r"^```json\n(.*?)^```", PAGE, re.M | re.S).group(1))
        document = self.json_of("test", "actions", "--filter", "escaped$", code=1)
        self.assertEqual(document, shown)

    def use_score(self, check=""):
        level = {"type": "object", "properties": {"level": {"type": "integer"}}}
        score = {"type": "object", "properties": {"score": {"type": "number"}}}
        self.write("score.json", json.dumps({"name": "Score", "config": {
            "request": {"requestType": "POST", "headers": {"x-key": "$!{credentials.key}"},
                        "requestTemplate": "${input.rawRequest}"},
            "response": {"translationMap": {}, "translationMapDefaults": {}, "successTemplate": "${rawResult}"}},
            "contract": {"input": {"inputSchema": level}, "output": {"successSchema": score}}}))
        code = pathlib.Path(self.state, "score/src/index.js")
        code.parent.mkdir(parents=True, exist_ok=True)
        code.write_text("exports.handler = async (event, context) => {\n  console.log('level', event.level);\n  " +
                        check + "\n  return {score: event.level / 4};\n};\n", encoding="utf-8")

    def test_a_function_is_called(self):
        self.use_score("if (event.level === 9) for (;;);")
        head = "definition: score.json\nfunction: {code: %s, handler: src/index.handler, timeoutSeconds: 1}\ncases:\n"
        cases = ("- {name: good, inputs: {level: 2}, request: {body: {level: 2}}, output: {score: 0.5}}\n"
                 "- {name: canned, inputs: {level: 2}, response: {body: {score: 7}}, output: {score: 7}}\n"
                 "- {name: endless, inputs: {level: 9}, error: {at: send, status: 504}}\n")
        self.write("score.test.yaml", head % "score" + cases)
        result = self.run_cli("test", "score.test.yaml")
        self.assertEqual((result.code, result.err), (0, ""), str(result))
        with zipfile.ZipFile(pathlib.Path(self.state, "score.zip"), "w") as archive:
            archive.write(pathlib.Path(self.state, "score/src/index.js"), "src/index.js")
        self.write("score.test.yaml", head % "score.zip" + cases)
        self.assertEqual(self.run_cli("test", "score.test.yaml").code, 0)
        self.assertEqual(self.run_cli("test", "score.test.yaml", "--list", environment={"PATH": "/nowhere"}).code, 0)
        result = self.run_cli("test", "score.test.yaml", environment={"PATH": "/nowhere"})
        self.assertIn("apt-get install nodejs", result.out)

        self.write("score.test.yaml", head % "score" + "- {name: wrong, inputs: {level: 1}, output: {score: 1}}\n")
        result = self.run_cli("test", "score.test.yaml")
        self.assertEqual(result.code, 1)
        self.assertIn("output.score\n          expected  1\n          actual    0.25", result.out)
        self.assertIn("level 1\n", result.err)
        self.write("score.test.yaml", head % "none" + cases)
        self.assertIn("none: No such file or directory", self.run_cli("test", "score.test.yaml").out)

    def test_a_body_stands_in_a_file(self):
        self.use_score()
        self.write("answer.json", json.dumps({"score": 7, "more": "x" * 3_000_000}))
        self.write("score.test.yaml", "function: {code: score, handler: src/index.handler}\ncases:\n- {name: large, inputs: "
                   "{level: 2},\n   response: {bodyFile: answer.json}, outputContains: {score: 7}}\n")
        result = self.run_cli("test", "score.test.yaml")
        self.assertEqual((result.code, result.err), (0, ""), str(result)[:2000])
        for make, expected in [
                (lambda file: file.write_bytes(b"x" * (8 * 1024 * 1024 + 1)), "it is larger than 8388608 bytes"),
                (pathlib.Path.unlink, "No such file or directory"),
                (pathlib.Path.mkdir, "it is a directory")]:
            make(pathlib.Path(self.state, "answer.json"))
            result = self.run_cli("test", "score.test.yaml")
            self.assertEqual(result.code, 1)
            self.assertRegex(result.out, r"score.test.yaml:4:25: .*cannot read .*answer.json: " + expected)

    def test_the_schema_takes_what_the_program_takes(self):
        jsonschema.Draft7Validator.check_schema(SCHEMA)
        validator = jsonschema.Draft7Validator(SCHEMA)
        self.write("action.json", (EXAMPLES / "definition-in-s3/actions/look-up-order.json").read_text().replace("@{ShopHost}", "h"))
        for number, content in enumerate(RIGHT + WRONG):
            text = json.dumps(content)
            self.write(f"{number}.json", pathlib.Path(self.state, "action.json").read_text())
            self.write(f"{number}.test.{'yaml' if isinstance(content, (list, str)) else 'json'}", text)
        errors = {pathlib.Path(file["path"]).name.split(".")[0]: file["errors"]
                  for file in self.json_of("test", self.state, code=1)["files"]}
        for number, content in enumerate(RIGHT + WRONG):
            with self.subTest(content=content):
                right = number < len(RIGHT)
                self.assertEqual(validator.is_valid(content), right, "the schema")
                self.assertEqual(not errors[str(number)], right, f"the program: {errors[str(number)]}")
        for path in [*EXAMPLES.glob("**/*.test.yaml")]:
            with self.subTest(path.name):
                text = path.read_text(encoding="utf-8")
                validator.validate(yaml.safe_load(text))
                named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text).group(1)
                self.assertEqual((path.parent / named).resolve(), ROOT / "schemas/test-file.schema.json")

    def test_tests_are_found_from_what_they_test(self):
        directory = self.use_order()
        self.write("actions/elsewhere.test.yaml",
                   "definition: look-up-order.json\nsubstitutions: {ShopHost: h}\n" + CASE)
        self.write("actions/unrelated.test.yaml", CASE)
        self.write("template.yaml", "Resources:\n  A:\n    Type: Custom::GenesysDataAction\n    Properties:\n"
                   "      ServiceToken: x\n      IntegrationName: y\n      Substitutions: {ShopHost: h}\n"
                   "      DefinitionUri: actions/look-up-order.json\n")
        self.write("template.test.yaml", CASE)
        names = lambda *arguments: [case["path"] for case in self.json_of("test", *arguments, "--list")["cases"]]
        self.assertEqual(names("actions/look-up-order.json"),
                         ["actions/elsewhere.test.yaml", "actions/look-up-order.test.yaml"])
        self.assertEqual(names("template.yaml"), ["actions/elsewhere.test.yaml", "actions/look-up-order.test.yaml",
                                                  "template.test.yaml"])
        self.assertEqual(names("template.test.yaml", "./template.test.yaml"), ["template.test.yaml"])
        pathlib.Path(directory, "unrelated.test.yaml").unlink()
        self.assertEqual(len(json.loads(self.run_cli("test", ".", "--list", "--format", "json").out)["cases"]), 3)
        result = self.run_cli("test", ".", "--list")
        self.assertEqual(result.out, "actions/elsewhere.test.yaml > a\nactions/look-up-order.test.yaml > a\n"
                                     "template.test.yaml > a\n")

    def test_a_terminal_gets_colour(self):
        self.use_order(CASE.replace("GET", "POST"))
        def colours(**environment):
            master, slave = pty.openpty()
            done = subprocess.run([PROGRAMS / "genesys-cfn", "test", "actions"], stdout=slave, cwd=self.state, check=False,
                                  stderr=subprocess.PIPE, timeout=LIMIT_SECONDS, env={**os.environ, **environment})
            os.close(slave)
            text = os.read(master, 65536).decode()
            os.close(master)
            self.assertEqual(done.returncode, 1)
            return "\x1b[" in text
        self.assertTrue(colours(NO_COLOR=""))
        self.assertFalse(colours(NO_COLOR="1"))

    def test_junit_is_xml(self):
        self.use_order(CASE.replace("GET", "POST") + "- {name: b, skip: later, error: x}\n")
        self.write("actions/wrong.test.yaml", "cases: [")
        result = self.run_cli("test", "actions", "--format", "junit")
        self.assertEqual(result.code, 1)
        suites = ElementTree.fromstring(result.out)
        self.assertEqual([suites.get(name) for name in ("tests", "failures", "errors", "skipped")], ["3", "1", "1", "1"])
        self.assertIn('expected  "POST"', suites.find("testsuite/testcase/failure").text)

    def test_filter_and_coverage(self):
        self.use_order()
        result = self.run_cli("test", "actions")
        self.assertEqual(result.code, 0, str(result))
        self.assertIn("untested  actions/look-up-order.json: mapped value state; default state", result.out)
        self.assertEqual(self.run_cli("test", "actions", "--require-coverage").code, 1)
        self.assertNotIn("untested", self.run_cli("test", "actions", "--filter", "order.* > a").out)
        none = self.run_cli("test", "actions", "--filter", "nothing")
        self.assertEqual((none.code, none.out), (1, ""))
        self.assertIn("no case matches --filter nothing", none.err)

    def test_wrong_input_ends_in_a_message(self):
        self.use_order()
        for name, text, expected in (
                ("broken.test.yaml", "cases: [", "broken.test.yaml:1:"),
                ("lonely.test.yaml", CASE, "there is nothing to test: none of lonely.json"),
                ("large.test.yaml", "# " + "x" * (5 << 20), "large.test.yaml:1:1: error: the text has"),
                ("deep.test.yaml", "[" * 10000, "levels deep"),
                ("cycle.test.yaml", "a: &a [*a]", "anchors, aliases and merge keys"),
                ("binary.test.yaml", "\0\1\2", "binary.test.yaml:1:")):
            with self.subTest(name):
                result = self.run_cli("test", self.write(name, text))
                self.assertEqual(result.code, 1, str(result))
                self.assertIn(expected, result.out)
        huge = self.run_cli("test", self.write("huge.test.yaml", "x" * (9 << 20)))
        self.assertEqual(huge.code, 1)
        self.assertIn("it is larger than", huge.out)
        os.makedirs(pathlib.Path(self.state, "empty"))
        for arguments, code, expected in ((("missing.test.yaml",), 1, "missing.test.yaml: No such file"),
                                          (("empty",), 1, "there are no tests below empty: looked for files *.test.yaml"),
                                          (("actions/look-up-order.json", "--filter", "("), 64, "--filter is no regular"),
                                          ((), 64, "paths is required"),
                                          (("empty", "--format", "html"), 64, "--format"),
                                          (("empty", "--filter", "a", "--require-coverage"), 64, "--require-coverage")):
            with self.subTest(arguments):
                result = self.run_cli("test", *arguments)
                self.assertEqual(result.code, code, str(result))
                self.assertIn(expected, result.err)
        self.write("untested.json", "{}")
        result = self.run_cli("test", "untested.json")
        self.assertEqual(result.code, 1)
        self.assertIn("there are no tests for untested.json: looked for untested.test.yaml", result.err)


if __name__ == "__main__":
    unittest.main()
