# SPDX-License-Identifier: Apache-2.0
"""What people see of each command: tests/golden/cli holds it, on a terminal and off it. Ids, times and places are made
equal first. With GENESYS_CFN_WRITE_GOLDEN=1 the files are written instead of compared: read them as a user would."""
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import unittest

import boto3

from harness import EndToEnd, LIMIT_SECONDS, PROGRAMS, QUICKSTART, ROOT, credentials
from pty_run import run_on_terminal
from test_progress import Screen

GOLDEN = ROOT / "tests/golden/cli"
WRITE = os.environ.get("GENESYS_CFN_WRITE_GOLDEN") == "1"

UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"


class Normaliser:
    """The same id is the same text again."""

    def __init__(self, *places):
        self.places = places
        self.known = {}

    def number(self, match):
        return self.known.setdefault(match.group(0), f"ID-{len(self.known) + 1}")

    def __call__(self, text):
        for place, name in self.places:
            text = text.replace(str(place), name)
        text = re.sub(UUID, self.number, text)
        text = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", "2026-01-02T03:04:05.678Z", text)
        text = re.sub(r"\b\d\d:\d\d:\d\d\b", "03:04:05", text)
        text = re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:4566", text)
        text = re.sub(r"\b[0-9a-f]{64}\b", "<digest>", text)
        return text


class CommandOutput(EndToEnd):
    maxDiff = None

    def setUp(self):
        super().setUp()
        self.folder = tempfile.mkdtemp(prefix="genesys-cfn-test-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        shutil.copy(QUICKSTART, f"{self.folder}/template.yaml")
        self.normalise = Normaliser((self.folder, "<here>"), (self.state, "<state>"), (ROOT, "<repository>"))
        self.environment = {"PATH": os.environ["PATH"], "HOME": self.folder, "TERM": "xterm", "LANG": "C.UTF-8",
                            "GENESYS_CFN_STATE_DIR": self.state, "GENESYS_CFN_BOOTSTRAP": str(PROGRAMS / "bootstrap")}

    def run_here(self, *arguments, on_terminal=False):
        """(exit code, what it wrote)."""
        command = [str(PROGRAMS / "genesys-cfn"), *arguments]
        if on_terminal:
            return run_on_terminal(command, cwd=self.folder, env=self.environment)
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=self.folder,
                              timeout=LIMIT_SECONDS, env=self.environment, check=False)
        return done.returncode, done.stdout

    def see(self, name, *arguments, code=0, terminal=False):
        """One command off a terminal (NAME.txt) and, if it shows something else there, on one (NAME.terminal.txt)."""
        for on_terminal in (False, True) if terminal else (False,):
            got, text = self.run_here(*arguments, on_terminal=on_terminal)
            self.assertEqual(got, code, text)
            self.compare(name + (".terminal.txt" if on_terminal else ".txt"),
                         f"$ genesys-cfn {' '.join(arguments)}\n{text}")

    def see_picture(self, name, *arguments, code=0):
        """The last picture of a command that draws on a terminal, without colours."""
        got, text = self.run_here(*arguments, on_terminal=True)
        self.assertEqual(got, code, text)
        screen = Screen()
        screen.feed(text)
        self.compare(name + ".terminal.txt", f"$ genesys-cfn {' '.join(arguments)}\n{screen.text()}")

    def compare(self, name, text):
        text = self.normalise(text).replace("\x1b", "\\e")
        path = GOLDEN / name
        if WRITE:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            return
        with self.subTest(name):
            self.assertTrue(path.exists(), f"{path} is missing: write it with GENESYS_CFN_WRITE_GOLDEN=1, and read it")
            self.assertEqual(text, path.read_text(encoding="utf-8"))

    def test_help(self):
        code, text = self.run_here("--help")
        self.assertEqual(code, 0)
        commands = re.findall(r"^  ([a-z]+)  +\S", text[text.index("Subcommands:"):], re.M)
        self.assertGreater(len(commands), 10)
        for command in commands:
            code, more = self.run_here(command, "--help")
            self.assertEqual(code, 0, more)
            text += f"\n$ genesys-cfn {command} --help\n{more}"
        self.compare("help.txt", "$ genesys-cfn --help\n" + text)

    def test_a_project(self):
        self.see("init-kinds", "init", terminal=True)
        self.see("init", "init", "rest", "project")
        self.see("init-again", "init", "rest", "project", code=1)
        self.see("validate", "validate", "project", "template.yaml", terminal=True)
        self.write_wrong("validate-wrong.yaml")
        self.see("validate-wrong", "validate", "validate-wrong.yaml", code=1, terminal=True)
        self.see("validate-explain-json", "validate", "--explain", "GC022", "--output", "json")
        self.see("test", "test", "project", terminal=True)
        self.see("graph", "graph", "template.yaml", terminal=True)
        self.see("graph-dot", "graph", "template.yaml", "--format", "dot")
        self.see("graph-mermaid", "graph", "template.yaml", "--format", "mermaid")
        self.see("package-no-bucket", "package", "project/template.yaml", "--s3-bucket", "nowhere",
                 "--output-template-file", "packaged.yaml", code=1, terminal=True)
        with self.local_cloud() as origin:
            storage = boto3.client("s3", endpoint_url=origin, **credentials())
            storage.create_bucket(Bucket="definitions")
            storage.close()
            package = ("package", "project/template.yaml", "--s3-bucket", "definitions", "--output-template-file",
                       "packaged.yaml")
            self.see("package", *package)
            self.see("package-again", *package)

    def write_wrong(self, name):
        pathlib.Path(self.folder, name).write_text(
            "Resources:\n  A:\n    Type: Custom::GenesysDataAction\n    Properties:\n"
            "      ServiceToken: !ImportValue genesys-cfn-ServiceToken\n"
            "      IntegrationNam: Web Services Data Actions\n      Name: A\n"
            "      Definition: {config: {request: {requestType: GET, requestUrlTemplate: 'https://x/${input.y}'}}}\n",
            encoding="utf-8")

    def test_the_life_of_a_stack(self):
        demo = ("template.yaml", "--stack-name", "demo")
        self.see("plan-new", "plan", *demo, code=2, terminal=True)
        self.see("deploy", "deploy", *demo)
        self.see("plan-nothing", "plan", *demo, terminal=True)
        self.see("deploy-nothing", "deploy", *demo, terminal=True)
        url = ("--parameter-overrides", "CrmUrl=https://crm.example.com/v2")
        self.see("plan-update", "plan", *demo, *url, code=2, terminal=True)
        self.see("plan-markdown", "plan", *demo, *url, "--output", "markdown", code=2)
        self.see("plan-replace", "plan", *demo, "--parameter-overrides", "ReturnPriority=yes", code=2)
        self.see("plan-refused", "plan", *demo, "--parameter-overrides", "CloseTimeout=90", code=1, terminal=True)
        self.see("deploy-failed", "deploy", *demo, *url, "CloseTimeout=90", code=1)
        self.see("status", "status", "demo", terminal=True)
        self.see("status-all", "status", terminal=True)
        self.see("events", "events", "demo", terminal=True)
        self.see("actions", "actions", terminal=True)
        self.see("integrations", "integrations", terminal=True)
        self.see("export", "export", "--to", "exported")
        self.see("export-again", "export", "--to", "exported", code=1)
        shutil.rmtree(pathlib.Path(self.folder, "exported"))
        code, text = self.run_here("export", "--to", "exported", on_terminal=True)
        self.assertEqual(code, 0, text)
        self.compare("export.terminal.txt", "$ genesys-cfn export --to exported\n" + text)
        self.see("logs-of-nobody", "logs", "--function", "nobody", code=1)
        pathlib.Path(self.folder, "other.yaml").write_text(
            "Resources: {Other: {Type: AWS::CloudFormation::WaitConditionHandle}}\n", encoding="utf-8")
        self.see("plan-another-stack", "plan", "other.yaml", "--stack-name", "demo", code=2)
        self.see("delete", "delete", "demo")
        self.see("delete-nothing", "delete", "demo", terminal=True)
        self.see_picture("deploy", "deploy", *demo)
        self.see_picture("deploy-failed", "deploy", *demo, *url, "CloseTimeout=90", code=1)
        self.see_picture("delete", "delete", "demo")
        self.see("status-of-nothing", "status", "demo", code=1, terminal=True)
        self.see("actions-none", "actions")
        self.see("wrong-usage", "deploi", code=64, terminal=True)

    def test_local(self):
        command = [str(PROGRAMS / "genesys-cfn"), "local", "--port", "0"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT, text=True, cwd=self.folder, env=self.environment)
        first = ""
        while "AWS_DEFAULT_REGION" not in first:
            line = process.stdout.readline()
            self.assertTrue(line, first)
            first += line
        process.send_signal(signal.SIGTERM)
        rest, _ = process.communicate(timeout=LIMIT_SECONDS)
        self.assertEqual(process.returncode, 0)
        self.compare("local.txt", "$ genesys-cfn local --port 0\n" + first + rest)

        def end(running, text):
            if "AWS_DEFAULT_REGION" in text and text.endswith("\n"):
                running.send_signal(signal.SIGTERM)

        code, text = run_on_terminal(command, when=end, cwd=self.folder, env=self.environment)
        self.assertEqual(code, 0, text)
        self.compare("local.terminal.txt", "$ genesys-cfn local --port 0\n" + text)


if __name__ == "__main__":
    unittest.main()
