# SPDX-License-Identifier: Apache-2.0
"""What Node.js brings: the AWS CDK, a custom resource of another kind as a function, and the SDK of Genesys Cloud."""
import io
import json
import os
import pathlib
import subprocess
import unittest
import zipfile

import boto3
import botocore.exceptions

from harness import EndToEnd, LIMIT_SECONDS, Organisation, ROOT, credentials

CLIENTS = ROOT / "build/clients"  # tools/install_clients
SOURCES = pathlib.Path(__file__).resolve().parent / "clients"


def setUpModule():
    if not (CLIENTS / "installed").exists():
        raise AssertionError("the Node.js clients are not installed: run tools/install_clients")


class Cdk(EndToEnd):
    def environment(self, origin):
        key = credentials()
        return {**os.environ, "AWS_ENDPOINT_URL": origin, "AWS_ACCESS_KEY_ID": key["aws_access_key_id"],
                "AWS_SECRET_ACCESS_KEY": key["aws_secret_access_key"], "AWS_REGION": key["region_name"],
                "NODE_PATH": str(CLIENTS / "node_modules"), "NODE_NO_WARNINGS": "1", "CI": "true", "HOME": self.state}

    def cdk(self, origin, *arguments):
        command = [CLIENTS / "node_modules/.bin/cdk", "--app", f"node {SOURCES / 'app.js'}", "--output",
                   f"{self.state}/cdk.out", "--no-notices", "--no-color", *arguments]
        done = subprocess.run(command, env=self.environment(origin), cwd=self.state, capture_output=True, text=True,
                              timeout=LIMIT_SECONDS, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def test_an_app_is_deployed_changed_compared_and_destroyed(self):
        with self.local_cloud() as origin:
            self.cdk(origin, "deploy", "--require-approval", "never", "-c", "bootstrapless=true")
            cloudformation = boto3.client("cloudformation", endpoint_url=origin, **credentials())
            stack, = cloudformation.describe_stacks(StackName="call-flow")["Stacks"]
            self.assertEqual(stack["StackStatus"], "CREATE_COMPLETE")
            action_id = stack["Outputs"][0]["OutputValue"]
            self.assertEqual(cloudformation.list_change_sets(StackName="call-flow")["Summaries"], [])

            said = self.cdk(origin, "diff", "-c", "bootstrapless=true", "-c", "path=v2")
            self.assertIn("/v2/", said)
            self.cdk(origin, "deploy", "--require-approval", "never", "-c", "bootstrapless=true", "-c", "path=v2")
            organisation = Organisation(origin)
            self.assertIn("/v2/", json.dumps(organisation.read(action_id)))
            said = self.cdk(origin, "deploy", "--require-approval", "never", "-c", "bootstrapless=true", "-c", "path=v2")
            self.assertIn("no changes", said)

            self.cdk(origin, "destroy", "--force", "-c", "bootstrapless=true")
            with self.assertRaisesRegex(botocore.exceptions.ClientError, "does not exist"):
                cloudformation.describe_stacks(StackName="call-flow")
            cloudformation.close()
        self.assertEqual(self.actions(), [])

    def test_a_synthesised_template_needs_its_bootstrap_version(self):
        with self.local_cloud() as origin:
            self.cdk(origin, "synth", "--quiet")
            template = pathlib.Path(self.state, "cdk.out/call-flow.template.json").read_text(encoding="utf-8")
            cloudformation = boto3.client("cloudformation", endpoint_url=origin, **credentials())
            parameters = boto3.client("ssm", endpoint_url=origin, **credentials())

            def create(version):
                parameters.put_parameter(Name="/cdk-bootstrap/hnb659fds/version", Value=version, Type="String",
                                         Overwrite=True)
                cloudformation.create_stack(StackName="call-flow", TemplateBody=template,
                                            Capabilities=["CAPABILITY_IAM"])

            with self.assertRaisesRegex(botocore.exceptions.ClientError, "cdk-bootstrap"):
                cloudformation.create_stack(StackName="call-flow", TemplateBody=template)
            with self.assertRaisesRegex(botocore.exceptions.ClientError, "CDK bootstrap stack version"):
                create("3")
            create("21")
            cloudformation.get_waiter("stack_create_complete").wait(StackName="call-flow",
                                                                    WaiterConfig={"Delay": 1, "MaxAttempts": 60})
            cloudformation.close()
            parameters.close()
        self.assertEqual([action["name"] for action in self.actions()], ["CDK look up"])


class OtherProvider(EndToEnd):
    """A custom resource in JavaScript, run by the client for Lambda's runtime interface that its vendor maintains."""

    def package(self):
        bootstrap = zipfile.ZipInfo("bootstrap")
        bootstrap.external_attr = 0o755 << 16
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as package:
            package.writestr(bootstrap, "#!/bin/sh\ncd \"$LAMBDA_TASK_ROOT\"\n"
                             f"exec node {CLIENTS}/node_modules/.bin/aws-lambda-ric custom_resource.handler\n")
            package.write(SOURCES / "custom_resource.js", "custom_resource.js")
        return archive.getvalue()

    def template(self, say, fail="never"):
        return json.dumps({"Resources": {
            "Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {
                "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
                                                        "Principal": {"Service": "lambda.amazonaws.com"}}]}}},
            "Function": {"Type": "AWS::Lambda::Function", "Properties": {
                "Runtime": "provided.al2023", "Handler": "bootstrap", "Timeout": 60,
                "Role": {"Fn::GetAtt": ["Role", "Arn"]}, "Code": {"S3Bucket": "code", "S3Key": "echo.zip"}}},
            "Echo": {"Type": "Custom::Echo", "Properties": {
                "ServiceToken": {"Fn::GetAtt": ["Function", "Arn"]}, "ServiceTimeout": 60, "Say": say, "Fail": fail}}},
            "Outputs": {"Said": {"Value": {"Fn::GetAtt": ["Echo", "Said"]}}, "Id": {"Value": {"Ref": "Echo"}}}})

    def outputs(self, cloudformation, status):
        stack, = cloudformation.describe_stacks(StackName="echo")["Stacks"]
        self.assertEqual(stack["StackStatus"], status, stack.get("StackStatusReason"))
        return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}

    def test_the_engine_serves_any_provider(self):
        patience = {"Delay": 1, "MaxAttempts": 100}
        with self.local_cloud() as origin:
            storage = boto3.client("s3", endpoint_url=origin, **credentials())
            storage.create_bucket(Bucket="code")
            storage.put_object(Bucket="code", Key="echo.zip", Body=self.package())
            cloudformation = boto3.client("cloudformation", endpoint_url=origin, **credentials())
            cloudformation.create_stack(StackName="echo", TemplateBody=self.template("hello"),
                                        Capabilities=["CAPABILITY_IAM"])
            cloudformation.get_waiter("stack_create_complete").wait(StackName="echo", WaiterConfig=patience)
            self.assertEqual(self.outputs(cloudformation, "CREATE_COMPLETE"), {"Said": "hello", "Id": "echo-Echo"})

            cloudformation.update_stack(StackName="echo", TemplateBody=self.template("good bye"),
                                        Capabilities=["CAPABILITY_IAM"])
            cloudformation.get_waiter("stack_update_complete").wait(StackName="echo", WaiterConfig=patience)
            self.assertEqual(self.outputs(cloudformation, "UPDATE_COMPLETE")["Said"], "good bye")

            cloudformation.update_stack(StackName="echo", TemplateBody=self.template("no", fail="Update"),
                                        Capabilities=["CAPABILITY_IAM"])
            with self.assertRaises(botocore.exceptions.WaiterError):
                cloudformation.get_waiter("stack_update_complete").wait(StackName="echo", WaiterConfig=patience)
            reasons = [event.get("ResourceStatusReason", "")
                       for event in cloudformation.describe_stack_events(StackName="echo")["StackEvents"]]
            self.assertTrue(any("Message returned: as the template asked" in reason for reason in reasons), reasons)
            cloudformation.delete_stack(StackName="echo")
            cloudformation.get_waiter("stack_delete_complete").wait(StackName="echo", WaiterConfig=patience)
            cloudformation.close()
            storage.close()


class GenesysSdk(EndToEnd):
    def test_the_vendors_sdk_lives_through_every_object(self):
        with self.local_cloud() as origin:
            client = Organisation(origin).client
            done = subprocess.run(["node", SOURCES / "genesys_sdk.js", origin, client["client_id"],
                                   client["client_secret"]], capture_output=True, text=True, timeout=LIMIT_SECONDS,
                                  env={**os.environ, "NODE_PATH": str(CLIENTS / "node_modules"), "HOME": self.state},
                                  cwd=self.state, check=False)
        self.assertEqual((done.returncode, done.stdout), (0, "lived\n"), done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
