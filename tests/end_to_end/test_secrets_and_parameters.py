# SPDX-License-Identifier: Apache-2.0
"""The local Secrets Manager, Parameter Store and STS with Debian's boto3 and AWS command line."""
import json
import os
import subprocess
import unittest

import boto3
import botocore.exceptions
from harness import EndToEnd, LIMIT_SECONDS, credentials

AWS = "/usr/bin/aws"


class Case(EndToEnd):
    def setUp(self):
        super().setUp()
        cloud = self.local_cloud()
        self.origin = cloud.__enter__()
        self.addCleanup(cloud.__exit__, None, None, None)

    def client(self, service, **more):
        client = boto3.client(service, endpoint_url=self.origin, **{**credentials(), **more})
        self.addCleanup(client.close)
        return client

    def refused(self, call, **arguments):
        with self.assertRaises(botocore.exceptions.ClientError) as refused:
            call(**arguments)
        return refused.exception.response["Error"]["Code"]

    def aws(self, *arguments):
        environment = {**os.environ, "AWS_ACCESS_KEY_ID": credentials()["aws_access_key_id"], "AWS_PAGER": "",
                       "AWS_SECRET_ACCESS_KEY": credentials()["aws_secret_access_key"], "HOME": self.state,
                       "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true"}
        done = subprocess.run([AWS, "--endpoint-url", self.origin, "--output", "json", *arguments], env=environment,
                              text=True, capture_output=True, timeout=LIMIT_SECONDS, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return json.loads(done.stdout) if done.stdout.strip() else None


class Secrets(Case):
    def test_the_life_of_a_secret(self):
        secrets = self.client("secretsmanager")
        secrets.create_secret(Name="app/key", SecretBinary=b"\0\xff", Tags=[{"Key": "team", "Value": "crm"}])
        self.assertEqual(secrets.get_secret_value(SecretId="app/key")["SecretBinary"], b"\0\xff")
        secrets.update_secret(SecretId="app/key", SecretString="two", Description="rotated")
        pending = secrets.put_secret_value(SecretId="app/key", SecretString="three", VersionStages=["AWSPENDING"])
        current = secrets.get_secret_value(SecretId="app/key")
        self.assertEqual(current["SecretString"], "two")
        secrets.update_secret_version_stage(SecretId="app/key", VersionStage="AWSCURRENT",
                                            MoveToVersionId=pending["VersionId"],
                                            RemoveFromVersionId=current["VersionId"])
        self.assertEqual(secrets.get_secret_value(SecretId="app/key")["SecretString"], "three")
        previous = secrets.get_secret_value(SecretId="app/key", VersionStage="AWSPREVIOUS")
        self.assertEqual(previous["SecretString"], "two")
        versions = secrets.list_secret_version_ids(SecretId="app/key", IncludeDeprecated=True)["Versions"]
        self.assertEqual(len(versions), 3)
        found = secrets.list_secrets(Filters=[{"Key": "tag-key", "Values": ["team"]}])["SecretList"]
        self.assertEqual([s["Name"] for s in found], ["app/key"])
        secrets.delete_secret(SecretId="app/key", RecoveryWindowInDays=7)
        self.assertEqual(self.refused(secrets.get_secret_value, SecretId="app/key"), "InvalidRequestException")
        secrets.restore_secret(SecretId="app/key")
        secrets.delete_secret(SecretId="app/key", ForceDeleteWithoutRecovery=True)
        self.assertEqual(self.refused(secrets.get_secret_value, SecretId="app/key"), "ResourceNotFoundException")

    def test_the_command_line(self):
        password = self.aws("secretsmanager", "get-random-password", "--password-length", "20", "--exclude-punctuation")
        self.assertRegex(password["RandomPassword"], r"^\w{20}$")
        self.aws("secretsmanager", "create-secret", "--name", "cli", "--secret-string", password["RandomPassword"])
        value = self.aws("secretsmanager", "get-secret-value", "--secret-id", "cli")
        self.assertEqual(value["SecretString"], password["RandomPassword"])
        self.assertIn("cli", [s["Name"] for s in self.aws("secretsmanager", "list-secrets")["SecretList"]])


class Parameters(Case):
    def test_paths_labels_and_history(self):
        ssm = self.client("ssm")
        for index in range(12):
            ssm.put_parameter(Name=f"/app/list/{index:02}", Value=str(index), Type="String")
        ssm.put_parameter(Name="/app/secret", Value="one", Type="SecureString", Description="d", AllowedPattern="[a-z]+")
        pages = ssm.get_paginator("get_parameters_by_path").paginate(Path="/app", Recursive=True, WithDecryption=True)
        values = {p["Name"]: p["Value"] for page in pages for p in page["Parameters"]}
        self.assertEqual((len(values), values["/app/secret"]), (13, "one"))
        self.assertEqual(len(ssm.get_parameters_by_path(Path="/app")["Parameters"]), 1)
        self.assertEqual(self.refused(ssm.put_parameter, Name="/app/secret", Value="two"), "ParameterAlreadyExists")
        self.assertEqual(self.refused(ssm.put_parameter, Name="/app/secret", Value="2", Overwrite=True,
                                      AllowedPattern="[a-z]+"), "ParameterPatternMismatchException")
        ssm.put_parameter(Name="/app/secret", Value="two", Overwrite=True)
        ssm.label_parameter_version(Name="/app/secret", ParameterVersion=1, Labels=["stable"])
        stable = ssm.get_parameter(Name="/app/secret:stable", WithDecryption=True)["Parameter"]
        self.assertEqual((stable["Value"], stable["Version"]), ("one", 1))
        history = ssm.get_parameter_history(Name="/app/secret", WithDecryption=True)["Parameters"]
        self.assertEqual([(h["Version"], h["Value"], h["Labels"]) for h in history], [(1, "one", ["stable"]), (2, "two", [])])
        got = ssm.get_parameters(Names=["/app/list/00", "/none", "/app/secret:2"], WithDecryption=True)
        self.assertEqual([p["Value"] for p in got["Parameters"]], ["0", "two"])
        self.assertEqual(got["InvalidParameters"], ["/none"])
        described = ssm.describe_parameters(ParameterFilters=[{"Key": "Type", "Values": ["SecureString"]}])["Parameters"]
        self.assertEqual([p["Name"] for p in described], ["/app/secret"])
        ssm.add_tags_to_resource(ResourceType="Parameter", ResourceId="/app/secret", Tags=[{"Key": "a", "Value": "b"}])
        tags = ssm.list_tags_for_resource(ResourceType="Parameter", ResourceId="/app/secret")["TagList"]
        self.assertEqual(tags, [{"Key": "a", "Value": "b"}])
        deleted = ssm.delete_parameters(Names=["/app/secret", "/none"])
        self.assertEqual((deleted["DeletedParameters"], deleted["InvalidParameters"]), (["/app/secret"], ["/none"]))

    def test_the_command_line(self):
        self.aws("ssm", "put-parameter", "--name", "/cli", "--value", "v", "--type", "String", "--tags", "Key=a,Value=b")
        self.assertEqual(self.aws("ssm", "get-parameter", "--name", "/cli")["Parameter"]["Value"], "v")
        self.assertEqual(len(self.aws("ssm", "describe-parameters")["Parameters"]), 1)
        self.aws("ssm", "delete-parameter", "--name", "/cli")


class Roles(Case):
    def test_a_role_is_assumed(self):
        answer = self.aws("sts", "assume-role", "--role-arn", "arn:aws:iam::000000000000:role/cdk-deploy",
                          "--role-session-name", "me")
        role = answer["Credentials"]
        temporary = {"aws_access_key_id": role["AccessKeyId"], "aws_secret_access_key": role["SecretAccessKey"],
                     "aws_session_token": role["SessionToken"]}
        self.assertEqual(self.client("sts", **temporary).get_caller_identity()["Arn"],
                         "arn:aws:sts::000000000000:assumed-role/cdk-deploy/me")
        self.client("s3", **temporary).list_buckets()
        wrong = {**temporary, "aws_secret_access_key": "wrong"}
        self.assertEqual(self.refused(self.client("s3", **wrong).list_buckets), "SignatureDoesNotMatch")


if __name__ == "__main__":
    unittest.main()
