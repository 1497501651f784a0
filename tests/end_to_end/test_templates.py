# SPDX-License-Identifier: Apache-2.0
"""Templates as users write them, through boto3 and the AWS CLI against the local cloud."""
import json
import os
import subprocess

import boto3
import botocore.exceptions
from harness import EndToEnd, Organisation, credentials

# What every template that the CDK makes begins with, around one action.
CDK = """
Parameters:
  BootstrapVersion:
    Type: AWS::SSM::Parameter::Value<String>
    Default: /cdk-bootstrap/hnb659fds/version
    Description: Version of the CDK Bootstrap resources in this environment. [cdk:skip]
Rules:
  CheckBootstrapVersion:
    Assertions:
      - Assert:
          Fn::Not:
            - Fn::Contains:
                - ['1', '2', '3', '4', '5']
                - !Ref BootstrapVersion
        AssertDescription: CDK bootstrap stack version 6 required.
"""

ACTION = """
Resources:
  Lookup:
    Type: Custom::GenesysDataAction
    Properties:
      ServiceToken: !ImportValue genesys-cfn-ServiceToken
      IntegrationName: Web Services Data Actions
      Name: {name}
      Definition: {definition}
Outputs:
  Id: {{Value: !Ref Lookup}}
"""

DEFINITION = {
    "name": "Look up", "category": "Web Services Data Actions",
    "config": {"request": {"requestUrlTemplate": "https://{{resolve:ssm:/crm/host}}/cases/${input.Id}",
                           "requestType": "GET", "headers": {}},
               "response": {"translationMap": {}, "translationMapDefaults": {}, "successTemplate": "${rawResult}"}},
    "contract": {"input": {"inputSchema": {"type": "object", "additionalProperties": False,
                                           "properties": {"Id": {"type": "string", "maxLength": 20}}}},
                 "output": {"successSchema": {"type": "object", "additionalProperties": True, "properties": {}}}}}


def template(head="", name="Look up", definition=None):
    return head + ACTION.format(name=name, definition=definition or json.dumps(DEFINITION))


class Templates(EndToEnd):
    def clients(self, origin):
        self.organisation = Organisation(origin)
        self.stacks = boto3.client("cloudformation", endpoint_url=origin, **credentials())
        self.parameters = boto3.client("ssm", endpoint_url=origin, **credentials())

    def put(self, name, value, kind="String"):
        self.parameters.put_parameter(Name=name, Value=value, Type=kind, Overwrite=True)

    def create(self, body, stack="demo", **options):
        self.stacks.create_stack(StackName=stack, TemplateBody=body, **options)
        return self.wait("stack_create_complete", stack)

    def wait(self, event, stack="demo"):
        waiter = self.stacks.get_waiter(event)
        waiter.config.delay = 0.05
        waiter.wait(StackName=stack)
        return self.stacks.describe_stacks(StackName=stack)["Stacks"][0]

    def refused(self, body, code="ValidationError", **options):
        with self.assertRaises(botocore.exceptions.ClientError) as refused:
            self.stacks.create_stack(StackName="refused", TemplateBody=body, **options)
        self.assertEqual(refused.exception.response["Error"]["Code"], code)
        return refused.exception.response["Error"]["Message"]

    def test_a_cdk_template_checks_the_bootstrap_version(self):
        with self.local_cloud() as origin:
            self.clients(origin)
            self.put("/crm/host", "crm.example.com")
            self.assertEqual(self.refused(template(CDK)),
                             "Unable to fetch parameters [/cdk-bootstrap/hnb659fds/version] from parameter store for this account.")
            self.put("/cdk-bootstrap/hnb659fds/version", "5")
            self.assertIn("CDK bootstrap stack version 6 required.", self.refused(template(CDK)))
            self.put("/cdk-bootstrap/hnb659fds/version", "21")
            stack = self.create(template(CDK))
            self.assertEqual(stack["Parameters"], [{"ParameterKey": "BootstrapVersion",
                                                    "ParameterValue": "/cdk-bootstrap/hnb659fds/version",
                                                    "ResolvedValue": "21"}])

    def test_a_changed_parameter_is_an_update(self):
        with self.local_cloud() as origin:
            self.clients(origin)
            self.put("/crm/host", "one.example.com")
            self.create(template())
            self.assertEqual(self.url(), "https://one.example.com/cases/${input.Id}")
            with self.assertRaises(botocore.exceptions.ClientError) as refused:
                self.stacks.update_stack(StackName="demo", UsePreviousTemplate=True)
            self.assertIn("No updates are to be performed.", str(refused.exception))
            self.put("/crm/host", "two.example.com")
            self.stacks.update_stack(StackName="demo", UsePreviousTemplate=True)
            self.wait("stack_update_complete")
            self.assertEqual(self.url(), "https://two.example.com/cases/${input.Id}")

    def url(self):
        return self.organisation.read(self.actions()[0]["id"])["config"]["request"]["requestUrlTemplate"]

    def test_json_strings_keep_their_types_with_language_extensions(self):
        definition = json.loads(json.dumps(DEFINITION).replace("{{resolve:ssm:/crm/host}}", "crm.example.com"))
        body = template("Transform: AWS::LanguageExtensions\n", definition=json.dumps({"Fn::ToJsonString": definition}))
        with self.local_cloud() as origin:
            self.clients(origin)
            self.assertEqual(self.refused(body, code="InsufficientCapabilitiesException"),
                             "Requires capabilities : [CAPABILITY_AUTO_EXPAND]")
            self.create(body, Capabilities=["CAPABILITY_AUTO_EXPAND"])
            self.assertEqual(len(self.actions()), 1)

    def test_the_aws_cli_shows_the_services_texts(self):
        path = self.write("bad.yaml", template("Transform: AWS::Serverless-2016-10-31\n"))
        with self.local_cloud() as origin:
            environment = {**os.environ, "AWS_ACCESS_KEY_ID": credentials()["aws_access_key_id"],
                           "AWS_SECRET_ACCESS_KEY": credentials()["aws_secret_access_key"],
                           "AWS_DEFAULT_REGION": credentials()["region_name"]}
            done = subprocess.run(["aws", "--endpoint-url", origin, "cloudformation", "validate-template",
                                   "--template-body", f"file://{path}"],
                                  env=environment, capture_output=True, text=True)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn("The transform AWS::Serverless-2016-10-31 is not supported by the local cloud", done.stderr)

    def test_mistakes_have_line_and_column_at_our_own_command(self):
        path = self.write("bad.yaml", template("Transform: AWS::LanguageExtensions\n").replace("Name: Look up", "Name: {Fn::Length: x}"))
        result = self.run_cli("deploy", path, "--stack-name", "demo", "--capabilities", "CAPABILITY_AUTO_EXPAND")
        self.assertNotEqual(result.code, 0)
        self.assertIn("bad.yaml:9:14: error: Template error: every Fn::Length object requires a list", result.err)

    def test_loops_make_an_action_for_each_name(self):
        definition = json.loads(json.dumps(DEFINITION).replace("{{resolve:ssm:/crm/host}}", "crm.example.com"))
        path = self.write("loops.yaml", f"""
Transform: AWS::LanguageExtensions
Parameters: {{Names: {{Type: CommaDelimitedList}}}}
Resources:
  Fn::ForEach::Actions:
    - Name
    - !Ref Names
    - Lookup${{Name}}:
        Type: Custom::GenesysDataAction
        Properties:
          ServiceToken: !ImportValue genesys-cfn-ServiceToken
          IntegrationName: Web Services Data Actions
          Name: !Sub 'Look up ${{Name}}'
          Definition: {json.dumps(definition)}
""")
        refused = self.run_cli("deploy", path, "--stack-name", "demo", "--parameter-overrides", "Names=One,Two")
        self.assertIn("allow it with --capabilities CAPABILITY_AUTO_EXPAND", str(refused))
        allowed = ("--capabilities", "CAPABILITY_AUTO_EXPAND")
        self.deploy(path, parameters={"Names": "One,Two"}, more=allowed)
        self.assertEqual(sorted(a["name"] for a in self.actions()), ["Look up One", "Look up Two"])
        self.deploy(path, parameters={"Names": "Two,Three"}, more=allowed)
        self.assertEqual(sorted(a["name"] for a in self.actions()), ["Look up Three", "Look up Two"])
