# SPDX-License-Identifier: Apache-2.0
"""The commands in the READMEs of examples, run one after another as a reader would: those that need no account in a new
local cloud, the others with a local cloud in the place of AWS."""
import os
import pathlib
import re
import shutil
import socket
import subprocess
import time
import unittest

from harness import LIMIT_SECONDS, PROGRAMS, ROOT
from test_aws_target import AwsTarget, boto

EXAMPLES = ROOT / "examples"
CLIENTS = ROOT / "build/clients"  # tools/install_clients
OFFLINE = "Without an account"
# Exit code 2 of `plan` says that there are changes. Debian's AWS CLI does not know AWS_ENDPOINT_URL.
PRELUDE = r"""set -euo pipefail
genesys-cfn() { local code=0; command genesys-cfn "$@" || code=$?; [[ $code == 0 || $code$1 == 2plan ]]; }
aws() { if [ "$1" = iam ]; then iam "$@"; else command aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"; fi; }
iam() { for word in "$@"; do case $word in '{'*) python3 -m json.tool <<<"$word" >>iam.json ;; esac; done; }
gh() { if [ "$1" = api ]; then echo "my-organisation@11/data-actions@22"; else [ "$2" = set ]; echo "gh $*"; fi; }
"""


def page_of(name):
    return (EXAMPLES / name / "README.md").read_text(encoding="utf-8")


def blocks(name, offline):
    """The shell blocks of the section that needs no account, or all others."""
    found = []
    for section in page_of(name).split("\n## "):
        if section.startswith(OFFLINE) == offline:
            found += re.findall(r"^```sh\n(.*?)^```", section, re.M | re.S)
    return "".join(found)


class ExamplePages(AwsTarget):
    def setUp(self):
        super().setUp()
        self.clone = pathlib.Path(self.state, "clone")
        shutil.copytree(EXAMPLES, self.clone / "examples",
                        ignore=shutil.ignore_patterns("node_modules", "out", "cdk.out", "score.zip", "tickets.zip"))
        for name in ("templates", "schemas"):
            shutil.copytree(ROOT / name, self.clone / name)

    def run_script(self, name, script, environment=None, changes=()):
        for old, new in changes:
            self.assertIn(old, script)
            script = script.replace(old, new)
        done = subprocess.run(["bash", "-c", PRELUDE + script], cwd=self.clone / "examples" / name, text=True, check=False,
                              timeout=LIMIT_SECONDS, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              stdin=subprocess.DEVNULL,
                              env={"HOME": self.state, "PATH": f"{PROGRAMS}:/usr/bin:/bin", **(environment or {})})
        self.assertEqual(done.returncode, 0, done.stdout)
        return done.stdout

    def run_in_account(self, name, changes=(), more=None):
        names = ("AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION")
        environment = {each: self.environment[each] for each in names}
        return self.run_script(name, blocks(name, False), {**environment, **(more or {})}, changes)

    def prepare(self, origin):
        """A bucket, and a provider of the name that the changes of a page give: the local cloud's own is not to be changed."""
        storage = boto("s3", origin)
        storage.create_bucket(Bucket="my-deployments")
        storage.close()
        stacks = boto("cloudformation", origin)
        stacks.create_stack(StackName="provider", TemplateBody=(ROOT / "templates/provider.yaml").read_text(encoding="utf-8"),
                            Capabilities=["CAPABILITY_IAM"], Parameters=[
                                {"ParameterKey": key, "ParameterValue": value} for key, value in (
                                    ("CodeBucket", "genesys-cfn-local"), ("CodeKey", "genesys-cfn-provider.zip"),
                                    ("FunctionName", "p"), ("ExportName", "p"))])
        stacks.get_waiter("stack_create_complete").wait(StackName="provider", WaiterConfig={"Delay": 1})
        stacks.close()

    def test_without_an_account(self):
        for name, said in (("quickstart", "UPDATE_COMPLETE"), ("definition-in-s3", " passed"),
                           ("several-actions", "└── OpenTicket"), ("environments", "STG Look up contract"),
                           ("from-nothing", " passed")):
            with self.subTest(name):
                self.assertIn(said, self.run_script(name, blocks(name, True)))

    def test_in_an_account(self):
        with self.account():
            for name, said in (("quickstart", "LookupCaseId"), ("several-actions", "AddNoteId"),
                               ("environments", "production")):
                with self.subTest(name):
                    self.assertIn(said, self.run_in_account(name))
                    self.assertEqual(self.actions(), [])

    def test_a_definition_in_s3(self):
        with self.account() as origin:
            self.prepare(origin)
            said = self.run_in_account("definition-in-s3", [("--stack-name genesys-cfn-provider", "--stack-name provider")])
            self.assertIn("Successfully created/updated stack - provider", said)
            self.assertIn("CREATE_COMPLETE", said)
            self.assertEqual(self.actions(), [])

    def test_from_nothing(self):
        with self.account() as origin:
            self.prepare(origin)
            with socket.create_server(("127.0.0.1", 0)) as taken:
                port = taken.getsockname()[1]
            crm = subprocess.Popen(["node", EXAMPLES / "from-nothing/crm.js", str(port)])
            self.addCleanup(crm.wait)
            self.addCleanup(crm.terminate)
            while subprocess.run(["curl", "-s", f"http://127.0.0.1:{port}/"], capture_output=True, check=False).returncode:
                self.assertIsNone(crm.poll())
                time.sleep(0.05)
            said = self.run_in_account("from-nothing", [
                ("AWS_REGION=eu-central-1", "AWS_REGION=us-east-1"), ("https://crm.example.com", f"http://127.0.0.1:{port}"),
                ("--stack-name genesys-cfn-provider", "--stack-name provider"),
                ("--stack-name tickets\naws secrets", "--stack-name tickets; rm tickets.zip score.zip\naws secrets")])
            self.assertIn("LookUpCustomerId", said)
            self.assertIn("DELETE_COMPLETE", said)
            self.assertEqual(self.actions(), [])

    def test_the_package_of_from_nothing_has_one_digest(self):
        digests = set()
        for number in range(2):
            copy = pathlib.Path(self.state, f"copy{number}")
            shutil.copytree(EXAMPLES / "from-nothing", copy)
            code = copy / "score/src/index.js"
            code.chmod(0o600 if number else 0o755)
            os.utime(code, (1_600_000_000 + number, 1_600_000_000 + number))
            subprocess.run([copy / "pack.sh"], check=True, env={"PATH": "/usr/bin:/bin", "TZ": "EST" if number else "UTC"})
            digests.add((copy / "score.zip").read_bytes())
        self.assertEqual(len(digests), 1)

    def test_cdk(self):
        self.assertTrue((CLIENTS / "installed").exists(), "the Node.js clients are not installed: run tools/install_clients")
        (self.clone / "examples/cdk/node_modules").symlink_to(CLIENTS / "node_modules")
        with self.account():
            self.run_in_account("cdk", [("npm ci\n", ""), ("cdk deploy", "cdk deploy --require-approval never --no-notices"),
                                        ("cdk destroy", "cdk destroy --force --no-notices")], {"CI": "true"})
            self.assertEqual(self.actions(), [])

    def test_the_roles_of_the_pipeline(self):
        with self.account():
            said = self.run_in_account("pipeline")
            self.assertIn("gh variable set --repo my-organisation/data-actions PLAN_ROLE --body "
                          "arn:aws:iam::000000000000:role/data-actions-plan", said)
            text = (self.clone / "examples/pipeline/iam.json").read_text(encoding="utf-8")
            self.assertEqual(text.count('"Version": "2012-10-17"'), 4)
            self.assertNotRegex(text, r"ACCOUNT|REGION|BUCKET|OWNER|REPOSITORY|WITH_IDS")
            for name in ("my-organisation/data-actions", "my-organisation@11/data-actions@22"):
                for job in ("environment:production", "pull_request", "ref:refs/heads/main"):
                    self.assertIn('"repo:%s:%s"' % (name, job), text)

    def test_every_example_has_a_page(self):
        listed = set(re.findall(r"^\| `?\[?([a-z][a-z0-9-]*)", (EXAMPLES / "README.md").read_text(encoding="utf-8"), re.M))
        folders = {folder.name for folder in EXAMPLES.iterdir() if folder.is_dir()}
        self.assertEqual(listed - {"folder"}, folders)


if __name__ == "__main__":
    unittest.main()
