# SPDX-License-Identifier: Apache-2.0
"""Runs the shipped programs in state directories of their own, and talks to the local cloud as its users do."""
import base64
import contextlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import unittest
import urllib.error
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAMS = pathlib.Path(os.environ.get("GENESYS_CFN_PROGRAMS", ROOT / "build/release"))
CORPUS = ROOT.parent / "shared/corpus/data-actions"
QUICKSTART = ROOT / "examples/quickstart/template.yaml"
GUIDE = ROOT / "examples/guide/template.yaml"
LOCAL_CODE = {"CodeBucket": "genesys-cfn-local", "CodeKey": "genesys-cfn-provider.zip"}  # stands for bootstrap
LIMIT_SECONDS = 120  # of one command; only a hang reaches it


class Result:
    def __init__(self, completed):
        self.code = completed.returncode
        self.out = completed.stdout
        self.err = completed.stderr

    @property
    def document(self):
        return json.loads(self.out)

    def __str__(self):
        return f"exit code {self.code}\nstdout:\n{self.out}\nstderr:\n{self.err}"


class EndToEnd(unittest.TestCase):
    """A test with a state directory of its own."""

    def setUp(self):
        self.state = tempfile.mkdtemp(prefix="genesys-cfn-test-")
        self.addCleanup(shutil.rmtree, self.state, ignore_errors=True)

    def run_cli(self, *arguments, environment=None, **options):
        command = [str(PROGRAMS / "genesys-cfn"), "--state-dir", self.state, *map(str, arguments)]
        completed = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_SECONDS, cwd=self.state,
                                   env={**os.environ, **(environment or {})}, check=False, **options)
        return Result(completed)

    def json_of(self, *arguments, code=0, **options):
        result = self.run_cli(*arguments, "--output", "json", **options)
        self.assertEqual(result.code, code, str(result))
        return result.document

    def deploy(self, template, stack="demo", parameters=None, code=0, more=(), **options):
        overrides = ["--parameter-overrides", *[f"{k}={v}" for k, v in parameters.items()]] if parameters else []
        return self.json_of("deploy", template, "--stack-name", stack, *overrides, *more, code=code,
                            **options)

    def write(self, name, text):
        path = pathlib.Path(self.state) / name
        path.write_text(text, encoding="utf-8")
        return path

    def actions(self):
        return self.json_of("actions")["actions"]

    @contextlib.contextmanager
    def local_cloud(self, *options, environment=None):
        """A running `genesys-cfn local` on the test's state; gives its origin."""
        process = subprocess.Popen([str(PROGRAMS / "genesys-cfn"), "--state-dir", self.state, "local", "--port", "0",
                                    "--output", "json", *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   text=True, env={**os.environ, **(environment or {})})
        try:
            lines = []
            for line in process.stdout:
                lines.append(line)
                if line.startswith("}"):
                    break
            if not lines:
                raise AssertionError("local did not start: " + process.stderr.read())
            yield json.loads("".join(lines))["origin"]
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=LIMIT_SECONDS)


def credentials():
    """The access key that the local cloud accepts, as `genesys-cfn local` prints it."""
    return {"aws_access_key_id": "AKIAGENESYSCFNLOCAL0", "aws_secret_access_key": "local-access-only",
            "region_name": "us-east-1"}


class Organisation:
    """The emulated Genesys Cloud organisation over plain HTTP, as its API documents it."""

    def __init__(self, origin, client=None):
        """As the OAuth client `client` (client_id, client_secret), or that of the local cloud's secret."""
        self.origin = origin
        self.client = client or self.client_in_secret()
        basic = base64.b64encode(f"{self.client['client_id']}:{self.client['client_secret']}".encode()).decode()
        request = urllib.request.Request(origin + "/oauth/token", data=b"grant_type=client_credentials",
                                         headers={"Authorization": "Basic " + basic})
        with urllib.request.urlopen(request) as answer:
            self.token = json.load(answer)["access_token"]

    def client_in_secret(self):
        import boto3
        secrets = boto3.client("secretsmanager", endpoint_url=self.origin, **credentials())
        try:
            return json.loads(secrets.get_secret_value(SecretId="/genesys/oauth/credentials")["SecretString"])
        finally:
            secrets.close()

    def call(self, method, path, body=None):
        request = urllib.request.Request(self.origin + path, method=method,
                                         data=None if body is None else json.dumps(body).encode(),
                                         headers={"Authorization": "Bearer " + self.token,
                                                  "Content-Type": "application/json"})
        with urllib.request.urlopen(request) as answer:
            return answer.read().decode()

    def read(self, action_id):
        """The action with its templates in place, as somebody who exports it would put it together."""
        path = "/api/v2/integrations/actions/" + urllib.parse.quote(action_id)
        action = json.loads(self.call("GET", path + "?expand=contract&includeConfig=true"))
        action["config"]["request"]["requestTemplate"] = self.call("GET", path + "/templates/requesttemplate.vm")
        action["config"]["response"]["successTemplate"] = self.call("GET", path + "/templates/successtemplate.vm")
        return action

    def integrations(self):
        return {i["name"]: i["id"] for i in json.loads(self.call("GET", "/api/v2/integrations"))["entities"]}
