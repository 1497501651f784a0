# SPDX-License-Identifier: Apache-2.0
"""The permissions in AWS that docs/cli.md names for each command are those that its calls need."""
import re
import unittest

from aws_calls import Recorder
from harness import QUICKSTART, ROOT
from test_aws_target import AwsTarget, boto

PAGE = (ROOT / "docs/cli.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (`[a-z]+`(?:, `[a-z]+`)*[^|]*) \| (.*) \|$", re.M)
# CloudFormation's own calls in the caller's name, and readers of what this test's templates do not have.
NOT_CALLED_HERE = {"deploy": {"lambda:InvokeFunction", "s3:GetObject"},
                   "drift": {"s3:GetObjectVersion", "ssm:GetParameter", "secretsmanager:GetSecretValue"}}


def documented():
    """{command: permissions}; a name without a service is of the one before it."""
    table = PAGE.split("| command | permissions in AWS |")[1].split("\n\n")[0]
    rows = {}
    for commands, text in ROW.findall(table):
        if "--role-arn" in commands:
            continue
        permissions, service = set(), ""
        for name in re.findall(r"`([A-Za-z0-9:]+)`", text):
            service = name.partition(":")[0] if ":" in name else service
            permissions.add(name if ":" in name else f"{service}:{name}")
        for command in re.findall(r"`([a-z]+)`", commands):
            rows[command] = permissions
    return rows


class CliPermissions(AwsTarget):
    def test_the_page_names_what_is_called(self):
        with self.account() as origin:
            recorder = Recorder(origin)
            self.addCleanup(recorder.close)
            storage = boto("s3", origin)
            self.addCleanup(storage.close)
            storage.create_bucket(Bucket="deployments")
            self.environment.update({"AWS_ENDPOINT_URL": recorder.origin, "GENESYS_CFN_S3_BUCKET": "deployments"})
            used = {}

            def run(command, *arguments, codes=(0,)):
                recorder.calls.clear()
                said = self.run_cli(command, *arguments)
                self.assertIn(said.code, codes, str(said))
                used.setdefault(command, set()).update(recorder.calls)

            project = f"{self.state}/project"
            self.json_of("init", "rest", project)
            self.write("q.yaml", QUICKSTART.read_text(encoding="utf-8").replace(
                "Name: Close case\n", "Name: Close case\n      Category: !ImportValue genesys-cfn-ServiceToken\n"))
            for template, stack in (("q.yaml", "demo"), ("project/template.yaml", "p")):
                run("plan", template, "--stack-name", stack, codes=(2,))
                run("deploy", template, "--stack-name", stack)
                run("deploy", template, "--stack-name", stack)
            run("plan", "q.yaml", "--stack-name", "demo", "--parameter-overrides", "CloseTimeout=7", codes=(2,))
            run("package", "project/template.yaml", "--output-template-file", "packaged.yaml")
            self.write("project/actions/look-up-customer.json", self.read("project/actions/look-up-customer.json") + "\n")
            run("package", "project/template.yaml", "--output-template-file", "packaged.yaml")
            for stacks in ((), ("demo",), ("q.yaml", "--stack-name", "demo")):
                run("drift", *stacks)
            run("orphans")
            run("adopt", "Look up case", codes=(1,))
            run("export", "--to", "plain")
            self.assertEqual(used["export"], set())
            run("export", "--to", "adopted", "--adopt")
            run("actions")
            run("integrations")
            run("status")
            run("status", "demo")
            run("events", "demo")
            run("doctor", "q.yaml", codes=(0, 1))
            run("doctor", "--export", "nowhere", codes=(1,))
            self.write("bad.yaml", self.read("q.yaml").replace("!Ref CloseTimeout", "!ImportValue none"))
            run("deploy", "bad.yaml", "--stack-name", "bad", codes=(1,))
            run("delete", "demo")

            rows = documented()
            self.assertEqual(rows.pop("logs"), {"logs:FilterLogEvents"})  # the local cloud does not have it
            used["doctor"].discard("s3:GetObject")  # Lambda gives a signed address of the package
            self.assertEqual({name for name, calls in used.items() if calls - {"sts:GetCallerIdentity"}}, set(rows))
            for command, permissions in rows.items():
                with self.subTest(command):
                    self.assertEqual(used[command] - {"sts:GetCallerIdentity"},
                                     permissions - NOT_CALLED_HERE.get(command, set()))

    def read(self, name):
        with open(f"{self.state}/{name}", encoding="utf-8") as file:
            return file.read()


if __name__ == "__main__":
    unittest.main()
