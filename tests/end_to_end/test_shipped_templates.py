# SPDX-License-Identifier: Apache-2.0
"""templates/ with the packaged zip in the local S3: deployed, upgraded and gone back from under living stacks."""
import io
import json
import os
import pathlib
import subprocess
import tempfile
import unittest
import zipfile

import boto3

from harness import EndToEnd, Organisation, PROGRAMS, ROOT, credentials

PROVIDER = ROOT / "templates/provider.yaml"
SINGLE_STACK = ROOT / "templates/single-stack.yaml"
NAMES = {"FunctionName": "shipped-provider", "ExportName": "shipped-ServiceToken"}  # the local cloud has a provider too


def setUpModule():
    if os.environ.get("GENESYS_CFN_STATIC") != "1":
        raise unittest.SkipTest("these programs are not the shipped ones")
    folder = tempfile.TemporaryDirectory()
    unittest.addModuleCleanup(folder.cleanup)
    subprocess.run([ROOT / "tools/package", PROGRAMS, folder.name], check=True, capture_output=True)
    global ZIP
    ZIP = next(pathlib.Path(folder.name).glob("*.zip")).read_bytes()


def broken_zip():
    """A version of the provider that ends at once."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as package:
        entry = zipfile.ZipInfo("bootstrap")
        entry.external_attr = 0o100755 << 16
        package.writestr(entry, "#!/bin/sh\nexit 1\n")
    return archive.getvalue()


def users_template(path="v1"):
    return json.dumps({"Resources": {"Action": {
        "Type": "Custom::GenesysDataAction", "Properties": {
            "ServiceToken": {"Fn::ImportValue": NAMES["ExportName"]}, "ServiceTimeout": 20,
            "IntegrationName": "Web Services Data Actions", "Name": "Look up",
            "Definition": {"config": {"request": {"requestType": "GET", "requestUrlTemplate": f"https://x.test/{path}"},
                                      "response": {}},
                           "contract": {"input": {"inputSchema": {"type": "object"}},
                                        "output": {"successSchema": {"type": "object"}}}}}}},
        "Outputs": {"Id": {"Value": {"Ref": "Action"}}}})


class ShippedTemplates(EndToEnd):
    def put(self, origin, **packages):
        storage = boto3.client("s3", endpoint_url=origin, **credentials())
        self.addCleanup(storage.close)
        storage.create_bucket(Bucket="code")
        for key, data in packages.items():
            storage.put_object(Bucket="code", Key=key, Body=data)

    def provider(self, key, code=0, **more):
        return self.deploy(PROVIDER, "provider", {"CodeBucket": "code", "CodeKey": key, **NAMES, **more}, code,
                           ["--capabilities", "CAPABILITY_IAM"])

    def live(self, origin, action_id):
        return Organisation(origin).read(action_id)["config"]["request"]["requestUrlTemplate"]

    def test_the_provider_is_upgraded_and_goes_back_under_living_stacks(self):
        users = self.write("user.json", users_template())
        with self.local_cloud() as origin:
            self.put(origin, one=ZIP, two=ZIP, broken=broken_zip())
            token = self.provider("one")["outputs"]["ServiceToken"]
            made = self.deploy(users, "user")["outputs"]["Id"]

            upgraded = self.provider("two", MemorySize="512", ReservedConcurrency="0")
            self.assertEqual((upgraded["operation"], upgraded["outputs"]["ServiceToken"]), ("update", token))
            users.write_text(users_template("v2"))
            self.assertEqual(self.deploy(users, "user")["outputs"]["Id"], made)
            self.assertIn("/v2", self.live(origin, made))

            # A package that is not there: the provider's own stack goes back, and the function is the one of before.
            failed = self.provider("missing", code=1)
            self.assertEqual(failed["status"], "UPDATE_ROLLBACK_COMPLETE")
            users.write_text(users_template("v3"))
            self.assertEqual(self.deploy(users, "user")["outputs"]["Id"], made)

            # A version that does not work: a stack that uses it fails. Going back to the key of before mends that.
            self.provider("broken")
            users.write_text(users_template("v4"))
            stuck = self.deploy(users, "user", code=1)
            self.assertIn(stuck["status"], ("UPDATE_ROLLBACK_FAILED", "UPDATE_ROLLBACK_COMPLETE"))
            self.assertEqual(self.provider("two")["outputs"]["ServiceToken"], token)
            cloudformation = boto3.client("cloudformation", endpoint_url=origin, **credentials())
            self.addCleanup(cloudformation.close)
            if stuck["status"] == "UPDATE_ROLLBACK_FAILED":
                cloudformation.continue_update_rollback(StackName="user")
                cloudformation.get_waiter("stack_rollback_complete").wait(StackName="user",
                                                                          WaiterConfig={"Delay": 1, "MaxAttempts": 100})
            self.assertIn("/v3", self.live(origin, made))
            self.assertEqual(self.deploy(users, "user")["outputs"]["Id"], made)
            self.assertIn("/v4", self.live(origin, made))

            # While the export is in use the provider cannot be deleted; afterwards it can.
            self.assertEqual(self.run_cli("delete", "provider").code, 1)
            self.json_of("delete", "user")
            self.json_of("delete", "provider")
        self.assertEqual(self.actions(), [])

    def test_every_option_of_the_provider(self):
        with self.local_cloud() as origin:
            self.put(origin, one=ZIP)
            self.provider("one", SubnetIds="subnet-1", SecurityGroupIds="sg-1", ReservedConcurrency="10",
                          DefinitionObjectArns="arn:aws:s3:::definitions/actions/*,arn:aws:s3:::definitions/functions/*",
                          HttpsProxy="http://proxy.test:3128", NoProxy=".amazonaws.com", GenesysRegion="us-east-1",
                          CaBundleLayerArn="arn:aws:lambda:us-east-1:000000000000:layer:authorities:1",
                          PermissionsBoundaryArn="arn:aws:iam::000000000000:policy/boundary", EnvironmentName="prod",
                          AlarmTopicArn="arn:aws:sns:us-east-1:000000000000:alarms",
                          CredentialsKeyArn="arn:aws:kms:us-east-1:000000000000:key/1", Architecture="x86_64",
                          CredentialSecretArns="arn:aws:secretsmanager:us-east-1:000000000000:secret:crm/*",
                          CredentialSecretKeyArns="arn:aws:kms:us-east-1:000000000000:key/2",
                          DefinitionParameterArns="arn:aws:ssm:us-east-1:000000000000:parameter/a,"
                                                  "arn:aws:ssm:us-east-1:000000000000:parameter/b",
                          DefinitionKeyArns="arn:aws:kms:us-east-1:000000000000:key/3")

    def test_the_credentials_may_stand_in_a_parameter(self):
        with self.local_cloud() as origin:
            self.put(origin, one=ZIP)
            secrets = boto3.client("secretsmanager", endpoint_url=origin, **credentials())
            systems = boto3.client("ssm", endpoint_url=origin, **credentials())
            self.addCleanup(secrets.close)
            self.addCleanup(systems.close)
            text = secrets.get_secret_value(SecretId="/genesys/oauth/credentials")["SecretString"]
            systems.put_parameter(Name="/genesys/client", Type="SecureString", Value=text)
            secrets.delete_secret(SecretId="/genesys/oauth/credentials", ForceDeleteWithoutRecovery=True)
            self.provider("one", CredentialsParameter="/genesys/client")
            made = self.deploy(self.write("user.json", users_template()), "user")
            self.assertTrue(made["outputs"]["Id"])

    def test_the_single_stack_may_have_a_long_name(self):
        with self.local_cloud() as origin:
            self.put(origin, one=ZIP)
            self.deploy(SINGLE_STACK, "s" * 128, {"CodeBucket": "code", "CodeKey": "one"},
                        more=["--capabilities", "CAPABILITY_IAM"])

    def test_the_single_stack_comes_and_goes_whole(self):
        with self.local_cloud() as origin:
            self.put(origin, one=ZIP)
            parameters = {"CodeBucket": "code", "CodeKey": "one"}
            capabilities = ["--capabilities", "CAPABILITY_IAM"]
            made = self.deploy(SINGLE_STACK, "single", parameters, more=capabilities)
            self.assertEqual([action["id"] for action in self.actions()], [made["outputs"]["DataActionId"]])
            deleted = [event["logicalId"] for event in self.json_of("delete", "single")["events"]
                       if event["status"] == "DELETE_COMPLETE"]
            for later in ("Function", "Role", "LogGroup", "LogPolicy", "EventInvokeConfig"):
                self.assertLess(deleted.index("LookUpCustomer"), deleted.index(later))
            self.assertEqual(self.actions(), [])


if __name__ == "__main__":
    unittest.main()
