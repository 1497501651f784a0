# SPDX-License-Identifier: Apache-2.0
"""CloudFormation as the AWS CLI and boto3 use it: change sets, deploy, template URLs, protection, paging, hostile input."""
import json
import os
import subprocess
import unittest
import urllib.error
import urllib.parse
import urllib.request

import boto3
import botocore.exceptions
from harness import EndToEnd, LIMIT_SECONDS, QUICKSTART, credentials

AWS = "/usr/bin/aws"  # Debian's


def template(resources, **more):
    return json.dumps({"Resources": resources, **more})


def group(name, **more):
    return {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": name, **more}}


class Clients(EndToEnd):
    def stacks(self, origin):
        client = boto3.client("cloudformation", endpoint_url=origin, **credentials())
        self.addCleanup(client.close)
        return client

    def wait(self, client, name, **arguments):
        waiter = client.get_waiter(name)
        waiter.config.delay = 0.05
        waiter.config.max_attempts = 1000
        waiter.wait(**arguments)

    def refused(self, code, text, call, **arguments):
        with self.assertRaises(botocore.exceptions.ClientError) as caught:
            call(**arguments)
        error = caught.exception.response["Error"]
        self.assertEqual(error["Code"], code, error)
        self.assertIn(text, error["Message"])

    def get(self, origin, **parameters):
        query = urllib.parse.urlencode({"Version": "2010-05-15", **parameters})
        with urllib.request.urlopen(f"{origin}/?{query}") as answer:
            return answer.read().decode()

    def aws(self, origin, *arguments, code=0):
        environment = {**os.environ, "AWS_ACCESS_KEY_ID": credentials()["aws_access_key_id"],
                       "AWS_SECRET_ACCESS_KEY": credentials()["aws_secret_access_key"],
                       "AWS_DEFAULT_REGION": "us-east-1", "AWS_PAGER": "", "AWS_EC2_METADATA_DISABLED": "true"}
        completed = subprocess.run([AWS, "--endpoint-url", origin, "--output", "json", *arguments], cwd=self.state,
                                   capture_output=True, text=True, env=environment, timeout=LIMIT_SECONDS, check=False)
        self.assertEqual(completed.returncode, code, completed.stdout + completed.stderr)
        return completed


class ChangeSets(Clients):
    def test_a_stack_is_created_updated_and_reviewed(self):
        with self.local_cloud() as origin:
            stacks = self.stacks(origin)
            body = QUICKSTART.read_text(encoding="utf-8")
            made = stacks.create_change_set(StackName="cs", ChangeSetName="one", ChangeSetType="CREATE", TemplateBody=body)
            self.wait(stacks, "change_set_create_complete", ChangeSetName=made["Id"])
            self.assertEqual(stacks.describe_stacks(StackName="cs")["Stacks"][0]["StackStatus"], "REVIEW_IN_PROGRESS")
            described = stacks.describe_change_set(ChangeSetName="one", StackName="cs")
            self.assertEqual({c["ResourceChange"]["Action"] for c in described["Changes"]}, {"Add"})
            self.assertEqual(stacks.get_template(StackName="cs", ChangeSetName="one")["TemplateBody"], body)
            stacks.execute_change_set(ChangeSetName=made["Id"])
            self.wait(stacks, "stack_create_complete", StackName="cs")
            self.assertEqual(stacks.list_change_sets(StackName="cs")["Summaries"], [])
            self.assertEqual(stacks.describe_stacks(StackName="cs")["Stacks"][0]["ChangeSetId"], made["Id"])

            changed = body.replace("Look up case", "Look up a case")
            self.assertNotEqual(changed, body)
            stacks.create_change_set(StackName="cs", ChangeSetName="two", TemplateBody=changed)
            change = stacks.describe_change_set(ChangeSetName="two", StackName="cs")["Changes"][0]["ResourceChange"]
            self.assertEqual((change["Action"], change["Replacement"]), ("Modify", "Conditional"))
            self.assertEqual(change["Details"][0]["ChangeSource"], "DirectModification")
            # Newer than Debian's boto3.
            described = self.get(origin, Action="DescribeChangeSet", ChangeSetName="two", StackName="cs",
                                 IncludePropertyValues="true")
            self.assertIn("<BeforeValue>Look up case</BeforeValue><AfterValue>Look up a case</AfterValue>", described)
            self.assertIn("<AfterContext>", described)
            stacks.execute_change_set(ChangeSetName="two", StackName="cs")
            self.wait(stacks, "stack_update_complete", StackName="cs")
            self.assertIn("Look up a case", [a["name"] for a in self.actions()])

            stacks.create_change_set(StackName="cs", ChangeSetName="three", TemplateBody=changed)
            with self.assertRaises(botocore.exceptions.WaiterError):
                self.wait(stacks, "change_set_create_complete", ChangeSetName="three", StackName="cs")
            self.refused("InvalidChangeSetStatus", "current status of [FAILED]", stacks.execute_change_set,
                         ChangeSetName="three", StackName="cs")
            stacks.delete_change_set(ChangeSetName="three", StackName="cs")
            self.refused("ChangeSetNotFound", "ChangeSet [three] does not exist", stacks.describe_change_set,
                         ChangeSetName="three", StackName="cs")

    def test_the_aws_cli_deploys(self):
        path = str(self.write("template.json", template({"G": group("/g")}, Parameters={"P": {"Type": "String"}},
                                                        Outputs={"P": {"Value": {"Ref": "P"}}})))
        # Of such a stack, deploy's waiters find at their first look what they would otherwise poll for all 5 and 30 s.
        with self.local_cloud() as origin:
            stacks = self.stacks(origin)

            def deploy(*more):
                # deploy names a change set after the second, and here it is done within one.
                if "cli" in [stack["StackName"] for stack in stacks.list_stacks()["StackSummaries"]]:
                    for change_set in stacks.list_change_sets(StackName="cli")["Summaries"]:
                        stacks.delete_change_set(StackName="cli", ChangeSetName=change_set["ChangeSetName"])
                done = self.aws(origin, "cloudformation", "deploy", "--template-file", path, "--stack-name", "cli",
                                "--tags", "team=x", *more)
                return done.stdout + done.stderr
            self.assertIn("Successfully created/updated stack - cli", deploy("--parameter-overrides", "P=1"))
            stack = stacks.describe_stacks(StackName="cli")["Stacks"][0]
            self.assertEqual(stack["StackStatus"], "CREATE_COMPLETE")
            self.assertEqual(stack["Tags"], [{"Key": "team", "Value": "x"}])
            self.assertIn("No changes to deploy. Stack cli is up to date", deploy("--no-fail-on-empty-changeset"))
            deploy("--parameter-overrides", "P=2")
            stack = stacks.describe_stacks(StackName="cli")["Stacks"][0]
            self.assertEqual((stack["StackStatus"], stack["Outputs"][0]["OutputValue"]), ("UPDATE_COMPLETE", "2"))


class Calls(Clients):
    def test_the_aws_cli_reads_and_protects(self):
        path = self.write("template.json", template({"G": group("/g")}))
        with self.local_cloud() as origin:
            self.aws(origin, "cloudformation", "create-stack", "--stack-name", "x", "--template-body", f"file://{path}",
                     "--enable-termination-protection", "--client-request-token", "token-1")
            # The same token again is the same request.
            self.aws(origin, "cloudformation", "create-stack", "--stack-name", "x", "--template-body", f"file://{path}",
                     "--client-request-token", "token-1")
            events = json.loads(self.aws(origin, "cloudformation", "describe-stack-events", "--stack-name", "x").stdout)
            of_stack = [e for e in events["StackEvents"] if e["ResourceType"] == "AWS::CloudFormation::Stack"]
            self.assertEqual([e["ResourceStatus"] for e in of_stack], ["CREATE_COMPLETE", "CREATE_IN_PROGRESS"])
            self.assertEqual({e["ClientRequestToken"] for e in of_stack}, {"token-1"})
            refused = self.aws(origin, "cloudformation", "delete-stack", "--stack-name", "x", code=254)
            self.assertIn("Stack [x] cannot be deleted while TerminationProtection is enabled", refused.stderr)
            self.aws(origin, "cloudformation", "update-termination-protection", "--stack-name", "x",
                     "--no-enable-termination-protection")
            summary = json.loads(self.aws(origin, "cloudformation", "get-template-summary", "--stack-name", "x").stdout)
            self.assertEqual(summary["ResourceTypes"], ["AWS::Logs::LogGroup"])
            self.aws(origin, "cloudformation", "delete-stack", "--stack-name", "x")
            self.aws(origin, "cloudformation", "wait", "stack-delete-complete", "--stack-name", "x")

    def test_long_lists_come_in_pages(self):
        resources = {f"G{number}": group(f"/g{number}") for number in range(230)}
        with self.local_cloud() as origin:
            stacks = self.stacks(origin)
            stacks.create_change_set(StackName="many", ChangeSetName="one", ChangeSetType="CREATE",
                                     TemplateBody=template(resources))
            first = stacks.describe_change_set(ChangeSetName="one", StackName="many")
            self.assertEqual(len(first["Changes"]), 100)
            pages = stacks.get_paginator("describe_change_set").paginate(ChangeSetName="one", StackName="many")
            self.assertEqual(sum(len(page["Changes"]) for page in pages), 230)
            stacks.execute_change_set(ChangeSetName="one", StackName="many")
            self.wait(stacks, "stack_create_complete", StackName="many")
            pages = stacks.get_paginator("list_stack_resources").paginate(StackName="many")
            names = [r["LogicalResourceId"] for page in pages for r in page["StackResourceSummaries"]]
            self.assertEqual(sorted(names), sorted(resources))
            self.assertEqual(len(stacks.describe_stack_resources(StackName="many")["StackResources"]), 100)
            by_id = stacks.describe_stack_resources(PhysicalResourceId="/g7")["StackResources"]
            self.assertEqual(by_id[0]["StackName"], "many")
            self.refused("ValidationError", "NextToken", stacks.list_stack_resources, StackName="many", NextToken="zz")

    def test_a_failed_creation_is_kept_and_rolled_back(self):
        failing = template({"A": group("/a"), "B": {"Type": "Custom::X", "DependsOn": "A", "Properties": {
            "ServiceToken": "arn:aws:lambda:us-east-1:000000000000:function:none"}}})
        with self.local_cloud() as origin:
            stacks = self.stacks(origin)
            stacks.create_stack(StackName="f", TemplateBody=failing, DisableRollback=True)
            with self.assertRaises(botocore.exceptions.WaiterError):
                self.wait(stacks, "stack_create_complete", StackName="f")
            self.assertEqual(stacks.describe_stacks(StackName="f")["Stacks"][0]["StackStatus"], "CREATE_FAILED")
            stacks.rollback_stack(StackName="f")
            with self.assertRaises(botocore.exceptions.WaiterError):
                self.wait(stacks, "stack_create_complete", StackName="f")
            self.assertEqual(stacks.describe_stacks(StackName="f")["Stacks"][0]["StackStatus"], "ROLLBACK_COMPLETE")
            self.refused("ValidationError", "RollbackStack cannot be called", stacks.rollback_stack, StackName="f")
            stacks.create_stack(StackName="d", TemplateBody=failing, OnFailure="DELETE")
            self.wait(stacks, "stack_delete_complete", StackName="d")

    def test_exports_and_their_imports(self):
        exporting = template({"G": group("/e")}, Outputs={"N": {"Value": "v", "Export": {"Name": "shared"}}})
        importing = template({"G": {"Type": "AWS::Logs::LogGroup", "Properties": {
            "LogGroupName": {"Fn::ImportValue": "shared"}}}})
        with self.local_cloud() as origin:
            stacks = self.stacks(origin)
            stacks.create_stack(StackName="from", TemplateBody=exporting)
            self.wait(stacks, "stack_create_complete", StackName="from")
            self.refused("ValidationError", "Export 'shared' is not imported by any stack.", stacks.list_imports,
                         ExportName="shared")
            stacks.create_stack(StackName="to", TemplateBody=importing)
            self.wait(stacks, "stack_create_complete", StackName="to")
            self.assertEqual(stacks.list_imports(ExportName="shared")["Imports"], ["to"])

    def test_wrong_requests_get_the_services_codes(self):
        body = template({"G": group("/w")})
        with self.local_cloud() as origin:
            stacks = self.stacks(origin)
            create = stacks.create_stack
            self.refused("ValidationError", "at 'capabilities' failed", create, StackName="w", TemplateBody=body,
                         Capabilities=["CAPABILITY_X"])
            self.refused("ValidationError", "aws: prefixed tag key", create, StackName="w", TemplateBody=body,
                         Tags=[{"Key": "aws:x", "Value": "y"}])
            self.refused("ValidationError", "less than or equal to 50", create, StackName="w", TemplateBody=body,
                         Tags=[{"Key": f"k{n}", "Value": "y"} for n in range(51)])
            self.refused("ValidationError", "less than or equal to 51200", create, StackName="w",
                         TemplateBody=body + " " * 51_200)
            role = template({"R": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {}}}})
            self.refused("InsufficientCapabilitiesException", "Requires capabilities : [CAPABILITY_IAM]",
                         stacks.create_change_set, StackName="w", ChangeSetName="c", ChangeSetType="CREATE",
                         TemplateBody=role)
            self.refused("ValidationError", "Stack [w] does not exist", stacks.create_change_set, StackName="w",
                         ChangeSetName="c", TemplateBody=body)


class TemplateUrls(Clients):
    LARGE = {f"Group{number}": group(f"/a-rather-long-name-of-a-log-group/{number:040}") for number in range(400)}

    def test_templates_are_read_from_the_local_s3(self):
        body = template(self.LARGE)
        self.assertGreater(len(body), 51_200)
        with self.local_cloud() as origin:
            objects = boto3.client("s3", endpoint_url=origin, **credentials())
            objects.create_bucket(Bucket="templates")
            objects.put_object(Bucket="templates", Key="a b/large.json", Body=body.encode())
            objects.close()
            stacks = self.stacks(origin)
            path = "/templates/a%20b/large.json"
            for url in (origin + path, "https://s3.us-east-1.amazonaws.com" + path,
                        "https://templates.s3.us-east-1.amazonaws.com/a%20b/large.json"):
                summary = stacks.get_template_summary(TemplateURL=url)
                self.assertEqual(summary["ResourceTypes"], ["AWS::Logs::LogGroup"])
            stacks.validate_template(TemplateURL=origin + path)
            stacks.create_stack(StackName="large", TemplateURL=origin + path)
            self.wait(stacks, "stack_create_complete", StackName="large")
            self.refused("ValidationError", "S3 error: The specified key does not exist.", stacks.create_stack,
                         StackName="none", TemplateURL=origin + "/templates/none")
            self.refused("ValidationError", "TemplateURL must be a supported URL.", stacks.create_stack,
                         StackName="none", TemplateURL="https://example.com/template.json")

    def test_deploy_uploads_what_is_too_long_for_a_request(self):
        path = self.write("large.json", template(self.LARGE))
        result = self.deploy(path, stack="large")
        self.assertEqual(result["status"], "CREATE_COMPLETE")
        self.assertEqual(self.deploy(path, stack="large")["operation"], "none")


class HostileRequests(Clients):
    def post(self, origin, body):
        request = urllib.request.Request(origin + "/", data=body,
                                         headers={"Content-Type": "application/x-www-form-urlencoded"})
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def test_each_gets_an_error_and_the_service_goes_on(self):
        start = b"Version=2010-05-15&Action="
        members = b"".join(b"&Parameters.member.%d.ParameterKey=x" % n for n in range(20_000))
        cases = {
            start + b"DescribeStacks&StackName=%zz": "MalformedQueryString",
            start + b"DescribeStacks&StackName=%ff": "MalformedQueryString",
            start + b"CreateStack&StackName=h" + members: "MalformedQueryString",
            start + b"CreateStack&StackName=h&TemplateBody=" + b"x" * 5_000_000: "MalformedQueryString",
            start + b"CreateStack&StackName=h&DisableRollback=perhaps&TemplateBody=x": "ValidationError",
            start + b"CreateStack&StackName=h&TemplateBody=" + b"%5B" * 50_000: "ValidationError",
            start + b"Teleport": "InvalidAction",
            b"Version=2010-05-15": "MissingAction",
            b"Version=2010-05-15&Action=DescribeStacks&Action=ListStacks": "MalformedQueryString",
        }
        with self.local_cloud() as origin:
            for body, code in cases.items():
                status, answer = self.post(origin, body)
                self.assertEqual(status, 400, body[:100])
                self.assertIn(f"<Code>{code}</Code>", answer)
            self.assertIn("<StackName>genesys-cfn-provider</StackName>", self.get(origin, Action="DescribeStacks"))


if __name__ == "__main__":
    unittest.main()
