# SPDX-License-Identifier: Apache-2.0
"""The examples as their readers use them."""
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import unittest

import boto3

from harness import EndToEnd, LIMIT_SECONDS, Organisation, ROOT, credentials

EXAMPLES = ROOT / "examples"
CLIENTS = ROOT / "build/clients"  # tools/install_clients
CFN_LINT = pathlib.Path(__file__).resolve().parent / "clients/cfn_lint.js"


def setUpModule():
    if not (CLIENTS / "installed").exists():
        raise AssertionError("the Node.js clients are not installed: run tools/install_clients")


class Examples(EndToEnd):
    def test_a_definition_in_s3_follows_its_digest(self):
        text = (EXAMPLES / "definition-in-s3/actions/look-up-order.json").read_bytes()
        template = EXAMPLES / "definition-in-s3/template.yaml"
        with self.local_cloud() as origin:
            storage = boto3.client("s3", endpoint_url=origin, **credentials())
            self.addCleanup(storage.close)
            storage.create_bucket(Bucket="definitions")

            def deploy(data, digest, **options):
                storage.put_object(Bucket="definitions", Key="actions/look-up-order.json", Body=data)
                return self.deploy(template, "order", {"Bucket": "definitions", "Digest": digest}, **options)

            made = deploy(text, hashlib.sha256(text).hexdigest())["outputs"]["LookUpOrderId"]
            url = Organisation(origin).read(made)["config"]["request"]["requestUrlTemplate"]
            self.assertTrue(url.startswith("https://shop.example.com/orders/"), url)

            changed = text.replace(b"/orders/", b"/v2/orders/")
            self.assertEqual(deploy(changed, hashlib.sha256(text).hexdigest())["operation"], "none")
            self.assertEqual(deploy(changed, hashlib.sha256(changed).hexdigest())["outputs"]["LookUpOrderId"], made)
            self.assertIn("/v2/orders/", Organisation(origin).read(made)["config"]["request"]["requestUrlTemplate"])
            self.assertEqual(deploy(changed, "0" * 64, code=1)["status"], "UPDATE_ROLLBACK_COMPLETE")

    def test_several_actions_stand_on_each_other(self):
        made = self.deploy(EXAMPLES / "several-actions/template.yaml", "desk")
        done = [event["logicalId"] for event in made["events"] if event["status"] == "CREATE_COMPLETE"]
        self.assertEqual(done, ["FindCaller", "OpenTicket", "AddNote", "desk"])
        self.json_of("delete", "desk")
        self.assertEqual(self.actions(), [])

    def test_three_environments_from_one_template(self):
        with self.local_cloud() as origin:
            for environment, host, timeout in (("development", "crm.dev.example.com", 30),
                                               ("staging", "crm.staging.example.com", 10),
                                               ("production", "crm.example.com", 5)):
                made = self.deploy(EXAMPLES / "environments/template.yaml", environment, {"Environment": environment})
                config = Organisation(origin).read(made["outputs"]["LookUpContractId"])["config"]
                self.assertEqual(config["timeoutSeconds"], timeout)
                self.assertIn(f"//{host}/", config["request"]["requestUrlTemplate"])
        self.assertEqual(sorted(action["name"] for action in self.actions()),
                         ["DEV Look up contract", "Look up contract", "STG Look up contract"])

    def test_the_cdk_app_is_compiled_and_deployed(self):
        app = pathlib.Path(self.state, "app")
        shutil.copytree(EXAMPLES / "cdk", app, ignore=shutil.ignore_patterns("node_modules", "out", "cdk.out"))
        (app / "node_modules").symlink_to(CLIENTS / "node_modules")
        key = credentials()
        with self.local_cloud() as origin:
            environment = {**os.environ, "AWS_ENDPOINT_URL": origin, "AWS_ACCESS_KEY_ID": key["aws_access_key_id"],
                           "AWS_SECRET_ACCESS_KEY": key["aws_secret_access_key"], "AWS_REGION": key["region_name"],
                           "NODE_NO_WARNINGS": "1", "CI": "true", "HOME": self.state}

            def run(*command):
                done = subprocess.run([app / "node_modules/.bin" / command[0], *command[1:]], cwd=app, env=environment,
                                      capture_output=True, text=True, timeout=LIMIT_SECONDS, check=False)
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

            run("tsc")
            run("cdk", "deploy", "--require-approval", "never", "--no-notices", "--no-version-reporting", "-c", "host=crm.test")
            self.assertEqual([action["name"] for action in self.actions()], ["CDK look up"])
            action, = self.actions()
            config = Organisation(origin).read(action["id"])["config"]
            self.assertIn("//crm.test/", config["request"]["requestUrlTemplate"])
            self.assertEqual(config["timeoutSeconds"], 5)
            self.assertEqual(self.lint(app / "cdk.out/call-flow.template.json"), [])
            run("cdk", "destroy", "--force", "--no-notices")
            self.assertEqual(self.actions(), [])

    def test_validate_finds_nothing(self):
        checked = self.run_cli("validate", "--strict", EXAMPLES, ROOT / "templates")
        self.assertEqual(checked.code, 0, str(checked))
        self.assertIn(" 0 errors, 0 warnings.", checked.out + checked.err)

    def lint(self, template):
        """What cfn-lint finds when all conditions hold, and when none does; nothing in a right template."""
        found = set()
        for conditions in ("true", "false"):
            done = subprocess.run(["node", CFN_LINT, "validate", template], capture_output=True, text=True, check=False,
                                  timeout=LIMIT_SECONDS, env={**os.environ, "NODE_PATH": str(CLIENTS / "node_modules"),
                                                              "CONDITIONS": conditions})
            plain = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout)
            self.assertRegex(plain, r"\d+ crit", done.stderr)
            messages = set(re.findall(r"^Message: (.*)$", plain, re.M))
            self.assertEqual("Template valid!" in plain, not messages, plain)
            found |= messages
        return sorted(found)

    def test_cfn_lint_finds_nothing(self):
        folder = pathlib.Path(self.state)
        kinds = [kind["kind"] for kind in self.json_of("init")["kinds"]]
        for kind in kinds:
            self.json_of("init", kind, folder / kind)
        templates = [*ROOT.glob("templates/*.yaml"),
                     *[path for path in EXAMPLES.glob("*/*.yaml") if not path.name.endswith(".test.yaml")],
                     *[folder / kind / "template.yaml" for kind in kinds]]
        self.assertGreaterEqual(len(templates), 13)
        for template in templates:
            with self.subTest(template):
                self.assertEqual(self.lint(template), [])

    def test_cfn_lint_knows_the_types_of_the_provider(self):
        text = (ROOT / "templates/provider.yaml").read_text(encoding="utf-8")
        wrong = text
        for right, mistake in (("SqsManagedSseEnabled", "SqsManagedSse"), ("MaximumRetryAttempts", "MaximumRetries"),
                               ("{SubnetIds: !Split", "{Subnets: !Split"), ("SecurityGroupIds, '']]", "SecurityGroups, '']]")):
            wrong = wrong.replace(right, mistake)
        self.assertEqual(self.lint(self.write("wrong.yaml", wrong)), [
            "MaximumRetries is not a valid property of AWS::Lambda::EventInvokeConfig",
            "Referenced value SecurityGroups does not exist",
            "SqsManagedSse is not a valid property of AWS::SQS::Queue",
            "Subnets is not a valid property of AWS::Lambda::Function.VpcConfig"])


if __name__ == "__main__":
    unittest.main()
