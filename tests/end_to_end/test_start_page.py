# SPDX-License-Identifier: Apache-2.0
"""docs/start.md: its commands, run one after another as a reader would, with a local cloud in the place of AWS."""
import functools
import http.server
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import threading
import unittest
import zipfile

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
    """The shell blocks up to the trial without an account, and that one's; those that take the place of the build."""
    with_account, without = PAGE.split("\n## Trying it without an account\n")
    with_account, without = (re.findall(r"^```sh\n(.*?)^```", part, re.M | re.S) for part in (with_account, without))
    instead = [block for block in with_account if "docker run" in block or "release=" in block]
    return [block for block in with_account if block not in instead], without, instead


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format, *arguments):
        pass


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
        blocks, *_ = commands()
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
        blocks, without, _ = commands()
        said = self.run_blocks([blocks[1], *without], self.clone(), {})
        self.assertIn("LookupCaseId", said)

    def test_a_new_build_reaches_the_function_and_the_one_before_comes_back(self):
        blocks, *_ = commands()
        provider = next(block for block in blocks if "provider.yaml" in block)
        folder = self.clone()
        (folder / "dist").unlink()
        shutil.copytree(DIST, folder / "dist")
        zip_file, = (folder / "dist").glob("*.zip")
        with self.account() as origin:
            storage, functions = boto("s3", origin), boto("lambda", origin)
            self.addCleanup(storage.close)
            self.addCleanup(functions.close)
            storage.create_bucket(Bucket="my-deployments")

            def deploy():
                said = self.run_blocks(["bucket=my-deployments\n", provider], folder, {
                    "AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_DEFAULT_REGION": "us-east-1"}, [
                        ("aws ", f"aws --endpoint-url {origin} "),
                        ("--parameter-overrides", "--parameter-overrides FunctionName=p ExportName=p")])
                keys = [each["Key"] for each in storage.list_objects_v2(Bucket="my-deployments")["Contents"]]
                return said, keys, functions.get_function(FunctionName="p")["Configuration"]["CodeSha256"]

            _, keys, first = deploy()
            self.assertEqual(len(keys), 1)
            self.assertIn("No changes to deploy", deploy()[0])
            built = zip_file.read_bytes()
            with zipfile.ZipFile(zip_file, "a") as archive:
                archive.writestr("later", "")
            said, keys, second = deploy()
            self.assertIn("Successfully created/updated stack", said)
            self.assertEqual(len(keys), 2)
            self.assertNotEqual(second, first)
            zip_file.write_bytes(built)
            said, keys, third = deploy()
            self.assertIn("Successfully created/updated stack", said)
            self.assertEqual((len(keys), third), (2, first))

    def test_a_release_takes_the_place_of_the_build(self):
        download, = (block for block in commands()[2] if "release=" in block)
        folder = pathlib.Path(self.state) / "downloaded"
        folder.mkdir()
        # Another architecture's file, which is not wanted.
        sums = (DIST / "SHA256SUMS").read_text(encoding="utf-8")
        published = pathlib.Path(self.state) / "published"
        shutil.copytree(DIST, published)
        (published / "SHA256SUMS").write_text(sums + "0" * 64 + "  genesys-cfn-provider-1-arm64.zip\n", encoding="utf-8")
        handler = functools.partial(Quiet, directory=str(published))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.addCleanup(server.server_close)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.shutdown)
        changes = [("https://example.com/genesys-cfn", "http://127.0.0.1:%d" % server.server_port)]
        said = self.run_blocks([download, "genesys-cfn --version\n"], folder, {}, changes)
        self.assertEqual({file.name for file in (folder / "dist").iterdir() if file.is_file()},
                         {file.name for file in DIST.iterdir()})
        self.assertIn("zip: OK\n", said)
        archive, = published.glob("*.zip")
        archive.write_bytes(b"another")
        with self.assertRaisesRegex(AssertionError, "zip: FAILED"):
            self.run_blocks([download], folder, {}, changes)

    def test_the_container_builds_as_on_debian(self):
        blocks, _, instead = commands()
        container, = (block for block in instead if "docker run" in block)
        own, = (block for block in blocks if "./dev package" in block)
        self.assertEqual(re.sub(r"docker run .* debian:12 ", "", container), own)
        self.assertEqual(subprocess.run(["bash", "-n", "-c", container], check=False).returncode, 0)

    def test_what_the_page_says_of_the_archive(self):
        made = {re.sub(r"-[0-9.]+[0-9]-", "-VERSION-", file.name) for file in DIST.iterdir()}
        self.assertEqual(set(re.findall(r"^\| `([^`/]+)` \|", PAGE, re.M)), made)


if __name__ == "__main__":
    unittest.main()
