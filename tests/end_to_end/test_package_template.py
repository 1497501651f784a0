# SPDX-License-Identifier: Apache-2.0
"""package: what it writes deploys with AWS's own tools, and says the same each time."""
import hashlib
import pathlib
import unittest

import boto3

from harness import EndToEnd, Organisation, credentials

BUCKET = "definitions"


class PackageTemplate(EndToEnd):
    def setUp(self):
        super().setUp()
        self.json_of("init", "rest", "project", "--name", "project")
        self.folder = pathlib.Path(self.state, "project")
        self.definition = self.folder / "actions/look-up-customer.json"

    def make_bucket(self, origin):
        storage = boto3.client("s3", endpoint_url=origin, **credentials())
        self.addCleanup(storage.close)
        storage.create_bucket(Bucket=BUCKET)
        return storage

    def package(self, *more, code=0, output="project/packaged.yaml"):
        return self.json_of("package", "project/template.yaml", "--s3-bucket", BUCKET, "--output-template-file", output,
                            *more, code=code)

    def refused(self, *more, **options):
        said = self.run_cli("package", "project/template.yaml", "--s3-bucket", BUCKET, "--output-template-file",
                            "project/packaged.yaml", *more, **options)
        self.assertEqual(said.code, 1, str(said))
        self.assertFalse((self.folder / "packaged.yaml").exists())
        return said.err

    def test_aws_tools_deploy_what_was_packaged(self):
        digest = hashlib.sha256(self.definition.read_bytes()).hexdigest()
        with self.local_cloud() as origin:
            storage = self.make_bucket(origin)
            made = self.package("--s3-prefix", "team/actions/")
            self.assertEqual(made["definitions"], [
                {"logicalId": "LookUpCustomer", "path": "actions/look-up-customer.json", "digest": digest, "sent": True,
                 "uri": f"s3://{BUCKET}/team/actions/{digest}.json"}])
            stored = storage.get_object(Bucket=BUCKET, Key=f"team/actions/{digest}.json")["Body"].read()
            self.assertEqual(stored, self.definition.read_bytes())
            text = (self.folder / "packaged.yaml").read_text(encoding="utf-8")
            source = (self.folder / "template.yaml").read_text(encoding="utf-8")
            self.assertEqual(text, source.replace(
                "DefinitionUri: actions/look-up-customer.json",
                f'DefinitionUri: "s3://{BUCKET}/team/actions/{digest}.json"\n      DefinitionDigest: {digest}'))
            self.assertEqual(self.run_cli("validate", "--strict", "project/packaged.yaml").code, 0)

            # Again: nothing is sent, and the file is the same.
            self.assertFalse(self.package("--s3-prefix", "team/actions", output="again.yaml")["definitions"][0]["sent"])
            self.assertEqual(pathlib.Path(self.state, "again.yaml").read_text(encoding="utf-8"), text)

            stacks = boto3.client("cloudformation", endpoint_url=origin, **credentials())
            self.addCleanup(stacks.close)
            stacks.create_stack(StackName="project", TemplateBody=text)
            stacks.get_waiter("stack_create_complete").wait(StackName="project", WaiterConfig={"Delay": 1})
            action, = self.actions()
            self.assertEqual(Organisation(origin).read(action["id"])["config"]["timeoutSeconds"], 5)

            # Another definition is another digest, and so an update.
            self.definition.write_text(self.definition.read_text(encoding="utf-8").replace(
                '"timeoutSeconds": 5', '"timeoutSeconds": 7'), encoding="utf-8")
            self.package("--s3-prefix", "team/actions")
            self.assertEqual(self.deploy("project/packaged.yaml", "project")["operation"], "update")
            self.assertEqual(Organisation(origin).read(action["id"])["config"]["timeoutSeconds"], 7)

    def test_into_an_account(self):
        with self.local_cloud() as origin:
            storage = self.make_bucket(origin)
            key = credentials()
            account = {"AWS_ENDPOINT_URL": origin, "AWS_REGION": "us-east-1", "GENESYS_CFN_TARGET": "aws",
                       "AWS_ACCESS_KEY_ID": key["aws_access_key_id"],
                       "AWS_SECRET_ACCESS_KEY": key["aws_secret_access_key"]}
            packaged, = self.json_of("package", "project/template.yaml", "--s3-bucket", BUCKET, "--output-template-file",
                                     "p.yaml", environment=account)["definitions"]
            self.assertTrue(packaged["sent"])
            self.assertEqual([each["Key"] for each in storage.list_objects_v2(Bucket=BUCKET)["Contents"]],
                             [packaged["digest"] + ".json"])
            said = self.run_cli("package", "project/template.yaml", "--s3-bucket", "other", "--output-template-file", "o.yaml",
                                environment=account)
            self.assertEqual(said.code, 1, str(said))
            self.assertIn("NoSuchBucket", said.err)
            self.assertNotIn("local cloud", said.err)

    def test_a_json_template(self):
        self.write("t.json", '{"Resources": {"A": {"Type": "Custom::GenesysDataAction", "Properties": {"ServiceToken": '
                   '{"Fn::ImportValue": "genesys-cfn-ServiceToken"}, "ServiceTimeout": "900", "Substitutions": {"Host": "h"}, '
                   '"IntegrationName": "Web Services Data Actions",\n'
                   '  "DefinitionUri": "project/actions/look-up-customer.json"\n}}}}')
        with self.local_cloud() as origin:
            self.make_bucket(origin)
            self.json_of("package", "t.json", "--s3-bucket", BUCKET, "--output-template-file", "p.json")
            self.deploy("p.json", "json")

    def test_a_template_without_definitions_is_copied(self):
        self.write("project/template.yaml", "Resources:\n  A:\n    Type: AWS::CloudFormation::WaitConditionHandle\n")
        self.assertEqual(self.package()["definitions"], [])
        self.assertEqual((self.folder / "packaged.yaml").read_text(encoding="utf-8"),
                         (self.folder / "template.yaml").read_text(encoding="utf-8"))

    def test_without_a_bucket_nothing_is_written(self):
        err = self.refused()
        self.assertIn("NoSuchBucket", err)
        self.assertIn("; this was the local cloud: give --target aws for a bucket in an AWS account", err)
        self.assertEqual(self.run_cli("package", "project/template.yaml", "--output-template-file", "x").code, 64)

    def test_without_permission_nothing_is_written(self):
        secret = self.write("secret", "not-the-secret")
        key = ("--access-key", "AKIAIOSFODNN7EXAMPLE", "--secret-key-file")
        right = self.write("right", "the-right-secret")
        with self.local_cloud(*key, str(right)):
            err = self.refused(*key, str(secret))
        self.assertIn("SignatureDoesNotMatch", err)
        self.assertNotIn("not-the-secret", err)

    def test_definitions_that_are_wrong_are_named_with_their_place(self):
        place = "project/template.yaml:21:22: the definition of LookUpCustomer (actions/look-up-customer.json): "
        text = self.definition.read_text(encoding="utf-8")
        self.definition.write_text(text.replace('"GET"', '"FETCH"').replace('"timeoutSeconds": 5', '"timeoutSeconds": 99'),
                                   encoding="utf-8")
        err = self.refused()
        self.assertIn(place + "/config/request/requestType: must be", err)
        self.assertIn("/config/timeoutSeconds: must be", err)
        self.definition.write_text(text[:-20], encoding="utf-8")
        self.assertIn(place, self.refused())
        self.definition.unlink()
        self.assertIn(place + "cannot read", self.refused())

    def test_the_template_is_not_replaced(self):
        before = (self.folder / "template.yaml").read_text(encoding="utf-8")
        said = self.run_cli("package", "project/template.yaml", "--s3-bucket", BUCKET, "--output-template-file",
                            "project/../project/template.yaml")
        self.assertEqual(said.code, 1)
        self.assertIn("is the template itself", said.err)
        self.assertEqual((self.folder / "template.yaml").read_text(encoding="utf-8"), before)


if __name__ == "__main__":
    unittest.main()
