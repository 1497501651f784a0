# SPDX-License-Identifier: Apache-2.0
"""The local cloud as a server: real AWS clients, restarts, kills, and what it leaves behind."""
import json
import os
import pathlib
import re
import signal
import subprocess
import unittest

import boto3
import botocore.exceptions
from harness import EndToEnd, Organisation, PROGRAMS, QUICKSTART, credentials


SERVICES = (("cloudformation", lambda client: client.describe_stacks()),
            ("s3", lambda client: client.list_buckets()),
            ("secretsmanager", lambda client: client.list_secrets()),
            ("ssm", lambda client: client.put_parameter(Name="/a", Value="b", Type="String", Overwrite=True)),
            ("sts", lambda client: client.get_caller_identity()))


class AwsClients(EndToEnd):
    def test_boto3_reads_stacks_and_secrets(self):
        with self.local_cloud() as origin:
            self.deploy(QUICKSTART)
            stacks = boto3.client("cloudformation", endpoint_url=origin, **credentials())
            stack = stacks.describe_stacks(StackName="demo")["Stacks"][0]
            self.assertEqual(stack["StackStatus"], "CREATE_COMPLETE")
            self.assertEqual({o["OutputKey"] for o in stack["Outputs"]}, {"LookupCaseId", "LookupCaseVersion", "CloseCaseId"})
            events = stacks.describe_stack_events(StackName="demo")["StackEvents"]
            self.assertEqual(events[0]["ResourceStatus"], "CREATE_COMPLETE")
            exports = {e["Name"] for e in stacks.list_exports()["Exports"]}
            self.assertEqual(exports, {"genesys-cfn-ServiceToken", "demo-CloseCaseId"})
            secrets = boto3.client("secretsmanager", endpoint_url=origin, **credentials())
            self.assertIn("client_id", secrets.get_secret_value(SecretId="/genesys/oauth/credentials")["SecretString"])
            identity = boto3.client("sts", endpoint_url=origin, **credentials()).get_caller_identity()
            self.assertEqual(identity["Account"], "000000000000")

    def test_boto3_drives_a_stack(self):
        with self.local_cloud() as origin:
            stacks = boto3.client("cloudformation", endpoint_url=origin, **credentials())
            stacks.create_stack(StackName="boto", TemplateBody=QUICKSTART.read_text(encoding="utf-8"))
            waiter = stacks.get_waiter("stack_create_complete")
            waiter.config.delay = 0.05
            waiter.wait(StackName="boto")
            self.assertEqual(len(self.actions()), 2)
            stacks.delete_stack(StackName="boto")
            waiter = stacks.get_waiter("stack_delete_complete")
            waiter.config.delay = 0.05
            waiter.wait(StackName="boto")
            self.assertEqual(self.actions(), [])

    def test_a_wrong_signature_is_refused(self):
        with self.local_cloud() as origin:
            wrong = {**credentials(), "aws_secret_access_key": "wrong"}
            secrets = boto3.client("secretsmanager", endpoint_url=origin, **wrong)
            with self.assertRaises(botocore.exceptions.ClientError) as refused:
                secrets.get_secret_value(SecretId="/genesys/oauth/credentials")
            self.assertEqual(refused.exception.response["Error"]["Code"], "InvalidSignatureException")

    def test_any_other_key_is_taken_when_none_is_configured(self):
        with self.local_cloud() as origin:
            for key in ("AKIAIOSFODNN7EXAMPLE", "test"):
                any_key = {"aws_access_key_id": key, "aws_secret_access_key": "test", "region_name": "us-east-1"}
                for service, call in SERVICES:
                    call(boto3.client(service, endpoint_url=origin, **any_key))

    def test_with_a_configured_key_only_that_is_taken(self):
        key = {"GENESYS_CFN_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "GENESYS_CFN_SECRET_ACCESS_KEY": "s3cret"}
        right = {"aws_access_key_id": "AKIAIOSFODNN7EXAMPLE", "aws_secret_access_key": "s3cret", "region_name": "us-east-1"}
        with self.local_cloud(environment=key) as origin:
            self.deploy(QUICKSTART, environment=key)  # the function has the key, too
            for service, call in SERVICES:
                call(boto3.client(service, endpoint_url=origin, **right))
            expected = {"cloudformation": ("SignatureDoesNotMatch", "InvalidClientTokenId"),
                        "sts": ("SignatureDoesNotMatch", "InvalidClientTokenId"),
                        "s3": ("SignatureDoesNotMatch", "InvalidAccessKeyId"),
                        "secretsmanager": ("InvalidSignatureException", "UnrecognizedClientException"),
                        "ssm": ("InvalidSignatureException", "UnrecognizedClientException")}
            for service, call in SERVICES:
                for change, code in zip(({"aws_secret_access_key": "wrong"}, {"aws_access_key_id": "AKIASTRANGER00000"}),
                                        expected[service]):
                    with self.subTest(service=service, change=change):
                        with self.assertRaises(botocore.exceptions.ClientError) as refused:
                            call(boto3.client(service, endpoint_url=origin, **{**right, **change}))
                        self.assertEqual(refused.exception.response["Error"]["Code"], code)
            sts = boto3.client("sts", endpoint_url=origin, **right)
            role = sts.assume_role(RoleArn="arn:aws:iam::000000000000:role/deploy", RoleSessionName="me")["Credentials"]
            temporary = {"aws_access_key_id": role["AccessKeyId"], "aws_secret_access_key": role["SecretAccessKey"],
                         "aws_session_token": role["SessionToken"], "region_name": "us-east-1"}
            for service, call in SERVICES:
                call(boto3.client(service, endpoint_url=origin, **temporary))
            self.assertIn("unauthenticated", self.run_cli("status", "--output", "json").err.lower())
        self.assertIn("has no secret", self.run_cli("status", "--access-key", "AKIAIOSFODNN7EXAMPLE").err)

    def test_only_loopback_listens(self):
        with self.local_cloud() as origin:
            port = int(origin.rsplit(":", 1)[1])
            listening = [line.split()[1] for line in pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:]
                         if line.split()[3] == "0A" and line.split()[1].endswith(f":{port:04X}")]
            self.assertEqual(listening, [f"0100007F:{port:04X}"])


class Interruptions(EndToEnd):
    def kill_when(self, pattern, *arguments):
        """Runs a command and kills it (with its children) as soon as a line of its output matches."""
        process = subprocess.Popen([str(PROGRAMS / "genesys-cfn"), "--state-dir", self.state, *map(str, arguments)],
                                   stdout=subprocess.PIPE, text=True, start_new_session=True)
        for line in process.stdout:
            if re.search(pattern, line):
                break
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()

    def test_a_killed_creation_is_finished_by_the_next_command(self):
        self.kill_when("LookupCase +CREATE_IN_PROGRESS", "deploy", QUICKSTART, "--stack-name", "demo")
        result = self.run_cli("status", "demo")
        self.assertEqual(result.code, 0, str(result))
        self.assertIn("CREATE_COMPLETE", result.out)
        self.assertEqual(sorted(a["name"] for a in self.actions()), ["Close case", "Look up case"])

    def test_a_killed_update_and_a_killed_deletion_too(self):
        self.deploy(QUICKSTART)
        self.kill_when("LookupCase +UPDATE_IN_PROGRESS", "deploy", QUICKSTART, "--stack-name", "demo",
                       "--parameter-overrides", "ReturnPriority=yes")
        self.assertEqual(self.json_of("status", "demo")["status"], "UPDATE_COMPLETE")
        self.assertEqual(len(self.actions()), 2)
        self.kill_when("CloseCase +DELETE_IN_PROGRESS", "delete", "demo")
        self.assertEqual(self.actions(), [])
        self.assertEqual([s["stackName"] for s in self.json_of("status")["stacks"]], ["genesys-cfn-provider"])

    def test_an_interrupted_deployment_says_so_and_goes_on(self):
        process = subprocess.Popen([str(PROGRAMS / "genesys-cfn"), "--state-dir", self.state, "deploy", str(self.many(400)),
                                    "--stack-name", "many"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for line in process.stdout:
            if "CREATE_IN_PROGRESS" in line:
                break
        process.send_signal(signal.SIGINT)
        _, err = process.communicate()
        if process.returncode != 0:  # it may have been faster than the signal, which then must change nothing
            self.assertEqual(process.returncode, 130, err)
            self.assertIn("interrupted while the stack many is in CREATE_IN_PROGRESS", err)
        self.assertEqual(self.json_of("status", "many")["status"], "CREATE_COMPLETE")
        self.assertEqual(len(self.actions()), 400)

    def test_an_interrupted_resumption_says_so_too(self):
        self.kill_when("CREATE_IN_PROGRESS", "deploy", self.many(400), "--stack-name", "many")
        process = subprocess.Popen([str(PROGRAMS / "genesys-cfn"), "--state-dir", self.state, "status", "many"],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.assertIn("going on with it", process.stdout.readline())
        process.send_signal(signal.SIGINT)
        _, err = process.communicate()
        if process.returncode != 0:  # it may have been faster than the signal, which then must change nothing
            self.assertEqual(process.returncode, 130, err)
            self.assertIn("interrupted while the stack many is in CREATE_IN_PROGRESS", err)
        self.assertEqual(self.json_of("status", "many")["status"], "CREATE_COMPLETE")
        self.assertEqual(len(self.actions()), 400)

    def test_a_server_that_is_stopped_breaks_nothing(self):
        template = self.many(150)
        with self.local_cloud():
            process = subprocess.Popen([str(PROGRAMS / "genesys-cfn"), "--state-dir", self.state, "deploy", str(template),
                                        "--stack-name", "many"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            for line in process.stdout:
                if "CREATE_COMPLETE" in line:
                    break
        process.communicate()
        self.assertEqual(self.json_of("status", "many")["status"], "CREATE_COMPLETE")
        self.assertEqual(len(self.actions()), 150)

    def many(self, count):
        return self.write("many.json", json.dumps({"Resources": {
            f"A{i}": {"Type": "Custom::GenesysDataAction", "Properties": {
                "ServiceToken": {"Fn::ImportValue": "genesys-cfn-ServiceToken"}, "Name": f"Action {i}",
                "IntegrationName": "Web Services Data Actions", "Category": "Many",
                "Definition": {"config": {"request": {"requestType": "GET", "requestUrlTemplate": "/x"}, "response": {}},
                               "contract": {"input": {"inputSchema": {"type": "object", "properties": {}}},
                                            "output": {"successSchema": {"type": "object"}}}}}} for i in range(count)}}))

    def test_many_kills_never_double_or_lose(self):
        template = self.many(12)
        self.kill_when("CREATE_COMPLETE", "deploy", template, "--stack-name", "many")
        self.kill_when("CREATE_COMPLETE", "status", "many")
        self.assertEqual(self.json_of("status", "many")["status"], "CREATE_COMPLETE")
        self.assertEqual(sorted(a["name"] for a in self.actions()), sorted(f"Action {i}" for i in range(12)))


class Secrets(EndToEnd):
    def test_nothing_secret_is_left_behind(self):
        """Client secret, token and response URLs are nowhere but in the database of the emulated services."""
        output = [str(self.run_cli("deploy", QUICKSTART, "--stack-name", "demo"))]
        with self.local_cloud() as origin:
            organisation = Organisation(origin)
        output.append(str(self.run_cli("deploy", QUICKSTART, "--stack-name", "demo", "--parameter-overrides",
                                       "CrmUrl=https://crm.example.com/v3", "CloseTimeout=90")))
        output.append(str(self.run_cli("delete", "demo", "--output", "json")))
        canaries = [organisation.client["client_secret"], organisation.token, "X-Amz-Signature", "Bearer "]
        texts = {"output": "".join(output)}
        for path in pathlib.Path(self.state).rglob("*"):
            if path.is_file() and not path.name.startswith("local.db"):
                texts[path.name] = path.read_text(errors="replace")
        self.assertIn("genesys-cfn-provider.log", texts)
        self.assertIn("answered", texts["genesys-cfn-provider.log"])
        for name, text in texts.items():
            for canary in canaries:
                self.assertNotIn(canary, text, name)
        # What the organisation itself keeps shows neither secret nor token.
        database = b"".join(p.read_bytes() for p in pathlib.Path(self.state).glob("local.db*"))
        self.assertNotIn(organisation.token.encode(), database)


if __name__ == "__main__":
    unittest.main()
