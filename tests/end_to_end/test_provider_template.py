# SPDX-License-Identifier: Apache-2.0
"""What the templates of the provider become, option by option: permissions, settings, alarms, and what they refuse."""
import json
import unittest
import urllib.parse
import urllib.request
import xml.etree.ElementTree

import boto3
import botocore.exceptions
import yaml

from harness import EndToEnd, GUIDE, ROOT, credentials

PROVIDER = ROOT / "templates/provider.yaml"
SINGLE_STACK = ROOT / "templates/single-stack.yaml"
KEY = "arn:aws:kms:us-east-1:000000000000:key/"
LATER = "{{changeSet:KNOWN_AFTER_APPLY}}"  # the ARN of something that is not there yet
HERE = "us-east-1:000000000000"


class Loader(yaml.SafeLoader):
    """Functions in their short form as their arguments."""


Loader.add_multi_constructor("!", lambda loader, _, node: loader.construct_scalar(node) if
                             isinstance(node, yaml.ScalarNode) else loader.construct_sequence(node, deep=True))


class Templates(EndToEnd):
    def setUp(self):
        super().setUp()
        self.origin = self.enterContext(self.local_cloud())
        self.stacks = boto3.client("cloudformation", endpoint_url=self.origin, **credentials())
        self.addCleanup(self.stacks.close)
        self.count = 0

    def planned(self, template, **parameters):
        """{logical id: properties} of a stack that is not made."""
        self.count += 1
        given = {"CodeBucket": "code", "CodeKey": "one", **parameters}
        made = self.stacks.create_change_set(
            StackName=f"planned-{self.count}", ChangeSetName="one", ChangeSetType="CREATE",
            TemplateBody=template.read_text(encoding="utf-8"), Capabilities=["CAPABILITY_IAM"],
            Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in given.items()])
        query = urllib.parse.urlencode({"Version": "2010-05-15", "Action": "DescribeChangeSet", "ChangeSetName": made["Id"],
                                        "IncludePropertyValues": "true"})  # newer than Debian's boto3
        with urllib.request.urlopen(f"{self.origin}/?{query}") as answer:
            document = xml.etree.ElementTree.parse(answer)
        namespace = {"c": "http://cloudformation.amazonaws.com/doc/2010-05-15/"}
        return {change.findtext("c:LogicalResourceId", namespaces=namespace):
                json.loads(change.findtext("c:AfterContext", namespaces=namespace))["Properties"]
                for change in document.iterfind(".//c:ResourceChange", namespace)}

    def statements(self, template=PROVIDER, **parameters):
        """{(effect, action): (resources, condition)} of all roles and policies."""
        found = {}
        for properties in self.planned(template, **parameters).values():
            documents = [policy["PolicyDocument"] for policy in properties.get("Policies", [])]
            documents += [properties["PolicyDocument"]] if "PolicyDocument" in properties else []
            for statement in (statement for document in documents for statement in document["Statement"]):
                actions, resources = ([value] if isinstance(value, str) else value
                                      for value in (statement["Action"], statement["Resource"]))
                for action in actions:
                    condition = statement.get("Condition")
                    allowed = found.setdefault((statement["Effect"], action), [])
                    allowed.append((tuple(resources), json.dumps(condition) if condition else None))
        return found

    def variables(self, **parameters):
        return self.planned(PROVIDER, **parameters)["Function"]["Environment"]["Variables"]

    def refused(self, text, template=PROVIDER, **parameters):
        with self.assertRaises(botocore.exceptions.ClientError) as caught:
            self.planned(template, **parameters)
        self.assertIn(text, caught.exception.response["Error"]["Message"])


def allow(*resources, **via):
    services = [f"{service}.us-east-1.amazonaws.com" for service in via.get("via", ())]
    condition = {"StringEquals": {"kms:ViaService": services if len(services) > 1 else services[0]}} if services else None
    return [(resources, json.dumps(condition) if condition else None)]


SECRET = f"arn:aws:secretsmanager:{HERE}:secret:/genesys/oauth/credentials-??????"
ALWAYS = {("Allow", "logs:CreateLogStream"): allow(LATER), ("Allow", "logs:PutLogEvents"): allow(LATER),
          ("Allow", "secretsmanager:GetSecretValue"): allow(SECRET),
          ("Allow", "cloudformation:DescribeStacks"): allow(f"arn:aws:cloudformation:{HERE}:stack/*"),
          ("Allow", "cloudformation:DescribeStackResource"): allow(f"arn:aws:cloudformation:{HERE}:stack/*"),
          ("Allow", "sqs:SendMessage"): allow(LATER)}


class Permissions(Templates):
    def test_without_options_it_may_do_this_and_no_more(self):
        self.assertEqual(self.statements(), ALWAYS)

    def adds(self, more, **parameters):
        """The option adds these permissions, and takes and changes nothing else."""
        expected = {key: list(value) for key, value in ALWAYS.items()}
        for key, value in more.items():
            expected.setdefault(key, []).extend(value)
        self.assertEqual(self.statements(**parameters), expected)

    def test_each_option_adds_its_own(self):
        decrypt = ("Allow", "kms:Decrypt")
        self.adds({decrypt: allow(KEY + "1", via=["secretsmanager"])}, CredentialsKeyArn=KEY + "1")
        secrets = [f"arn:aws:secretsmanager:{HERE}:secret:{name}/*" for name in ("crm", "erp")]
        self.adds({("Allow", "secretsmanager:GetSecretValue"): allow(*secrets)}, CredentialSecretArns=",".join(secrets))
        self.adds({decrypt: allow(KEY + "2", KEY + "3", via=["secretsmanager"])},
                  CredentialSecretKeyArns=f"{KEY}2,{KEY}3")
        objects = ["arn:aws:s3:::definitions/actions/*", "arn:aws:s3:::definitions/functions/f.zip"]
        self.adds({("Allow", "s3:GetObject"): allow(*objects), ("Allow", "s3:GetObjectVersion"): allow(*objects)},
                  DefinitionObjectArns=",".join(objects))
        parameters = [f"arn:aws:ssm:{HERE}:parameter/{name}" for name in ("a", "b")]
        self.adds({("Allow", "ssm:GetParameter"): allow(*parameters)}, DefinitionParameterArns=",".join(parameters))
        self.adds({decrypt: allow(KEY + "4", via=["s3", "ssm"])}, DefinitionKeyArns=KEY + "4")
        interfaces = [f"ec2:{action}" for action in (
            "CreateNetworkInterface", "DescribeNetworkInterfaces", "DescribeSubnets", "DeleteNetworkInterface",
            "AssignPrivateIpAddresses", "UnassignPrivateIpAddresses")]
        program = {"ArnEquals": {"lambda:SourceFunctionArn": f"arn:aws:lambda:{HERE}:function:genesys-cfn-provider"}}
        self.adds({**{("Allow", action): allow("*") for action in interfaces},
                   ("Deny", "ec2:*"): [(("*",), json.dumps(program))]},
                  SubnetIds="subnet-1,subnet-2", SecurityGroupIds="sg-1")
        for quiet in ({"ReservedConcurrency": "10"}, {"AlarmTopicArn": f"arn:aws:sns:{HERE}:alarms"},
                      {"HttpsProxy": "http://proxy.test:3128"}, {"GenesysRegion": "eu-central-1"},
                      {"CaBundleLayerArn": f"arn:aws:lambda:{HERE}:layer:authorities:1"}):
            self.adds({}, **quiet)

    def test_a_parameter_takes_the_place_of_the_secret(self):
        expected = {**ALWAYS, ("Allow", "ssm:GetParameter"): allow(f"arn:aws:ssm:{HERE}:parameter/genesys/client"),
                    ("Allow", "kms:Decrypt"): allow(KEY + "1", via=["ssm"])}
        del expected[("Allow", "secretsmanager:GetSecretValue")]
        self.assertEqual(self.statements(CredentialsParameter="/genesys/client", CredentialsKeyArn=KEY + "1"), expected)

    def test_the_single_stack_and_the_guide_see_their_own_stack_only(self):
        own = {key: value for key, value in ALWAYS.items() if not key[1].startswith("cloudformation:")}
        for template in (SINGLE_STACK, GUIDE):
            found = self.statements(template)
            asks = {("Allow", f"cloudformation:{action}"): allow(
                f"arn:aws:cloudformation:{HERE}:stack/planned-{self.count}/*")
                for action in ("DescribeStacks", "DescribeStackResource")}
            expected = {**own, **asks}
            if template == GUIDE:
                del expected[("Allow", "sqs:SendMessage")]
            self.assertEqual(found, expected)
        found = self.statements(SINGLE_STACK, CredentialsKeyArn=KEY + "1")
        self.assertEqual(found[("Allow", "kms:Decrypt")], allow(KEY + "1", via=["secretsmanager"]))

    def test_a_boundary_of_the_role(self):
        boundary = "arn:aws:iam::000000000000:policy/boundary"
        for template in (PROVIDER, SINGLE_STACK):
            role = self.planned(template, PermissionsBoundaryArn=boundary)["Role"]
            self.assertEqual(role["PermissionsBoundary"], boundary)
            self.assertNotIn("PermissionsBoundary", self.planned(template)["Role"])


class Settings(Templates):
    def test_a_new_account_can_deploy_it(self):
        function = self.planned(PROVIDER)["Function"]  # with a quota of 10 nothing can be reserved
        self.assertLessEqual({"ReservedConcurrentExecutions", "VpcConfig", "Layers"} & set(function), set())
        self.assertEqual(self.planned(PROVIDER, ReservedConcurrency="10")["Function"]["ReservedConcurrentExecutions"], "10")

    def test_the_functions_variables(self):
        plain = {"GENESYS_SECRET_ID": "/genesys/oauth/credentials", "GENESYS_ENVIRONMENT": "genesys-cfn-provider"}
        self.assertEqual(self.variables(), plain)
        self.assertEqual(self.variables(GenesysRegion="mypurecloud.de"), {**plain, "GENESYS_REGION": "mypurecloud.de"})
        self.assertEqual(self.variables(HttpsProxy="http://proxy.test:3128", NoProxy=".amazonaws.com"),
                         {**plain, "HTTPS_PROXY": "http://proxy.test:3128", "NO_PROXY": ".amazonaws.com"})
        self.assertEqual(self.variables(CredentialsParameter="/genesys/client", EnvironmentName="prod"),
                         {"GENESYS_SECRET_PARAMETER": "/genesys/client", "GENESYS_ENVIRONMENT": "prod"})
        layer = f"arn:aws:lambda:{HERE}:layer:authorities:1"
        function = self.planned(PROVIDER, CaBundleLayerArn=layer)["Function"]
        self.assertEqual(function["Layers"], [layer])
        self.assertEqual(function["Environment"]["Variables"]["SSL_CERT_FILE"], "/opt/ca-bundle.pem")
        function = self.planned(PROVIDER, SubnetIds="subnet-1,subnet-2", SecurityGroupIds="sg-1")["Function"]
        self.assertEqual(function["VpcConfig"], {"SubnetIds": ["subnet-1", "subnet-2"], "SecurityGroupIds": ["sg-1"]})

    def heard(self, **parameters):
        """The (label, operation) pairs that the alarm sums up."""
        alarm = self.planned(PROVIDER, **parameters)["FailureAlarm"]
        total, *metrics = alarm["Metrics"]
        pairs = set()
        for metric in metrics:
            self.assertIn(f"FILL({metric['Id']}, 0)", total["Expression"])
            dimensions = {d["Name"]: d["Value"] for d in metric["MetricStat"]["Metric"]["Dimensions"]}
            pairs.add((dimensions.get("Environment") or dimensions["FunctionName"], dimensions.get("Operation", "Errors")))
        return pairs

    def test_two_providers_do_not_hear_of_each_other(self):
        operations = ("Create", "Update", "Delete", "unknown", "Errors")
        self.assertEqual(self.heard(), {("genesys-cfn-provider", operation) for operation in operations})
        self.assertEqual(self.heard(FunctionName="second"), {("second", operation) for operation in operations})
        self.assertEqual(self.heard(EnvironmentName="prod"), {
            *(("prod", operation) for operation in operations[:4]), ("genesys-cfn-provider", "Errors")})

    def test_both_alarms_tell_the_topic(self):
        topic = f"arn:aws:sns:{HERE}:alarms"
        planned = self.planned(PROVIDER, AlarmTopicArn=topic)
        for alarm in ("FailureAlarm", "LostEventsAlarm"):
            self.assertEqual(planned[alarm]["AlarmActions"], [topic])
        lost = planned["LostEventsAlarm"]
        self.assertEqual((lost["Namespace"], lost["MetricName"], lost["Threshold"]),
                         ("AWS/SQS", "ApproximateNumberOfMessagesVisible", 0))
        self.assertEqual([d["Name"] for d in lost["Dimensions"]], ["QueueName"])
        self.assertNotIn("AlarmActions", self.planned(PROVIDER)["LostEventsAlarm"])

    def test_wrong_values_are_refused_before_anything_is_made(self):
        for name, values in {
            "EnvironmentName": [" ", "a b"],
            "DefinitionObjectArns": ["definitions", "arn:aws:s3:::definitions", "arn:aws:s3:::definitions/",
                                     "arn:aws:s3:::definitions/*", "arn:aws:s3:::*/actions/*", "arn:aws:s3:::d/a*/b",
                                     "arn:aws:s3:::d/a/*, arn:aws:s3:::d/b/*", "arn:aws:s3:::d/a/*,"],
            "DefinitionParameterArns": ["/a", "arn:a, arn:b"], "CredentialSecretArns": ["crm/*"],
            "SubnetIds": ["subnet-1, subnet-2", "sg-1", ","], "SecurityGroupIds": ["default"],
            "CredentialsParameter": ["genesys", "/a/"], "HttpsProxy": ["proxy.test:3128"],
            "CaBundleLayerArn": ["authorities"], "SslCertFile": ["/etc/ca.pem"], "GenesysRegion": ["Frankfurt"],
        }.items():
            for value in values:
                with self.subTest(name=name, value=value):
                    self.refused(name, **{name: value})
        self.refused("A function in a VPC needs SecurityGroupIds beside SubnetIds.", SubnetIds="subnet-1")
        self.refused("SecurityGroupIds are of a VPC, give SubnetIds beside them.", SecurityGroupIds="sg-1")
        for template in (PROVIDER, SINGLE_STACK, GUIDE):
            text = yaml.load(template.read_text(encoding="utf-8"), Loader)
            for name in ("CodeBucket", "CodeKey"):  # anybody may register a bucket that has only a name
                self.assertNotIn("Default", text["Parameters"][name])

    def test_every_parameter_has_its_group(self):
        text = yaml.load(PROVIDER.read_text(encoding="utf-8"), Loader)
        groups = text["Metadata"]["AWS::CloudFormation::Interface"]["ParameterGroups"]
        self.assertEqual([name for group in groups for name in group["Parameters"]], list(text["Parameters"]))


if __name__ == "__main__":
    unittest.main()
