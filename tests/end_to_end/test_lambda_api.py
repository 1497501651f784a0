# SPDX-License-Identifier: Apache-2.0
"""The Lambda API as boto3 and the AWS CLI call it, with functions that are small programs of their own."""
import base64
import concurrent.futures
import io
import json
import os
import pathlib
import shutil
import subprocess
import time
import unittest
import zipfile

import boto3
import botocore.config
import botocore.exceptions
from harness import EndToEnd, credentials

# A function that does what its event says; a client of the Runtime API that shares nothing with the project's.
BOOTSTRAP = """#!/usr/bin/python3
import json, os, sys, time, urllib.request
BASE = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"] + "/2018-06-01/runtime/invocation/"
while True:
    with urllib.request.urlopen(BASE + "next", timeout=None) as answer:
        request, event = answer.headers["Lambda-Runtime-Aws-Request-Id"], json.load(answer)
        context = answer.headers["Lambda-Runtime-Client-Context"]
    print("event", event.get("say", ""), flush=True)
    if event.get("do") == "exit":
        sys.exit(3)
    if event.get("do") == "wait":
        while not os.path.exists(event["for"]):
            time.sleep(0.01)
    if event.get("append"):
        with open(event["append"], "a") as file:
            file.write("x")
    fails = event.get("do") == "fail"
    body = {"event": event, "mode": os.environ.get("MODE"), "context": context}
    if fails:
        body = {"errorType": "Bad", "errorMessage": "no"}
    call = urllib.request.Request(BASE + request + ("/error" if fails else "/response"), method="POST",
                                  data=json.dumps(body).encode(), headers={"Content-Type": "application/json"})
    urllib.request.urlopen(call).close()
"""
ROLE = "arn:aws:iam::000000000000:role/r"


def package(text=BOOTSTRAP):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        entry = zipfile.ZipInfo("bootstrap")
        entry.external_attr = 0o100755 << 16
        archive.writestr(entry, text)
    return buffer.getvalue()


class LambdaApi(EndToEnd):
    def client(self, origin, service="lambda"):
        config = botocore.config.Config(retries={"total_max_attempts": 1})
        client = boto3.client(service, endpoint_url=origin, config=config, **credentials())
        self.addCleanup(client.close)
        return client

    def make(self, client, name="f", **more):
        return client.create_function(FunctionName=name, Runtime="provided.al2023", Role=ROLE, Handler="bootstrap",
                                      Code={"ZipFile": package()}, **more)

    def code_of(self, call):
        with self.assertRaises(botocore.exceptions.ClientError) as raised:
            call()
        return raised.exception.response["Error"]["Code"]

    def test_the_life_of_a_function(self):
        with self.local_cloud() as origin:
            client = self.client(origin)
            made = self.make(client, Timeout=20, Environment={"Variables": {"MODE": "one"}})
            self.assertEqual(made["FunctionArn"], "arn:aws:lambda:us-east-1:000000000000:function:f")
            client.get_waiter("function_active_v2").wait(FunctionName="f")
            self.assertEqual(self.code_of(lambda: self.make(client)), "ResourceConflictException")
            answer = client.invoke(FunctionName=made["FunctionArn"], Payload=json.dumps({"say": "hello"}), LogType="Tail")
            self.assertEqual(json.load(answer["Payload"]),
                             {"event": {"say": "hello"}, "mode": "one", "context": None})
            context = base64.b64encode(b'{"custom": {"a": "b"}}').decode()
            answered = json.load(client.invoke(FunctionName="f", ClientContext=context)["Payload"])
            self.assertEqual(json.loads(answered["context"]), {"custom": {"a": "b"}})
            self.assertNotIn("FunctionError", answer)
            log = base64.b64decode(answer["LogResult"]).decode()
            self.assertRegex(log, r"(?s)^START RequestId: .*\nevent hello\nEND RequestId: .*\nREPORT RequestId: ")

            client.update_function_configuration(FunctionName="f", Environment={"Variables": {"MODE": "two"}})
            client.get_waiter("function_updated_v2").wait(FunctionName="f")
            self.assertEqual(json.load(client.invoke(FunctionName="f")["Payload"])["mode"], "two")
            before = client.get_function(FunctionName="f")["Configuration"]["CodeSha256"]
            updated = client.update_function_code(FunctionName="f", ZipFile=package(BOOTSTRAP + "# new\n"))
            self.assertNotEqual(updated["CodeSha256"], before)
            self.assertEqual(client.get_function_configuration(FunctionName="f")["Timeout"], 20)
            self.assertEqual({f["FunctionName"] for f in client.list_functions()["Functions"]},
                             {"f", "genesys-cfn-provider"})
        with self.local_cloud() as origin:
            client = self.client(origin)
            self.assertEqual(json.load(client.invoke(FunctionName="f")["Payload"])["mode"], "two")
            client.delete_function(FunctionName="f")
            self.assertEqual(self.code_of(lambda: client.get_function(FunctionName="f")), "ResourceNotFoundException")
            self.assertEqual(self.code_of(lambda: client.invoke(FunctionName="f")), "ResourceNotFoundException")

    def test_failures_of_a_function(self):
        with self.local_cloud() as origin:
            client = self.client(origin)
            self.make(client, Timeout=1)

            def failure(**event):
                answer = client.invoke(FunctionName="f", Payload=json.dumps(event))
                self.assertEqual((answer["StatusCode"], answer["FunctionError"]), (200, "Unhandled"))
                return json.load(answer["Payload"])

            self.assertEqual(failure(do="fail"), {"errorType": "Bad", "errorMessage": "no"})
            self.assertEqual(failure(do="exit")["errorType"], "Runtime.ExitError")
            late = failure(do="wait", **{"for": "/nowhere"})
            self.assertEqual(late["errorType"], "Sandbox.Timedout")
            self.assertIn("Task timed out after 1.00 seconds", late["errorMessage"])
            self.assertEqual(client.invoke(FunctionName="f", InvocationType="DryRun")["StatusCode"], 204)
            self.assertEqual(self.code_of(lambda: client.invoke(FunctionName="f", Payload=b"{")),
                             "InvalidRequestContentException")
            self.assertEqual(self.code_of(lambda: client.update_function_configuration(FunctionName="f", Timeout=900,
                                                                                       MemorySize=128, Runtime="java21")),
                             "InvalidParameterValueException")

    def test_reserved_concurrency_refuses_and_lets_wait(self):
        with self.local_cloud() as origin:
            client = self.client(origin)
            self.make(client, Timeout=60)
            client.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=1)
            self.assertEqual(client.get_function_concurrency(FunctionName="f")["ReservedConcurrentExecutions"], 1)
            go, done = pathlib.Path(self.state) / "go", pathlib.Path(self.state) / "done"
            with concurrent.futures.ThreadPoolExecutor() as pool:
                first = pool.submit(client.invoke, FunctionName="f",
                                    Payload=json.dumps({"do": "wait", "for": str(go), "say": "first"}))
                while "event first" not in self.run_cli("logs").out:
                    time.sleep(0.05)
                other = self.client(origin)
                self.assertEqual(self.code_of(lambda: other.invoke(FunctionName="f")), "TooManyRequestsException")
                queued = other.invoke(FunctionName="f", InvocationType="Event", Payload=json.dumps({"append": str(done)}))
                self.assertEqual(queued["StatusCode"], 202)
                self.assertFalse(done.exists())
                go.touch()
                self.assertEqual(first.result()["StatusCode"], 200)
                while not done.exists():
                    time.sleep(0.02)

    def test_the_aws_cli(self):
        if shutil.which("aws") is None:
            self.skipTest("the AWS CLI is not installed")
        code = self.write("ignored", "")
        code.write_bytes(package())
        with self.local_cloud() as origin:
            keys = credentials()
            environment = {**os.environ, "AWS_ENDPOINT_URL": origin, "AWS_DEFAULT_REGION": keys["region_name"],
                           "AWS_ACCESS_KEY_ID": keys["aws_access_key_id"], "AWS_EC2_METADATA_DISABLED": "true",
                           "AWS_SECRET_ACCESS_KEY": keys["aws_secret_access_key"], "AWS_PAGER": ""}

            def aws(*arguments):
                completed = subprocess.run(["aws", "--endpoint-url", origin, "lambda", *arguments], env=environment,
                                           cwd=self.state, capture_output=True, text=True, timeout=60, check=True)
                return json.loads(completed.stdout) if completed.stdout.strip() else None

            aws("create-function", "--function-name", "f", "--runtime", "provided.al2023", "--role", ROLE, "--handler",
                "bootstrap", "--zip-file", f"fileb://{code}")
            answer = aws("invoke", "--function-name", "f", "--payload", '{"say": "cli"}', "--log-type", "Tail",
                         "--cli-binary-format", "raw-in-base64-out", "out.json") if self.version_two() else \
                aws("invoke", "--function-name", "f", "--payload", '{"say": "cli"}', "--log-type", "Tail", "out.json")
            self.assertEqual(answer["StatusCode"], 200)
            self.assertEqual(json.loads((pathlib.Path(self.state) / "out.json").read_text())["event"], {"say": "cli"})
            aws("put-function-event-invoke-config", "--function-name", "f", "--maximum-retry-attempts", "0")
            config = aws("get-function-event-invoke-config", "--function-name", "f")
            self.assertEqual(config["MaximumRetryAttempts"], 0)
            aws("delete-function", "--function-name", "f")
            self.assertEqual(len(aws("list-functions")["Functions"]), 1)

    @staticmethod
    def version_two():
        version = subprocess.run(["aws", "--version"], capture_output=True, text=True, check=True)
        return "aws-cli/2" in version.stdout + version.stderr

    def test_code_from_s3_and_stacks_side_by_side(self):
        with self.local_cloud() as origin:
            client, objects = self.client(origin), self.client(origin, "s3")
            objects.create_bucket(Bucket="code")
            objects.put_object(Bucket="code", Key="f.zip", Body=package())
            client.create_function(FunctionName="g", Runtime="provided.al2023", Role=ROLE, Handler="bootstrap",
                                   Code={"S3Bucket": "code", "S3Key": "f.zip"})
            template = self.write("template.json", json.dumps({"Resources": {
                "F": {"Type": "AWS::Lambda::Function", "Properties": {
                    "FunctionName": "g", "Runtime": "provided.al2023", "Role": ROLE, "Handler": "bootstrap",
                    "Code": {"S3Bucket": "code", "S3Key": "f.zip"}}}}}))
            failed = self.deploy(template, code=1)
            self.assertIn("Function already exist: g", str(failed["events"]))
            self.assertEqual(client.invoke(FunctionName="g")["StatusCode"], 200)
            self.assertEqual(self.code_of(lambda: client.update_function_code(FunctionName="g", S3Bucket="code",
                                                                              S3Key="no.zip")),
                             "InvalidParameterValueException")


class Logs(EndToEnd):
    def test_what_functions_print_is_shown(self):
        template = self.write("template.json", json.dumps({"Resources": {"A": {
            "Type": "Custom::GenesysDataAction", "Properties": {
                "ServiceToken": {"Fn::ImportValue": "genesys-cfn-ServiceToken"}, "Name": "A"}}}}))
        self.deploy(template, code=1)
        shown = self.run_cli("logs")
        self.assertEqual(shown.code, 0, str(shown))
        self.assertRegex(shown.out, r"(?m)^\d{4}-\d\d-\d\dT[\d:.]+Z +genesys-cfn-provider +.*answered")
        document = self.json_of("logs", "--function", "genesys-cfn-provider", "--since", "1h")
        self.assertTrue(all(set(line) == {"time", "function", "message"} for line in document["lines"]))
        self.assertEqual(self.json_of("logs", "--since", "2100-01-01T00:00:00Z"), {"lines": []})
        unknown = self.run_cli("logs", "--function", "nobody")
        self.assertEqual(unknown.code, 1, str(unknown))
        self.assertIn("genesys-cfn-provider", unknown.err)
        self.assertEqual(self.run_cli("logs", "--since", "yesterday").code, 64)

    def test_following_shows_what_comes(self):
        with self.local_cloud() as origin:
            client = boto3.client("lambda", endpoint_url=origin, **credentials())
            client.create_function(FunctionName="f", Runtime="provided.al2023", Role=ROLE, Handler="bootstrap",
                                   Code={"ZipFile": package()}, Timeout=20)
            following = subprocess.Popen([str(PROGRAM), "--state-dir", self.state, "logs", "--function", "f", "--follow"],
                                         stdout=subprocess.PIPE, text=True)
            client.invoke(FunctionName="f", Payload=json.dumps({"say": "now"}))
            self.assertIn("event now", following.stdout.readline())
            following.terminate()
            following.communicate(timeout=30)
            client.close()


PROGRAM = pathlib.Path(os.environ.get("GENESYS_CFN_PROGRAMS", "")) / "genesys-cfn"

if __name__ == "__main__":
    unittest.main()
