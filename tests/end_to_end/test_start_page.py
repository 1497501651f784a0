# SPDX-License-Identifier: Apache-2.0
"""docs/start.md: its commands, run one after another as a reader would, with a local cloud in the place of AWS."""
import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

from harness import LIMIT_SECONDS, PROGRAMS, ROOT
from test_aws_target import KEY, SECRET, AwsTarget, boto

PAGE = (ROOT / "docs/start.md").read_text(encoding="utf-8")


def setUpModule():
    if os.environ.get("GENESYS_CFN_STATIC") != "1":
        raise unittest.SkipTest("these programs are not the shipped ones")
    folder = tempfile.TemporaryDirectory()
    unittest.addModuleCleanup(folder.cleanup)
    subprocess.run([ROOT / "tools/package", PROGRAMS, folder.name], check=True, capture_output=True)
    global DIST
    DIST = pathlib.Path(folder.name)


def commands():
    """The shell blocks up to the trial without an account, and that one's."""
    with_account, without = PAGE.split("\n## Trying it without an account\n")
    return [re.findall(r"^```sh\n(.*?)^```", part, re.M | re.S) for part in (with_account, without)]


class StartPage(AwsTarget):
    def clone(self):
        """What a reader has after `./dev package`, which other tests run."""
        folder = pathlib.Path(self.state) / "clone"
        folder.mkdir()
        for name, target in (("examples", ROOT / "examples"), ("templates", ROOT / "templates"), ("dist", DIST)):
            (folder / name).symlink_to(target)
        (folder / "build").mkdir()
        (folder / "build/release").symlink_to(PROGRAMS)
        return folder

    def run_blocks(self, blocks, folder, environment, changes=()):
        script = "set -euo pipefail\n" + "".join(blocks).replace("./dev package\n", "test -d dist\n")
        for old, new in changes:
            self.assertIn(old, script)
            script = script.replace(old, new)
        done = subprocess.run(["bash", "-c", script], cwd=folder, text=True, check=False, timeout=LIMIT_SECONDS,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              env={"HOME": self.state, "PATH": "/usr/bin:/bin", **environment})
        self.assertEqual(done.returncode, 0, done.stdout)
        return done.stdout

    def test_the_five_steps(self):
        blocks, _ = commands()
        folder = self.clone()
        with self.account() as origin:
            storage = boto("s3", origin)
            storage.create_bucket(Bucket="my-deployments")
            storage.close()
            # The local cloud has a secret and a provider under the names of the page.
            secrets = boto("secretsmanager", origin)
            client = json.loads(secrets.get_secret_value(SecretId="/genesys/oauth/credentials")["SecretString"])
            secrets.delete_secret(SecretId="/genesys/oauth/credentials", ForceDeleteWithoutRecovery=True)
            secrets.close()
            (folder / "credentials.json").write_text(json.dumps({**client, "region": "eu-central-1"}), encoding="utf-8")
            said = self.run_blocks(blocks, folder, {
                "AWS_ENDPOINT_URL": origin, "AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET,
                "GENESYS_API_URL": origin, "GENESYS_LOGIN_URL": origin}, [
                    ("AWS_REGION=eu-central-1", "AWS_REGION=us-east-1"),
                    ("aws ", f"aws --endpoint-url {origin} "),
                    ("--stack-name genesys-cfn-provider", "--stack-name provider"),
                    ("--parameter-overrides", "--parameter-overrides FunctionName=p ExportName=p"),
                    ("doctor ", "doctor --export p ")])
            self.assertFalse((folder / "credentials.json").exists())
            self.assertIn(" 0 failed, ", said)
            self.assertIn("Successfully created/updated stack - provider", said)
            self.assertRegex(said, r"demo +CREATE_COMPLETE\n")
            self.assertIn("No changes to deploy. Stack demo is up to date", said)
            self.assertIn("LookupCaseId", said)
            self.assertEqual(self.actions(), [])

    def test_without_an_account(self):
        blocks, without = commands()
        said = self.run_blocks([blocks[1], *without], self.clone(), {})
        self.assertIn("LookupCaseId", said)

    def test_what_the_page_says_of_the_archive(self):
        made = {re.sub(r"-[0-9.]+[0-9]-", "-VERSION-", file.name) for file in DIST.iterdir()}
        self.assertEqual(set(re.findall(r"^\| `([^`/]+)` \|", PAGE, re.M)), made)


if __name__ == "__main__":
    unittest.main()
