# SPDX-License-Identifier: Apache-2.0
"""Commands against an AWS account. A local cloud with an access key of its own plays AWS: every request must be signed
with it, and it is reached by AWS_ENDPOINT_URL only."""
import contextlib
import http.server
import json
import os
import pathlib
import signal
import subprocess
import tempfile
import threading
import time
import unittest
import urllib.request

import boto3

from harness import LIMIT_SECONDS, PROGRAMS, QUICKSTART, EndToEnd

KEY, SECRET = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI-K7MDENG-bPxRfiCYEXAMPLEKEY"
# What the machine of the test has must not matter.
CLEAN = {name: "" for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE",
                               "AWS_DEFAULT_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_CONFIG_FILE",
                               "AWS_SHARED_CREDENTIALS_FILE", "AWS_ENDPOINT_URL", "GENESYS_CFN_TARGET",
                               "GENESYSCLOUD_OAUTHCLIENT_ID")}


def boto(service, origin):
    return boto3.client(service, endpoint_url=origin, aws_access_key_id=KEY, aws_secret_access_key=SECRET,
                        region_name="us-east-1")


class AwsTarget(EndToEnd):
    """`self.environment` reaches the account; `self.state` is of no cloud."""

    def setUp(self):
        super().setUp()
        self.environment = {**CLEAN, "HOME": self.state, "AWS_EC2_METADATA_DISABLED": "true"}

    def run_cli(self, *arguments, environment=None, **options):
        return super().run_cli(*arguments, environment={**self.environment, **(environment or {})}, **options)

    @contextlib.contextmanager
    def account(self):
        """A local cloud in another state directory."""
        state, self.state = self.state, tempfile.mkdtemp(prefix="genesys-cfn-account-", dir=self.state)
        keys = {"GENESYS_CFN_ACCESS_KEY_ID": KEY, "GENESYS_CFN_SECRET_ACCESS_KEY": SECRET}
        cloud = self.local_cloud(environment={**CLEAN, **keys})
        with cloud as origin:
            self.state = state
            self.environment.update({"AWS_ENDPOINT_URL": origin, "AWS_ACCESS_KEY_ID": KEY,
                                     "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_REGION": "us-east-1",
                                     "GENESYS_CFN_TARGET": "aws"})
            secrets = boto("secretsmanager", origin)
            client = json.loads(secrets.get_secret_value(SecretId="/genesys/oauth/credentials")["SecretString"])
            secrets.close()
            self.environment.update({"GENESYSCLOUD_OAUTHCLIENT_ID": client["client_id"],
                                     "GENESYSCLOUD_OAUTHCLIENT_SECRET": client["client_secret"],
                                     "GENESYSCLOUD_REGION": "us-east-1", "GENESYS_API_URL": origin,
                                     "GENESYS_LOGIN_URL": origin})
            yield origin

    def status_of(self, stack):
        return self.json_of("status", stack)["status"]

    def change_sets(self, origin, stack="demo"):
        client = boto("cloudformation", origin)
        try:
            return client.list_change_sets(StackName=stack)["Summaries"]
        finally:
            client.close()


class Lifecycle(AwsTarget):
    def test_a_stack_lives_through_change_sets(self):
        with self.account() as origin:
            self.assertEqual(self.json_of("plan", QUICKSTART, "--stack-name", "demo", code=2)["operation"], "create")
            made = self.deploy(QUICKSTART)
            self.assertEqual((made["operation"], made["status"]), ("create", "CREATE_COMPLETE"))
            self.assertTrue(made["outputs"]["LookupCaseId"].startswith("custom_-_"))
            self.assertEqual({a["name"] for a in self.actions()}, {"Look up case", "Close case"})
            self.assertEqual(self.change_sets(origin), [])

            changed = {"CrmUrl": "https://crm.example.com/v2"}
            planned = self.json_of("plan", QUICKSTART, "--stack-name", "demo", "--parameter-overrides",
                                   "CrmUrl=https://crm.example.com/v2", code=2)
            self.assertEqual([r["effect"] for r in planned["resources"]], ["update", "update"])
            self.assertEqual(self.deploy(QUICKSTART, parameters=changed)["status"], "UPDATE_COMPLETE")
            # The parameter keeps its value, so there is nothing to do, and nothing is left of the attempt.
            before = len(self.change_sets(origin))
            again = self.deploy(QUICKSTART)
            self.assertEqual((again["operation"], again["events"]), ("none", []))
            self.assertEqual(len(self.change_sets(origin)), before)

            self.assertIn("UPDATE_COMPLETE", self.run_cli("events", "demo").out)
            self.assertEqual(self.json_of("delete", "demo")["status"], "DELETE_COMPLETE")
            self.assertEqual(self.json_of("delete", "demo")["status"], "DOES_NOT_EXIST")
            self.assertEqual(self.actions(), [])
        # Nothing of this touched the local cloud of the state directory.
        self.assertFalse((pathlib.Path(self.state) / "local.db").exists())

    def test_a_change_set_can_be_left_for_somebody(self):
        with self.account() as origin:
            left = self.deploy(QUICKSTART, more=["--no-execute"])
            self.assertEqual((left["operation"], "status" in left), ("create", False))
            self.assertEqual(self.status_of("demo"), "REVIEW_IN_PROGRESS")
            self.assertEqual(self.change_sets(origin)[0]["ChangeSetName"], left["changeSet"])
            self.assertEqual(self.actions(), [])
            # Another deployment takes the same stack.
            self.assertEqual(self.deploy(QUICKSTART)["status"], "CREATE_COMPLETE")
            update = self.deploy(QUICKSTART, parameters={"CloseTimeout": "7"}, more=["--no-execute"])
            self.assertEqual(update["operation"], "update")

    def test_a_stack_has_tags_and_a_role(self):
        role = "arn:aws:iam::000000000000:role/deployer"
        with self.account() as origin:
            self.deploy(QUICKSTART, more=["--tags", "team=desk", "empty=", "--role-arn", role])
            client = boto("cloudformation", origin)
            self.addCleanup(client.close)
            stack = client.describe_stacks(StackName="demo")["Stacks"][0]
            self.assertEqual((stack["RoleARN"], stack["Tags"]),
                             (role, [{"Key": "team", "Value": "desk"}, {"Key": "empty", "Value": ""}]))
            # Without the options the stack keeps both.
            self.deploy(QUICKSTART, parameters={"CloseTimeout": "7"})
            status = self.json_of("status", "demo")
            self.assertEqual((status["roleArn"], status["tags"]), (role, {"team": "desk", "empty": ""}))
            self.assertRegex(self.run_cli("status", "demo").out, r"\nTAG +VALUE\nteam +desk\n")
            # Other tags alone are a change, and take the place of all.
            tags = ("--tags", "team=night")
            planned = self.json_of("plan", QUICKSTART, "--stack-name", "demo", *tags, code=2)
            self.assertEqual((planned["changes"], planned["resources"]), (True, []))
            self.assertEqual(self.deploy(QUICKSTART, more=tags)["status"], "UPDATE_COMPLETE")
            self.assertEqual(self.json_of("plan", QUICKSTART, "--stack-name", "demo", *tags)["changes"], False)
            self.assertEqual(self.json_of("status", "demo")["tags"], {"team": "night"})
            self.assertEqual(self.json_of("delete", "demo", "--role-arn", role)["status"], "DELETE_COMPLETE")

    def test_a_failure_is_said_first_and_the_stack_needs_help(self):
        template = self.write("t.json", json.dumps({"Resources": {
            "Good": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "a"}},
            "Bad": {"Type": "Custom::GenesysDataAction", "DependsOn": "Good", "Properties": {
                "ServiceToken": {"Fn::ImportValue": "genesys-cfn-ServiceToken"}, "Name": "x"}}}}))
        with self.account():
            failed = self.run_cli("deploy", template, "--stack-name", "demo")
            self.assertEqual(failed.code, 1, str(failed))
            self.assertIn("\nFirst failed: Bad (Custom::GenesysDataAction), CREATE_FAILED: ", failed.out)
            self.assertTrue(failed.out.endswith("The stack demo is in ROLLBACK_COMPLETE.\n"), failed.out)
            again = self.run_cli("deploy", template, "--stack-name", "demo")
            self.assertEqual(again.code, 1)
            self.assertIn("genesys-cfn --target aws --region us-east-1 delete demo", again.err)

    def test_an_interrupt_leaves_the_operation_to_aws(self):
        with self.account() as origin:
            fault = {"method": "POST", "path": "/api/v2/integrations/actions", "do": "delay", "delayMilliseconds": 2000}
            urllib.request.urlopen(urllib.request.Request(
                origin + "/genesys-cfn/admin/faults", data=json.dumps(fault).encode(),
                headers={"Content-Type": "application/json"})).close()
            process = subprocess.Popen([str(PROGRAMS / "genesys-cfn"), "deploy", str(QUICKSTART), "--stack-name",
                                        "demo"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                       cwd=self.state, env={**os.environ, **self.environment})
            for line in process.stdout:
                if "LookupCase" in line:
                    break
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=LIMIT_SECONDS)
            self.assertEqual(process.returncode, 130, errors)
            self.assertIn("AWS goes on with it. See it with genesys-cfn --target aws --region us-east-1 events demo",
                          errors)
            busy = self.run_cli("deploy", QUICKSTART, "--stack-name", "demo")
            self.assertIn("wait for it to end", busy.err)
            deadline = time.monotonic() + LIMIT_SECONDS
            while self.status_of("demo") == "CREATE_IN_PROGRESS" and time.monotonic() < deadline:
                time.sleep(0.2)
            self.assertEqual(self.status_of("demo"), "CREATE_COMPLETE")

    def test_a_refused_change_set_leaves_nothing(self):
        template = self.write("t.json", json.dumps({"Resources": {
            "X": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": {"Fn::ImportValue": "nowhere"}}}}}))
        with self.account() as origin:
            refused = self.run_cli("deploy", template, "--stack-name", "demo")
            self.assertEqual(refused.code, 1, str(refused))
            self.assertIn("nowhere", refused.err)
            if self.run_cli("status", "demo").code == 0:
                self.assertEqual(self.change_sets(origin), [])

    def test_what_is_too_long_goes_through_a_bucket(self):
        definition = self.write("a.json", json.dumps({
            "name": "From a file", "config": {"request": {"requestUrlTemplate": "https://crm.example.com/x",
                                                          "requestType": "GET"}, "response": {}},
            "contract": {"input": {"inputSchema": {"type": "object", "properties": {}}},
                         "output": {"successSchema": {"type": "object", "properties": {}}}}}))
        template = self.write("t.json", json.dumps({"Description": "x" * 900, "Metadata": {"Long": "y" * 52_000},
                                                    "Resources": {"A": {
            "Type": "Custom::GenesysDataAction", "Properties": {
                "ServiceToken": {"Fn::ImportValue": "genesys-cfn-ServiceToken"},
                "IntegrationName": "Web Services Data Actions", "DefinitionUri": definition.name}}}}))
        with self.account() as origin:
            missing = self.run_cli("deploy", template, "--stack-name", "demo")
            self.assertEqual(missing.code, 1)
            self.assertIn("--s3-bucket", missing.err)
            objects = boto("s3", origin)
            self.addCleanup(objects.close)
            objects.create_bucket(Bucket="artifacts")
            made = self.deploy(template, more=["--s3-bucket", "artifacts", "--s3-prefix", "team/x"])
            self.assertEqual(made["status"], "CREATE_COMPLETE")
            keys = [o["Key"] for o in objects.list_objects_v2(Bucket="artifacts")["Contents"]]
            self.assertEqual(len(keys), 2)
            self.assertTrue(all(key.startswith("team/x/") for key in keys), keys)


class Choice(AwsTarget):
    def test_credentials_that_are_there_choose_nothing(self):
        with self.account():
            self.environment["GENESYS_CFN_TARGET"] = ""
            self.deploy(QUICKSTART)
            self.assertTrue((pathlib.Path(self.state) / "local.db").exists())
            self.environment["GENESYS_CFN_TARGET"] = "aws"
            self.assertEqual([s["stackName"] for s in self.json_of("status")["stacks"]], ["genesys-cfn-provider"])

    def test_a_profile_or_a_region_asks_for_aws(self):
        with self.account():
            key = self.environment.pop("AWS_ACCESS_KEY_ID")
            secret = self.environment.pop("AWS_SECRET_ACCESS_KEY")
            self.environment.update({"GENESYS_CFN_TARGET": "", "AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""})
            folder = pathlib.Path(self.state) / ".aws"
            folder.mkdir()
            (folder / "credentials").write_text(f"[base]\naws_access_key_id={key}\naws_secret_access_key={secret}\n"
                                                f"[wrong]\naws_access_key_id={key}\naws_secret_access_key=no\n")
            document = json.dumps({"Version": 1, "AccessKeyId": key, "SecretAccessKey": secret})
            (folder / "config").write_text(
                "[profile role]\nrole_arn = arn:aws:iam::000000000000:role/deploy\nsource_profile = base\n"
                f"[profile program]\ncredential_process = printf '%s' '{document}'\n"
                "[profile sso]\nsso_session = x\n")
            for profile in ("base", "role", "program"):
                seen = self.run_cli("status", "--profile", profile)
                self.assertEqual(seen.code, 0, str(seen))
            wrong = self.run_cli("status", "--profile", "wrong")
            self.assertEqual(wrong.code, 1)
            self.assertIn("signature", wrong.err)
            self.assertNotIn(secret, wrong.err)
            self.assertIn("aws configure export-credentials --profile sso", self.run_cli("status", "--profile", "sso").err)
            self.assertIn("did you mean base?", self.run_cli("status", "--profile", "bas").err)
            nobody = self.run_cli("status", "--region", "eu-west-1")
            self.assertEqual(nobody.code, 1)
            self.assertIn("no AWS credentials", nobody.err)

    def test_wrong_choices(self):
        for arguments, code, text in (
                (["--target", "azure", "status"], 64, "--target"),
                (["--target", "local", "--region", "eu-west-1", "status"], 64, "--region"),
                (["--target", "aws", "status"], 1, "no AWS region"),
                (["--target", "aws", "export", "--to", "x", "--organisation", "local"], 1, "the target is AWS"),
                (["--target", "aws", "actions"], 1, "GENESYSCLOUD_OAUTHCLIENT_ID"),
                (["--region", "evil.example.com/", "status"], 1, "is no AWS region")):
            refused = self.run_cli(*arguments)
            self.assertEqual(refused.code, code, str(refused))
            self.assertIn(text, refused.err)

    def test_nothing_listens(self):
        self.environment.update({"AWS_ENDPOINT_URL": "http://127.0.0.1:9", "AWS_ACCESS_KEY_ID": KEY,
                                 "AWS_SECRET_ACCESS_KEY": SECRET})
        refused = self.run_cli("status", "--region", "us-east-1")
        self.assertEqual(refused.code, 1)
        self.assertIn("could not connect", refused.err)


class FakeLogs(http.server.BaseHTTPRequestHandler):
    """FilterLogEvents in two pages."""

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.headers["X-Amz-Target"], asked))
        if asked["logGroupName"] != "/aws/lambda/genesys-cfn-provider":
            status, answer = 400, {"__type": "ResourceNotFoundException", "message": "no such group"}
        elif "nextToken" in asked:
            status, answer = 200, {"events": [{"eventId": "1", "timestamp": 1000, "message": "first\n"}]}
        else:
            status, answer = 200, {"events": [{"eventId": "2", "timestamp": 2000, "message": "second"}],
                                   "nextToken": "more"}
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Logs(AwsTarget):
    def setUp(self):
        super().setUp()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), FakeLogs)
        self.server.asked = []
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        self.environment.update({"AWS_ENDPOINT_URL_CLOUDWATCH_LOGS": f"http://127.0.0.1:{self.server.server_port}",
                                 "AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET})

    def test_lines_come_from_the_log_group(self):
        shown = self.run_cli("--region", "us-east-1", "logs", "--since", "1970-01-01T00:00:00Z")
        self.assertEqual(shown.code, 0, str(shown))
        self.assertEqual(shown.out, "1970-01-01T00:00:01.000Z  genesys-cfn-provider  first\n"
                                    "1970-01-01T00:00:02.000Z  genesys-cfn-provider  second\n")
        self.assertEqual(self.server.asked[0][0], "Logs_20140328.FilterLogEvents")
        self.assertEqual(self.server.asked[0][1]["startTime"], 0)

    def test_a_function_without_a_log(self):
        shown = self.run_cli("--region", "us-east-1", "logs", "--function", "other")
        self.assertEqual(shown.code, 1)
        self.assertIn("/aws/lambda/other", shown.err)

    def test_following_shows_each_line_once(self):
        process = subprocess.Popen([str(PROGRAMS / "genesys-cfn"), "--region", "us-east-1", "logs", "--follow"],
                                   stdout=subprocess.PIPE, text=True, env={**os.environ, **self.environment})
        deadline = time.monotonic() + LIMIT_SECONDS
        while len(self.server.asked) < 4 and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=LIMIT_SECONDS)
        self.assertEqual(process.returncode, 0)
        self.assertEqual([line.split()[-1] for line in out.splitlines()], ["first", "second"])


if __name__ == "__main__":
    unittest.main()
