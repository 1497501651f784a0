# SPDX-License-Identifier: Apache-2.0
"""Native resource types in stacks: what they make, what a change of them does, and what is refused."""
import io
import json
import pathlib
import subprocess
import unittest
import zipfile

import boto3
from harness import EndToEnd, PROGRAMS, credentials

FILES = {"Bucket": {"Type": "AWS::S3::Bucket", "Properties": {
    "BucketName": "files", "VersioningConfiguration": {"Status": "Enabled"}}}}


class ResourceTypes(EndToEnd):
    def template(self, resources, outputs=None):
        return self.write("template.json", json.dumps({"Resources": resources, "Outputs": outputs or {}}))

    def client(self, service, origin):
        client = boto3.client(service, endpoint_url=origin, **credentials())
        self.addCleanup(client.close)
        return client

    def test_secrets_and_parameters_are_really_there(self):
        resources = {
            "Key": {"Type": "AWS::SecretsManager::Secret", "Properties": {
                "Name": "app/key", "Description": "first", "GenerateSecretString": {
                    "SecretStringTemplate": '{"user": "app"}', "GenerateStringKey": "password", "PasswordLength": 20}}},
            "Level": {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "/app/level", "Type": "String", "Value": "1"}},
            "List": {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "StringList", "Value": "a,b"}}}
        outputs = {"Secret": {"Value": {"Ref": "Key"}}, "Level": {"Value": {"Fn::GetAtt": ["Level", "Value"]}},
                   "List": {"Value": {"Ref": "List"}}}
        with self.local_cloud() as origin:
            made = self.deploy(self.template(resources, outputs))["outputs"]
            self.assertRegex(made["Secret"], r"^arn:aws:secretsmanager:us-east-1:000000000000:secret:app/key-\w{6}$")
            self.assertEqual(made["Level"], "1")
            secrets, parameters = self.client("secretsmanager", origin), self.client("ssm", origin)
            first = secrets.get_secret_value(SecretId=made["Secret"])["SecretString"]
            self.assertEqual(json.loads(first)["user"], "app")
            self.assertEqual(len(json.loads(first)["password"]), 20)
            self.assertEqual(parameters.get_parameter(Name=made["List"])["Parameter"]["Type"], "StringList")

            resources["Key"]["Properties"]["Description"] = "second"
            resources["Level"]["Properties"]["Value"] = "2"
            changed = self.deploy(self.template(resources, outputs))["outputs"]
            self.assertEqual(changed["Secret"], made["Secret"])
            self.assertEqual(secrets.get_secret_value(SecretId="app/key")["SecretString"], first)
            self.assertEqual(secrets.describe_secret(SecretId="app/key")["Description"], "second")
            self.assertEqual(parameters.get_parameter(Name="/app/level")["Parameter"]["Value"], "2")

            self.json_of("delete", "demo")
            with self.assertRaises(secrets.exceptions.ResourceNotFoundException):
                secrets.get_secret_value(SecretId="app/key")
            with self.assertRaises(parameters.exceptions.ParameterNotFound):
                parameters.get_parameter(Name="/app/level")

    def test_a_name_that_is_taken_is_left_alone(self):
        with self.local_cloud() as origin:
            parameters, objects = self.client("ssm", origin), self.client("s3", origin)
            parameters.put_parameter(Name="/mine", Type="String", Value="kept")
            objects.create_bucket(Bucket="files")
            failed = self.deploy(self.template({"P": {"Type": "AWS::SSM::Parameter", "Properties": {
                "Name": "/mine", "Type": "String", "Value": "other"}}}), code=1)
            self.assertEqual(failed["status"], "ROLLBACK_COMPLETE")
            self.assertIn("The parameter already exists.", str(failed["events"]))
            self.deploy(self.template(FILES), stack="other", code=1)
            self.assertEqual(parameters.get_parameter(Name="/mine")["Parameter"]["Value"], "kept")
            self.assertEqual([b["Name"] for b in objects.list_buckets()["Buckets"]], ["files"])

    def test_a_bucket_goes_when_it_is_empty(self):
        with self.local_cloud() as origin:
            made = self.deploy(self.template(FILES, {"Name": {"Value": {"Ref": "Bucket"}},
                                                     "Domain": {"Value": {"Fn::GetAtt": ["Bucket", "DomainName"]}}}))
            self.assertEqual(made["outputs"], {"Name": "files", "Domain": "files.s3.amazonaws.com"})
            objects = self.client("s3", origin)
            version = objects.put_object(Bucket="files", Key="k", Body=b"x")["VersionId"]
            refused = self.json_of("delete", "demo", code=1)
            self.assertEqual(refused["status"], "DELETE_FAILED")
            self.assertIn("The bucket you tried to delete is not empty", str(refused["events"]))
            objects.delete_object(Bucket="files", Key="k", VersionId=version)
            self.assertEqual(self.json_of("delete", "demo")["status"], "DELETE_COMPLETE")
            self.assertEqual(objects.list_buckets()["Buckets"], [])

    def test_records_have_their_names_and_attributes(self):
        document = {"Version": "2012-10-17", "Statement": []}
        resources = {
            "Queue": {"Type": "AWS::SQS::Queue"},
            "Alarm": {"Type": "AWS::CloudWatch::Alarm", "Properties": {
                "ComparisonOperator": "GreaterThanThreshold", "EvaluationPeriods": 1, "Threshold": 5}},
            "Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": document, "Policies": [
                {"PolicyName": "p", "PolicyDocument": document}]}},
            "Policy": {"Type": "AWS::IAM::Policy", "Properties": {
                "PolicyName": "p", "PolicyDocument": document, "Roles": [{"Ref": "Role"}]}},
            "Managed": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": document}},
            "Log": {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": 7}}}
        outputs = {name: {"Value": {"Ref": name}} for name in resources}
        outputs["QueueArn"] = {"Value": {"Fn::GetAtt": ["Queue", "Arn"]}}
        outputs["RoleArn"] = {"Value": {"Fn::GetAtt": ["Role", "Arn"]}}
        made = self.deploy(self.template(resources, outputs), more=["--capabilities", "CAPABILITY_IAM"])["outputs"]
        self.assertRegex(made["Queue"], r"^https://sqs\.us-east-1\.amazonaws\.com/000000000000/demo-Queue-\w{12}$")
        self.assertEqual(made["QueueArn"].rsplit(":", 1)[1], made["Queue"].rsplit("/", 1)[1])
        self.assertRegex(made["Alarm"], r"^demo-Alarm-\w{12}$")
        self.assertEqual(made["RoleArn"], "arn:aws:iam::000000000000:role/" + made["Role"])
        self.assertRegex(made["Managed"], r"^arn:aws:iam::000000000000:policy/demo-Managed-\w{12}$")
        self.assertRegex(made["Policy"], r"^demo-Poli-[A-Z0-9]{13}$")

    def test_wrong_properties_are_named(self):
        failed = self.deploy(self.template({"Q": {"Type": "AWS::SQS::Queue", "Properties": {"Nme": "q"}},
                                            "P": {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String"}}}),
                             code=1)
        reasons = " ".join(event["reason"] for event in failed["events"])
        self.assertRegex(reasons, r"extraneous key \[Nme\] is not permitted|required key \[Value\] not found")

    def test_other_types_are_refused_by_name_or_stand_ins(self):
        resources = {"Net": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}},
                     "Topic": {"Type": "AWS::SNS::Topic"}}
        template = self.template(resources, {"Net": {"Value": {"Ref": "Net"}},
                                             "Arn": {"Value": {"Fn::GetAtt": ["Topic", "TopicArn"]}}})
        refused = self.run_cli("deploy", template, "--stack-name", "demo")
        self.assertEqual(refused.code, 1, str(refused))
        self.assertIn("[Net (AWS::EC2::VPC), Topic (AWS::SNS::Topic)]", refused.err)
        self.assertIn("--allow-unsupported", refused.err)

        accepted = self.run_cli("deploy", template, "--stack-name", "demo", "--allow-unsupported")
        self.assertEqual(accepted.code, 0, str(accepted))
        self.assertIn("Stand-ins, for which nothing was made: Net (AWS::EC2::VPC), Topic (AWS::SNS::Topic).",
                      accepted.out)
        status = self.json_of("status", "demo")
        self.assertRegex(status["outputs"]["Net"], r"^demo-Net-\w{12}$")
        self.assertEqual(status["outputs"]["Arn"], "stand-in:AWS::SNS::Topic:TopicArn")
        self.assertTrue(all(r["reason"].startswith("Stand-in: ") for r in status["resources"]), status)
        self.json_of("delete", "demo")

    def test_a_running_cloud_takes_the_flag_of_the_deployment(self):
        template = self.template({"Topic": {"Type": "AWS::SNS::Topic"}})
        with self.local_cloud():
            made = self.deploy(template, more=["--allow-unsupported"])
            self.assertEqual(made["standIns"], [{"logicalId": "Topic", "type": "AWS::SNS::Topic"}])


class Packages(EndToEnd):
    """Functions whose code is a package in the local S3: the provider itself, zipped."""

    def zip_of(self, **files):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in {"bootstrap": (PROGRAMS / "bootstrap").read_bytes(), **files}.items():
                entry = zipfile.ZipInfo(name)
                entry.external_attr = 0o100755 << 16
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, text)
        return buffer.getvalue()

    def template(self, version, runtime="provided.al2023", code=None):
        return self.write("template.json", json.dumps({"Resources": {
            "Function": {"Type": "AWS::Lambda::Function", "Properties": {
                "Runtime": runtime, "Handler": "bootstrap", "Role": "arn:aws:iam::000000000000:role/r", "Timeout": 60,
                "Code": code or {"S3Bucket": "code", "S3Key": "provider.zip", "S3ObjectVersion": version}}},
            "Action": {"Type": "Custom::GenesysDataAction", "Properties": {
                "ServiceToken": {"Fn::GetAtt": ["Function", "Arn"]}, "Name": "Packaged",
                "IntegrationName": "Web Services Data Actions", "Category": "Packages",
                "Definition": {"config": {"request": {"requestType": "GET", "requestUrlTemplate": "/x"}, "response": {}},
                               "contract": {"input": {"inputSchema": {"type": "object", "properties": {}}},
                                            "output": {"successSchema": {"type": "object"}}}}}}},
            "Outputs": {"Function": {"Value": {"Ref": "Function"}}}}))

    def test_a_package_from_s3_runs_and_a_new_version_is_an_update(self):
        with self.local_cloud() as origin:
            objects = boto3.client("s3", endpoint_url=origin, **credentials())
            objects.create_bucket(Bucket="code")
            objects.put_bucket_versioning(Bucket="code", VersioningConfiguration={"Status": "Enabled"})
            first = objects.put_object(Bucket="code", Key="provider.zip", Body=self.zip_of())["VersionId"]
            second = objects.put_object(Bucket="code", Key="provider.zip", Body=self.zip_of(more=b"x"))["VersionId"]
            made = self.deploy(self.template(first))
            self.assertRegex(made["outputs"]["Function"], r"^demo-Function-\w{12}$")
            self.assertEqual([a["name"] for a in self.actions()], ["Packaged"])
            updated = self.deploy(self.template(second))
            self.assertEqual(updated["outputs"], made["outputs"])
            self.assertIn(("Function", "UPDATE_COMPLETE"), [(e["logicalId"], e["status"]) for e in updated["events"]])
            objects.close()
        # Restarted, with the package that was unpacked before.
        self.json_of("delete", "demo")
        self.assertEqual(self.actions(), [])
        self.run_cli("status")  # packages that nothing uses go at the next start
        self.assertEqual(list((pathlib.Path(self.state) / "functions").iterdir()), [])

    def test_packages_that_cannot_be_used_are_refused(self):
        with self.local_cloud() as origin:
            objects = boto3.client("s3", endpoint_url=origin, **credentials())
            objects.create_bucket(Bucket="code")
            objects.put_bucket_versioning(Bucket="code", VersioningConfiguration={"Status": "Enabled"})
            for body in (b"no zip", self.zip_of(**{"../evil": b"x"})):
                version = objects.put_object(Bucket="code", Key="provider.zip", Body=body)["VersionId"]
                failed = self.deploy(self.template(version), code=1)
                self.assertIn("Could not unzip uploaded file.", str(failed["events"]))
                self.json_of("delete", "demo")
            failed = self.deploy(self.template("", code={"ZipFile": "print(1)"}), code=1)
            self.assertIn("ZipFile can only be used with", str(failed["events"]))
            objects.close()
        self.assertFalse((pathlib.Path(self.state) / "evil").exists())

    def test_a_local_program_stands_for_a_package(self):
        process = subprocess.Popen(
            [str(PROGRAMS / "genesys-cfn"), "--state-dir", self.state, "local", "--port", "0", "--output", "json",
             "--code", f"s3://code/provider.zip={PROGRAMS}"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for line in process.stdout:
            if line.startswith("}"):
                break
        self.deploy(self.template("", code={"S3Bucket": "code", "S3Key": "provider.zip"}))
        self.assertEqual([a["name"] for a in self.actions()], ["Packaged"])
        process.terminate()
        process.communicate(timeout=60)


if __name__ == "__main__":
    unittest.main()
