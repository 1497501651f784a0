# SPDX-License-Identifier: Apache-2.0
"""Definitions that stand in S3, Parameter Store and Secrets Manager, put there with boto3."""
import hashlib
import json
import unittest

import boto3
import botocore.config
import botocore.exceptions
from harness import EndToEnd, Organisation, credentials

KEY = "actions/look up+case (ü).json"


def definition(url, **more):
    return json.dumps({"name": "From elsewhere", "config": {
        "request": {"requestType": "GET", "requestUrlTemplate": url, "requestTemplate": "${input.rawRequest}", **more},
        "response": {"successTemplate": "${rawResult}"}},
        "contract": {"input": {"inputSchema": {"type": "object", "properties": {}}},
                     "output": {"successSchema": {"type": "object"}}}})


class DefinitionSources(EndToEnd):
    def start(self, origin):
        client = lambda service: boto3.client(service, endpoint_url=origin, **credentials(),
                                              config=botocore.config.Config(retries={"max_attempts": 1}))
        self.s3, self.ssm, self.secrets = client("s3"), client("ssm"), client("secretsmanager")
        self.organisation = Organisation(origin)
        self.s3.create_bucket(Bucket="deployments")
        self.s3.put_bucket_versioning(Bucket="deployments", VersioningConfiguration={"Status": "Enabled"})

    def put(self, text, key=KEY):
        return self.s3.put_object(Bucket="deployments", Key=key, Body=text.encode())["VersionId"]

    def template(self, name="template.json", **resources):
        """One action for each logical id, with these properties."""
        return self.write(name, json.dumps({"Resources": {
            logical_id: {"Type": "Custom::GenesysDataAction", "Properties": {
                "ServiceToken": {"Fn::ImportValue": "genesys-cfn-ServiceToken"}, "Name": logical_id, "Category": "Test",
                "IntegrationName": "Web Services Data Actions", **properties}}
            for logical_id, properties in resources.items()}}))

    def urls(self):
        return {a["name"]: self.organisation.read(a["id"])["config"]["request"]["requestUrlTemplate"]
                for a in self.actions()}

    def reason(self, document, status):
        return next(e["reason"] for e in document["events"] if e["status"] == status and "reason" in e
                    and e["logicalId"] != "demo")

    def test_every_source_deploys(self):
        with self.local_cloud() as origin:
            self.start(origin)
            version = self.put(definition("/s3"))
            self.put(definition("/newest"))
            text = definition("/@{Path}")
            self.ssm.put_parameter(Name="/actions/one", Type="String", Value=definition("/parameter"))
            self.ssm.put_parameter(Name="/actions/one", Type="SecureString", Value=text, Overwrite=True)
            secret = self.secrets.create_secret(Name="actions/one", SecretString=definition("/secret"))
            created = self.deploy(self.template(
                Newest={"DefinitionUri": f"s3://deployments/{KEY}"},
                Pinned={"DefinitionS3": {"Bucket": "deployments", "Key": KEY, "VersionId": version}},
                ByUri={"DefinitionUri": f"s3://deployments/{KEY}?versionId={version}",
                       "DefinitionDigest": hashlib.sha256(definition("/s3").encode()).hexdigest()},
                Parameter={"DefinitionParameter": "/actions/one:1"},
                Substituted={"DefinitionParameter": "/actions/one", "Substitutions": {"Path": "substituted"}},
                ByName={"DefinitionSecretId": "actions/one"},
                ByArn={"DefinitionSecretId": {"SecretId": secret["ARN"], "VersionId": secret["VersionId"]}}))
            self.assertEqual(created["status"], "CREATE_COMPLETE", created)
            self.assertEqual(self.urls(), {
                "Newest": "/newest", "Pinned": "/s3", "ByUri": "/s3", "Parameter": "/parameter",
                "Substituted": "/substituted", "ByName": "/secret", "ByArn": "/secret"})
            self.assertEqual(self.json_of("delete", "demo")["status"], "DELETE_COMPLETE")

    def test_a_new_version_updates_in_place_and_rolls_back_without_its_object(self):
        with self.local_cloud() as origin:
            self.start(origin)
            pinned = lambda version: {"DefinitionS3": {"Bucket": "deployments", "Key": KEY, "VersionId": version}}
            first, second = self.put(definition("/one", headers={"X-Stage": "test"})), self.put(definition("/two"))
            self.deploy(self.template(Action=pinned(first)))
            before = self.actions()
            updated = self.deploy(self.template(Action=pinned(second)))
            self.assertEqual(updated["status"], "UPDATE_COMPLETE", updated)
            self.assertEqual(self.urls(), {"Action": "/two"})
            self.assertEqual([a["id"] for a in self.actions()], [a["id"] for a in before])
            self.assertEqual(self.organisation.read(before[0]["id"])["config"]["request"]["headers"], {})

            # The old object is gone: the update goes through all the same, and so does the way back from a mistake.
            self.s3.delete_object(Bucket="deployments", Key=KEY, VersionId=second)
            third = self.put(definition("/three"))
            updated = self.deploy(self.template(Action=pinned(third)))
            self.assertEqual(updated["status"], "UPDATE_COMPLETE", updated)
            self.assertEqual(self.urls(), {"Action": "/three"})
            fourth = self.put(definition("/four"))
            broken = {"DependsOn": "Action", "DefinitionS3": {"Bucket": "deployments", "Key": "missing"}}
            template = json.loads(self.template(Action=pinned(fourth), Broken=broken).read_text(encoding="utf-8"))
            template["Resources"]["Broken"]["DependsOn"] = template["Resources"]["Broken"]["Properties"].pop("DependsOn")
            failed = self.deploy(self.write("broken.json", json.dumps(template)), code=1)
            self.assertEqual(failed["status"], "UPDATE_ROLLBACK_COMPLETE", failed)
            self.assertIn("NoSuchKey", self.reason(failed, "CREATE_FAILED"))
            self.assertEqual(self.urls(), {"Action": "/three"})

    def test_a_rollback_does_not_need_the_old_object(self):
        """The text of the failed update is deleted while CloudFormation goes back."""
        with self.local_cloud() as origin:
            self.start(origin)
            pinned = lambda version: {"DefinitionS3": {"Bucket": "deployments", "Key": KEY, "VersionId": version}}
            first, second = self.put(definition("/one")), self.put(definition("/two"))
            self.deploy(self.template(Action=pinned(first)))
            self.deploy(self.template(Action=pinned(second)))
            self.s3.delete_object(Bucket="deployments", Key=KEY, VersionId=second)
            returned = self.deploy(self.template(Action=pinned(first)))
            self.assertEqual(returned["status"], "UPDATE_COMPLETE", returned)
            self.assertEqual(self.urls(), {"Action": "/one"})
            # A deletion needs no text at all.
            self.s3.delete_object(Bucket="deployments", Key=KEY, VersionId=first)
            self.assertEqual(self.json_of("delete", "demo")["status"], "DELETE_COMPLETE")
            self.assertEqual(self.actions(), [])

    def test_a_file_that_is_exchanged_in_the_bucket_is_refused(self):
        with self.local_cloud() as origin:
            self.start(origin)
            self.write("one.json", definition("/right"))
            self.deploy(self.template(One={"DefinitionUri": "one.json"}))
            stacks = boto3.client("cloudformation", endpoint_url=origin, **credentials())
            self.addCleanup(stacks.close)
            deployed = json.dumps(stacks.get_template(StackName="demo")["TemplateBody"])
            self.assertIn(hashlib.sha256(definition("/right").encode()).hexdigest(), json.loads(deployed)[
                "Resources"]["One"]["Properties"]["DefinitionDigest"])
            bucket = "genesys-cfn-definitions"
            key, = (each["Key"] for each in self.s3.list_objects_v2(Bucket=bucket)["Contents"])
            self.s3.put_object(Bucket=bucket, Key=key, Body=definition("/exchanged").encode())
            stacks.update_stack(StackName="demo", TemplateBody=deployed.replace('"Test"', '"Other"'))
            with self.assertRaises(botocore.exceptions.WaiterError):
                stacks.get_waiter("stack_update_complete").wait(StackName="demo", WaiterConfig={"Delay": 1})
            reasons = [event.get("ResourceStatusReason", "") for event in
                       stacks.describe_stack_events(StackName="demo")["StackEvents"]]
            self.assertTrue(any("DefinitionDigest" in reason for reason in reasons), reasons)
            self.assertEqual(self.urls(), {"One": "/right"})

    def test_mistakes_say_what_to_do(self):
        with self.local_cloud() as origin:
            self.start(origin)
            self.put("\ufeff{}", key="utf8")
            self.s3.put_object(Bucket="deployments", Key="utf16", Body=definition("/x").encode("utf-16"))
            self.s3.put_object(Bucket="deployments", Key="large", Body=b" " * (5 * 1024 * 1024 + 1))
            self.secrets.create_secret(Name="canary", SecretString=definition("/hunter2-canary").replace("GET", "canary"))
            self.put(definition("/x"), key="gone")
            self.s3.delete_object(Bucket="deployments", Key="gone")
            cases = [
                ({"DefinitionUri": "s3://nowhere/key"}, "NoSuchBucket"),
                ({"DefinitionUri": "s3://deployments/gone"}, "the object was deleted"),
                ({"DefinitionUri": "s3://deployments/utf8"}, "/DefinitionUri/config"),
                ({"DefinitionUri": "s3://deployments/utf16"}, "it is UTF-16"),
                ({"DefinitionUri": "s3://deployments/large"}, "5242881 bytes; at most 5242880"),
                ({"DefinitionUri": "s3://deployments/utf8", "DefinitionDigest": "0" * 64}, "another SHA-256"),
                ({"DefinitionParameter": "/none"}, "ParameterNotFound"),
                ({"DefinitionSecretId": "none"}, "ResourceNotFoundException"),
                ({"DefinitionSecretId": "/genesys/oauth/credentials"}, "own Genesys Cloud credentials"),
                ({"DefinitionSecretId": "canary"}, "/DefinitionSecretId/config/request/requestType: is wrong here"),
            ]
            for number, (properties, expected) in enumerate(cases):
                failed = self.deploy(self.template(Action=properties), stack=f"demo{number}", code=1)
                reason = next(e["reason"] for e in failed["events"] if e["status"] == "CREATE_FAILED")
                self.assertIn(expected, reason)
                self.assertNotIn("canary", reason.replace("'canary'", ""))
            self.assertEqual(self.actions(), [])


class LocalStores(EndToEnd):
    def test_boto3_uses_the_local_s3_and_parameter_store(self):
        with self.local_cloud() as origin:
            s3 = boto3.client("s3", endpoint_url=origin, **credentials())
            s3.create_bucket(Bucket="my.bucket")
            s3.head_bucket(Bucket="my.bucket")
            self.assertNotIn("Status", s3.get_bucket_versioning(Bucket="my.bucket"))
            s3.put_bucket_versioning(Bucket="my.bucket", VersioningConfiguration={"Status": "Enabled"})
            first = s3.put_object(Bucket="my.bucket", Key="a/ü +?#%20", Body=b"one", ContentType="application/json")
            s3.put_object(Bucket="my.bucket", Key="a/ü +?#%20", Body=b"two")
            self.assertEqual(s3.get_object(Bucket="my.bucket", Key="a/ü +?#%20")["Body"].read(), b"two")
            old = s3.get_object(Bucket="my.bucket", Key="a/ü +?#%20", VersionId=first["VersionId"])
            self.assertEqual((old["Body"].read(), old["ContentType"]), (b"one", "application/json"))
            head = s3.head_object(Bucket="my.bucket", Key="a/ü +?#%20")
            self.assertEqual(head["ContentLength"], 3)
            listed = s3.list_objects_v2(Bucket="my.bucket", Prefix="a/")
            self.assertEqual([o["Key"] for o in listed["Contents"]], ["a/ü +?#%20"])
            self.assertEqual(s3.get_bucket_versioning(Bucket="my.bucket")["Status"], "Enabled")
            s3.delete_object(Bucket="my.bucket", Key="a/ü +?#%20")
            with self.assertRaises(s3.exceptions.NoSuchKey):
                s3.get_object(Bucket="my.bucket", Key="a/ü +?#%20")
            with self.assertRaises(botocore.exceptions.ClientError) as refused:
                boto3.client("s3", endpoint_url=origin, **{**credentials(), "aws_secret_access_key": "wrong"}).get_object(
                    Bucket="my.bucket", Key="x")
            self.assertEqual(refused.exception.response["Error"]["Code"], "SignatureDoesNotMatch")

            ssm = boto3.client("ssm", endpoint_url=origin, **credentials())
            self.assertEqual(ssm.put_parameter(Name="/p", Type="SecureString", Value="one")["Version"], 1)
            ssm.put_parameter(Name="/p", Value="two", Overwrite=True)
            self.assertEqual(ssm.get_parameter(Name="/p:1", WithDecryption=True)["Parameter"]["Value"], "one")
            self.assertNotEqual(ssm.get_parameter(Name="/p")["Parameter"]["Value"], "two")
            ssm.delete_parameter(Name="/p")
            with self.assertRaises(ssm.exceptions.ParameterNotFound):
                ssm.get_parameter(Name="/p")


if __name__ == "__main__":
    unittest.main()
