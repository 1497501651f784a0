# SPDX-License-Identifier: Apache-2.0
"""Every input that can be wrong: one clear message, the right exit code, and no half-made stack."""
import json
import os
import pathlib
import resource
import shutil
import signal
import socket
import sqlite3
import subprocess
import unittest

import boto3
from harness import EndToEnd, GUIDE, LIMIT_SECONDS, LOCAL_CODE, PROGRAMS, QUICKSTART, credentials

DEFINITION = {
    "config": {"request": {"requestType": "GET", "requestUrlTemplate": "https://x.example.com", "headers": {},
                           "requestTemplate": "${input.rawRequest}"},
               "response": {"translationMap": {}, "translationMapDefaults": {}, "successTemplate": "${rawResult}"}},
    "contract": {"input": {"inputSchema": {"type": "object", "properties": {}}},
                 "output": {"successSchema": {"type": "object", "properties": {}}}},
}


def action(**properties):
    return {"Type": "Custom::GenesysDataAction",
            "Properties": {"ServiceToken": {"Fn::ImportValue": "genesys-cfn-ServiceToken"}, "Name": "A",
                           "IntegrationName": "Web Services Data Actions", **properties}}


def template(resources, **sections):
    return json.dumps({"Resources": resources, **sections})


class WrongTemplates(EndToEnd):
    def refused(self, text, *expected, name="template.yaml", parameters=None):
        """Refused before anything was made; every expected text is in the message, and the message stands there once."""
        path = self.write(name, text)
        overrides = ["--parameter-overrides", *parameters] if parameters else []
        result = self.run_cli("deploy", path, "--stack-name", "demo", *overrides)
        self.assertEqual(result.code, 1, str(result))
        for part in expected:
            self.assertIn(part, result.err, str(result))
        lines = (result.out + result.err).strip().splitlines()
        self.assertEqual(len(lines), len(set(lines)), str(result))
        self.assertNotIn("demo", [s["stackName"] for s in self.json_of("status")["stacks"]])

    def test_unreadable(self):
        result = self.run_cli("deploy", "no-such-file.yaml", "--stack-name", "demo")
        self.assertEqual((result.code, result.err),
                         (1, "error: cannot read no-such-file.yaml: No such file or directory\n"))
        self.assertEqual(self.run_cli("deploy", self.state, "--stack-name", "demo").code, 1)

    def test_broken_yaml_and_json_have_line_and_column(self):
        self.refused("Resources:\n  A: [1, 2\n", "template.yaml:3:1")
        self.refused('{"Resources": {"A": }}', "template.json:1:21", name="template.json")
        self.refused("Resources:\n\tA: 1\n", "template.yaml:2:1")

    def test_duplicate_keys_and_depth(self):
        self.refused("Resources:\n  A: {Type: X}\n  A: {Type: Y}\n", "template.yaml:3:3", "A")
        self.refused('{"Resources": {}, "Resources": {}}', "twice", name="template.json")
        self.refused("[" * 5000, "template.yaml:1:", name="template.yaml")
        self.refused('{"a":' * 5000, "deep", name="template.json")

    def test_unresolved_reference_with_a_suggestion(self):
        self.refused(template({"LookupCase": action(Definition=DEFINITION, Category={"Ref": "LookupCas"})}),
                     "LookupCas", "LookupCase", name="template.json")

    def test_circular_dependency_prints_the_cycle(self):
        self.refused(template({"A": {**action(Definition=DEFINITION), "DependsOn": "B"},
                               "B": {**action(Definition=DEFINITION), "DependsOn": "A"}}), "A -> B -> A", name="template.json")

    def test_unknown_resource_type(self):
        self.refused(template({"Q": {"Type": "AWS::Quantum::Computer"}}), "AWS::Quantum::Computer", name="template.json")

    def test_parameters(self):
        text = template({"A": action(Definition=DEFINITION, Category={"Ref": "Stage"})},
                        Parameters={"Stage": {"Type": "String", "AllowedValues": ["dev", "prod"]}})
        self.refused(text, "Stage", "must have values", name="template.json")
        self.refused(text, "Stage", name="template.json", parameters=["Stage=test"])
        self.refused(text, "Stagee", name="template.json", parameters=["Stage=dev", "Stagee=1"])

    def test_no_export_of_that_name(self):
        text = template({"A": action(Definition=DEFINITION, ServiceToken={"Fn::ImportValue": "no-such-export"})})
        result = self.run_cli("deploy", self.write("t.json", text), "--stack-name", "demo")
        self.assertEqual(result.code, 1)
        self.assertIn("no-such-export", result.out + result.err)


class WrongProperties(EndToEnd):
    """What only the function can judge: the resource fails with the reason, and the stack is rolled back."""

    @staticmethod
    def put_secret(origin, text):
        client = boto3.client("secretsmanager", endpoint_url=origin, **credentials())
        client.put_secret_value(SecretId="/genesys/oauth/credentials", SecretString=text)
        client.close()

    def reason(self, resource_):
        failed = self.deploy(self.write("t.json", template({"A": resource_})), code=1)
        self.assertEqual(failed["status"], "ROLLBACK_COMPLETE")
        self.json_of("delete", "demo")
        return next(e["reason"] for e in failed["events"] if e["status"] == "CREATE_FAILED")

    def test_sources(self):
        self.assertIn("no definition: give one of", self.reason(action()))
        self.assertIn("more than one definition", self.reason(action(Definition=DEFINITION, DataAction=DEFINITION)))

    def test_misspelt_and_wrong_types(self):
        reason = self.reason(action(Defintion=DEFINITION, OnDrift="Ignore", IntegrationName=["x"]))
        for expected in ("/Defintion: unknown property; did you mean Definition?", "/OnDrift", "/IntegrationName"):
            self.assertIn(expected, reason)

    def test_broken_json_has_line_and_column(self):
        self.assertIn("line 2, column 12", self.reason(action(DataActionPayload='{\n "config": ]}')))

    def test_integrations(self):
        self.assertIn("Web Services Data Actions", self.reason(action(Definition=DEFINITION, IntegrationName="Web")))
        both = action(Definition=DEFINITION, IntegrationId="x")
        self.assertIn("not both", self.reason(both))

    def test_wrong_credentials_and_region(self):
        with self.local_cloud() as origin:
            self.put_secret(origin, '{"client_id": "x", "client_secret": "wrong-canary"}')
            reason = self.reason(action(Definition=DEFINITION))
            self.assertIn("invalid_client", reason)
            self.assertIn("region", reason)
            self.assertNotIn("wrong-canary", reason)


    def test_a_secret_that_is_no_credentials(self):
        for text, expected in (("not-json-canary", "is not JSON"), ('{"client_id": "x"}', "has no client_secret"),
                               ('["canary"]', "is not a JSON object")):
            with self.subTest(text=text), self.local_cloud() as origin:
                self.put_secret(origin, text)
                reason = self.reason(action(Definition=DEFINITION))
                self.assertIn(expected, reason)
                self.assertNotIn("canary", reason)

    def test_wrong_region(self):
        text = GUIDE.read_text(encoding="utf-8").replace("GENESYS_ENVIRONMENT:", "GENESYS_REGION: eu-central-9\n          GENESYS_ENVIRONMENT:")
        failed = self.deploy(self.write("guide.yaml", text), parameters=LOCAL_CODE, code=1, more=["--capabilities", "CAPABILITY_IAM"])
        reason = next(e["reason"] for e in failed["events"] if e["status"] == "CREATE_FAILED")
        self.assertIn("eu-central-9", reason)
        self.assertIn("eu-central-1", reason)


class WrongSurroundings(EndToEnd):
    def test_usage_is_64(self):
        for arguments in ([], ["deploi"], ["deploy", "x"], ["status", "--output", "xml"]):
            result = self.run_cli(*arguments)
            self.assertEqual(result.code, 64, str(result))
            self.assertEqual(result.out, "")

    def test_names_and_values_that_cannot_be(self):
        for arguments in (["status", ""], ["delete", "1bad"], ["deploy", QUICKSTART, "--stack-name", "a b"],
                          ["deploy", QUICKSTART, "--stack-name", "demo", "--parameter-overrides", b"CrmUrl=https://\xff/"]):
            command = [PROGRAMS / "genesys-cfn", "--state-dir", self.state, *arguments]
            result = subprocess.run(command, capture_output=True, timeout=LIMIT_SECONDS, check=False)
            self.assertEqual(result.returncode, 64, result)

    def test_the_providers_own_stack_is_not_for_templates(self):
        for arguments in (["deploy", QUICKSTART, "--stack-name", "genesys-cfn-provider"], ["delete", "genesys-cfn-provider"]):
            result = self.run_cli(*arguments)
            self.assertEqual(result.code, 1)
            self.assertIn("belongs to the local cloud", result.err)

    def test_output_that_cannot_be_written(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            result = subprocess.run([PROGRAMS / "genesys-cfn", "--state-dir", self.state, "status"], stdout=full,
                                    stderr=subprocess.PIPE, text=True, timeout=LIMIT_SECONDS, check=False)
        self.assertEqual(result.returncode, 1)
        self.assertIn("cannot write the output", result.stderr)

    def test_help_that_cannot_be_written(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            result = subprocess.run([PROGRAMS / "genesys-cfn", "--help"], stdout=full, stderr=subprocess.PIPE, text=True,
                                    timeout=LIMIT_SECONDS, check=False)
        self.assertEqual((result.returncode, result.stderr), (1, "error: cannot write the output\n"))

    def test_a_closed_output_gets_nothing_into_a_file(self):
        self.deploy(self.write("template.yaml", QUICKSTART.read_text(encoding="utf-8")))
        database = pathlib.Path(self.state, "local.db")
        for closed in (">&-", ">&- 2>&-", "<&- >&-"):
            result = subprocess.run(["/bin/sh", "-c", '"$0" --state-dir "$1" status ' + closed, PROGRAMS / "genesys-cfn",
                                     self.state], capture_output=True, text=True, timeout=LIMIT_SECONDS, check=False)
            self.assertEqual(result.returncode, 1, result)
            with sqlite3.connect(database) as connection:
                self.assertEqual(connection.execute("PRAGMA integrity_check").fetchone(), ("ok",))
        self.assertEqual(self.json_of("status")["stacks"][0]["stackName"], "demo")

    def test_a_directory_that_cannot_be_read_is_not_passed_over(self):
        if os.geteuid() == 0 and not shutil.which("setpriv"):
            self.skipTest("root reads everything")
        folder = pathlib.Path(self.state, "project/part")
        folder.mkdir(parents=True)
        folder.chmod(0)
        self.addCleanup(folder.chmod, 0o755)
        for parent in (pathlib.Path(self.state), folder.parent):
            parent.chmod(0o755)
        as_nobody = ["setpriv", "--reuid=65534", "--clear-groups"] if os.geteuid() == 0 else []
        for command in ("validate", "test"):
            result = subprocess.run([*as_nobody, PROGRAMS / "genesys-cfn", command, folder.parent], capture_output=True,
                                    text=True, timeout=LIMIT_SECONDS, check=False)
            self.assertEqual(result.returncode, 1, result)
            self.assertIn("project/part: Permission denied", result.stderr)

    def test_a_template_that_does_not_come_can_be_given_up(self):
        path = pathlib.Path(self.state, "template.yaml")
        os.mkfifo(path)
        with subprocess.Popen([PROGRAMS / "genesys-cfn", "--state-dir", self.state, "deploy", path, "--stack-name", "demo"],
                              stderr=subprocess.DEVNULL) as process:
            with open(path, "w", encoding="utf-8"):  # it is reading now
                process.send_signal(signal.SIGINT)
                self.assertEqual(process.wait(LIMIT_SECONDS), -signal.SIGINT)

    def test_control_characters_do_not_reach_the_terminal(self):
        text = template({"A": action(Definition=DEFINITION, Name={"Ref": "N"})}, Parameters={"N": {"Type": "String"}})
        self.deploy(self.write("t.json", text), parameters={"N": "esc\x1b[31mred"})
        listed = self.run_cli("actions")
        self.assertIn("\\x1b[31mred", listed.out)
        self.assertNotIn("\x1b", listed.out)

    def test_missing_function_program(self):
        alone = pathlib.Path(self.state) / "alone"
        alone.mkdir()
        shutil.copy(PROGRAMS / "genesys-cfn", alone)
        result = subprocess.run([alone / "genesys-cfn", "--state-dir", self.state, "status"], capture_output=True, text=True,
                                timeout=LIMIT_SECONDS, check=False)
        self.assertEqual(result.returncode, 1)
        self.assertIn("bootstrap", result.stderr)
        self.assertIn("GENESYS_CFN_BOOTSTRAP", result.stderr)

    def test_port_taken(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            result = self.run_cli("local", "--port", taken.getsockname()[1])
        self.assertEqual(result.code, 1)
        self.assertIn(str(taken.getsockname()[1]) if taken.fileno() >= 0 else "127.0.0.1", result.err)

    def test_database_of_a_newer_schema_and_garbage(self):
        self.run_cli("status")
        database = pathlib.Path(self.state) / "local.db"
        with sqlite3.connect(database) as connection:
            connection.execute("PRAGMA user_version = 99")
        result = self.run_cli("status")
        self.assertEqual(result.code, 1)
        self.assertIn("99", result.err)
        self.assertIn("local.db", result.err)
        for name in ("local.db-wal", "local.db-shm"):
            (pathlib.Path(self.state) / name).unlink(missing_ok=True)
        database.write_bytes(b"this is no database" * 100)
        result = self.run_cli("status")
        self.assertEqual(result.code, 1)
        self.assertIn("local.db", result.err)

    def test_held_by_another_process(self):
        with self.local_cloud():
            result = self.run_cli("local", "--port", "0")
        self.assertEqual(result.code, 1)
        self.assertIn("in use by `genesys-cfn local`", result.err)

    def test_disk_full(self):
        self.run_cli("status")

        def small_disk():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (96 * 1024, 96 * 1024))

        result = self.run_cli("deploy", QUICKSTART, "--stack-name", "demo", preexec_fn=small_disk)
        self.assertEqual(result.code, 1, str(result))
        self.assertIn("local.db", result.err)
        # With room again, the next command goes on or starts anew, and nothing is lost or doubled.
        self.run_cli("status")
        created = self.run_cli("deploy", QUICKSTART, "--stack-name", "demo")
        if "ROLLBACK_COMPLETE" in created.err:  # the disk was full for the function's calls too, and it said so
            self.assertEqual(self.actions(), [])
            self.assertEqual(self.run_cli("delete", "demo").code, 0)
            created = self.run_cli("deploy", QUICKSTART, "--stack-name", "demo")
        self.assertEqual(created.code, 0, str(created))
        self.assertEqual(len(self.actions()), 2)

    def test_state_directory_that_cannot_be_made(self):
        result = subprocess.run([PROGRAMS / "genesys-cfn", "--state-dir", "/proc/none", "status"], capture_output=True,
                                text=True, timeout=LIMIT_SECONDS, check=False, env=os.environ)
        self.assertEqual(result.returncode, 1)
        self.assertIn("/proc/none", result.stderr)

    def test_bootstrap_outside_of_lambda_says_what_it_is(self):
        result = subprocess.run([PROGRAMS / "bootstrap"], capture_output=True, text=True, timeout=LIMIT_SECONDS, check=False,
                                env={})
        self.assertEqual(result.returncode, 1)
        self.assertIn("AWS_LAMBDA_RUNTIME_API", result.stdout)


if __name__ == "__main__":
    unittest.main()
