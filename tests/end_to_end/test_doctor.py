# SPDX-License-Identifier: Apache-2.0
"""doctor: a right set-up passes, and each wrong one is named with what to do."""
import email.utils
import http.server
import json
import threading
import time
import unittest
import urllib.parse
import zipfile

from harness import QUICKSTART, Organisation
from test_aws_target import AwsTarget, boto


class Doctor(AwsTarget):
    def checks(self, *arguments, code, **options):
        document = self.json_of("doctor", *arguments, code=code, **options)
        self.assertEqual(document["passed"], code == 0)
        return {check["name"]: check for check in document["checks"]}

    def failed(self, *arguments, **options):
        checks = self.checks(*arguments, code=1, **options)
        return {name: check for name, check in checks.items() if check["state"] == "failed"}

    def secret(self, origin, text):
        secrets = boto("secretsmanager", origin)
        secrets.put_secret_value(SecretId="/genesys/oauth/credentials", SecretString=text)
        secrets.close()

    def without_environment_client(self):
        self.environment.update({"GENESYSCLOUD_OAUTHCLIENT_ID": "", "GENESYSCLOUD_OAUTHCLIENT_SECRET": ""})

    def test_the_local_cloud_is_well(self):
        checks = self.checks(code=0)
        self.assertEqual(checks["the secret"]["state"], "ok")
        self.assertEqual(checks["the function's package"]["detail"], "built for x86_64")
        self.assertEqual(checks["permission integrations:action:view"]["state"], "ok")
        self.assertEqual(checks["permission integrations:action:edit"]["state"], "ok")
        self.assertEqual(checks["clock"]["state"], "not tested")
        self.assertEqual(checks["permission integrations:action:add"]["detail"], "a role of the OAuth client grants it")
        self.assertEqual(checks["permission integrations:action:delete"]["state"], "ok")
        self.assertNotIn("further permissions", checks)
        self.assertEqual(self.json_of("actions")["actions"], [])

    def test_an_account_is_well_and_reads_like_it(self):
        with self.account() as origin:
            shown = self.run_cli("doctor", QUICKSTART)
            self.assertEqual(shown.code, 0, str(shown))
            self.assertIn("ok          AWS credentials: the environment\n", shown.out)
            self.assertIn(f"ok          reach {origin}: it answers\n", shown.out)
            self.assertIn("ok          identity: arn:aws:iam::000000000000:root in us-east-1\n", shown.out)
            self.assertIn("ok          integration Web Services Data Actions: custom-rest-actions, ACTIVE\n", shown.out)
            self.assertIn(" 0 failed, ", shown.out)
            client = self.environment["GENESYSCLOUD_OAUTHCLIENT_SECRET"]
            self.assertNotIn(client, shown.out + shown.err)

    def test_wrong_secrets(self):
        with self.account() as origin:
            self.without_environment_client()
            missing = self.failed("--secret", "nowhere")
            self.assertIn("nowhere", missing["the secret"]["detail"])
            self.secret(origin, json.dumps({"clientId": "very-secret-id", "clientSecret": "very-secret"}))
            keys = self.failed()
            self.assertIn("clientSecret", keys["the secret"]["detail"])
            self.assertNotIn("very-secret", json.dumps(keys))
            self.secret(origin, json.dumps({"client_id": "nobody", "client_secret": "very-secret", "region": "eu-west-1"}))
            wrong = self.failed()
            self.assertIn("region", wrong["Genesys Cloud token"]["detail"])
            self.assertNotIn("very-secret", json.dumps(wrong))
            self.secret(origin, json.dumps({"client_id": "a", "client_secret": "b", "region": "eu-centrall-1"}))
            region = self.failed()
            self.assertIn("eu-central-1", region["Genesys Cloud region"]["detail"])

    def test_a_missing_permission(self):
        with self.account() as origin:
            admin = boto("secretsmanager", origin)
            client = json.loads(admin.get_secret_value(SecretId="/genesys/oauth/credentials")["SecretString"])
            admin.close()
            organisation = Organisation.__new__(Organisation)
            organisation.origin, organisation.token = origin, ""
            role = json.loads(organisation.call("POST", "/genesys-cfn/admin/roles", {
                "name": "Reader", "permissions": ["integrations:action:view", "integrations:integration:view"]}))
            organisation.call("PATCH", f"/genesys-cfn/admin/oauth/clients/{client['client_id']}",
                              {"roles": [role["name"]]})
            checks = self.checks(code=1)
            self.assertEqual(checks["permission integrations:action:add"]["state"], "failed")
            self.assertEqual(checks["permission integrations:action:add"]["detail"], "no role of the OAuth client grants it")
            self.assertEqual(checks["permission integrations:action:view"]["state"], "ok")
            self.assertEqual(checks["permission integrations:action:edit"]["state"], "failed")
            self.assertIn("integrations:action:edit", checks["permission integrations:action:edit"]["remedy"])
            self.assertEqual(checks["permission architect:dependencyTracking:view"]["state"], "warning")

            # The platform does not say what the roles grant: that is no permission missing.
            organisation.call("POST", "/genesys-cfn/admin/faults", {
                "method": "GET", "path": "/api/v2/authorization/subjects/me", "do": "status", "status": 403,
                "times": "all"})
            checks = self.checks(code=1)
            self.assertNotIn("permission integrations:action:add", checks)
            self.assertEqual(checks["further permissions"]["state"], "not tested")
            self.assertIn("integrations:action:add, integrations:action:delete", checks["further permissions"]["detail"])

    def test_the_provider(self):
        with self.account() as origin:
            self.assertIn("templates/provider.yaml",
                          self.failed("--export", "nowhere")["the provider's function"]["remedy"])
            functions = boto("lambda", origin)
            code = functions.get_function(FunctionName="genesys-cfn-provider")["Code"]["Location"]
            with open(code.removeprefix("file://"), "rb") as file:
                program = bytearray(file.read())
            archive = self.state + "/provider.zip"

            def pack(name, content):
                entry = zipfile.ZipInfo(name)
                entry.external_attr = 0o100755 << 16
                with zipfile.ZipFile(archive, "w") as package:
                    package.writestr(entry, bytes(content), zipfile.ZIP_DEFLATED, compresslevel=1)

            pack("bootstrap", program)
            self.assertEqual(self.checks("--package", archive, code=0)["the function's package"]["state"], "ok")
            program[18] = 183  # the ELF header's machine: arm64
            pack("bootstrap", program[:4096])
            with open(archive, "rb") as package:
                made = functions.create_function(FunctionName="other", Handler="bootstrap", Runtime="provided.al2023",
                                                 Code={"ZipFile": package.read()},
                                                 Role="arn:aws:iam::000000000000:role/x")
            functions.close()
            exporting = self.write("export.json", json.dumps({
                "Resources": {"Log": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "x"}}},
                "Outputs": {"Token": {"Value": made["FunctionArn"], "Export": {"Name": "other-token"}}}}))
            self.deploy(exporting, stack="exporting")
            for more in (["--export", "other-token"], ["--package", archive]):
                wrong = self.failed(*more)["the function's package"]
                self.assertEqual(wrong["detail"], "built for arm64, and the function is x86_64")
                self.assertIn("zip for x86_64", wrong["remedy"])
            pack("index.js", b"x")
            self.assertIn("bootstrap", self.failed("--package", archive)["the function's package"]["detail"])

    def test_a_template_that_asks_for_what_is_not_there(self):
        template = self.write("t.json", json.dumps({"Resources": {"A": {
            "Type": "Custom::GenesysDataAction", "Properties": {"IntegrationName": "Web Services Data Action"}}}}))
        self.assertEqual(self.failed(template)["integration Web Services Data Action"]["remedy"],
                         "did you mean Web Services Data Actions?")

    def test_a_template_that_imports_another_export(self):
        def template(token):
            return self.write("t.json", json.dumps({"Resources": {"A": {
                "Type": "Custom::GenesysDataAction",
                "Properties": {"ServiceToken": token, "IntegrationName": "Web Services Data Actions"}}}}))

        with self.account() as origin:
            missing = self.failed(template({"Fn::ImportValue": "genesys-cfn-ServiceTokn"}))["the provider's function"]
            self.assertEqual(missing["detail"], "no stack in us-east-1 exports genesys-cfn-ServiceTokn")
            self.assertIn("did you mean genesys-cfn-ServiceToken?", missing["remedy"])
            functions = boto("lambda", origin)
            arn = functions.get_function(FunctionName="genesys-cfn-provider")["Configuration"]["FunctionArn"]
            functions.close()
            for token in ({"Fn::ImportValue": "genesys-cfn-ServiceToken"}, arn):
                self.assertEqual(self.checks(template(token), code=0)["the provider's function"]["state"], "ok")
            self.assertIn("nowhere", self.failed(template(arn + "-nowhere"))["the provider's function"]["detail"])
            elsewhere = self.checks(template({"Fn::Sub": "${AWS::StackName}"}), code=0)["the provider's function"]
            self.assertEqual(elsewhere["state"], "not tested")
            # What is asked for in the command line counts.
            self.assertEqual(self.checks(template({"Fn::ImportValue": "x"}), "--export", "genesys-cfn-ServiceToken",
                                         code=0)["the provider's function"]["state"], "ok")

    def test_an_account_without_room_for_the_function(self):
        def settings(handler):
            handler.answer(200, json.dumps({"AccountLimit": {"UnreservedConcurrentExecutions": 10}}))

        with self.account():
            self.environment["AWS_ENDPOINT_URL_LAMBDA"] = self.serve(settings)
            room = self.checks("--export", "nowhere", code=1)["concurrency of the account"]
            self.assertEqual(room["state"], "ok")
            self.assertIn("leave ReservedConcurrency of the provider's stack at 0", room["detail"])
            del self.environment["AWS_ENDPOINT_URL_LAMBDA"]
            room = self.checks("--export", "nowhere", code=1)["concurrency of the account"]
            self.assertEqual(room["state"], "not tested")

    def test_the_functions_role_is_another_one_than_the_caller(self):
        name = "the function's role, secretsmanager:GetSecretValue"
        asked = []

        def simulate(handler):
            body = handler.rfile.read(int(handler.headers["Content-Length"])).decode()
            asked.append({key: values[0] for key, values in urllib.parse.parse_qs(body).items()})
            if decision is None:
                return handler.answer(403, "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error>"
                                           "</ErrorResponse>")
            return handler.answer(200, "<SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult><EvaluationResults>"
                                       f"<member><EvalDecision>{decision}</EvalDecision></member></EvaluationResults>"
                                       "</SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>")

        with self.account() as origin:
            # The local cloud has no IAM, and no harm is done.
            checks = self.checks(code=0)
            self.assertEqual(checks["the function's role"]["state"], "not tested")
            self.assertIn("read with your own credentials", checks["the secret"]["detail"])
            self.environment["AWS_ENDPOINT_URL_IAM"] = self.serve(simulate)
            secrets = boto("secretsmanager", origin)
            arn = secrets.describe_secret(SecretId="/genesys/oauth/credentials")["ARN"]
            secrets.close()

            decision = "allowed"
            self.assertEqual(self.checks(code=0)[name]["state"], "ok")
            self.assertEqual(asked[-1]["ActionNames.member.1"], "secretsmanager:GetSecretValue")
            self.assertEqual(asked[-1]["ResourceArns.member.1"], arn)
            self.assertRegex(asked[-1]["PolicySourceArn"], r"^arn:aws:iam::\d+:role/")

            decision = "implicitDeny"
            failed = self.failed()
            self.assertEqual(list(failed), [name])
            self.assertIn("CredentialsSecret", failed[name]["remedy"])
            template = self.write("t.json", json.dumps({"Resources": {"A": {
                "Type": "Custom::GenesysDataAction", "Properties": {
                    "ServiceToken": {"Fn::ImportValue": "genesys-cfn-ServiceToken"},
                    "IntegrationName": "Web Services Data Actions", "DefinitionUri": "s3://bucket/action.json"}}}}))
            checks = self.checks(template, code=1)
            self.assertEqual(checks["the function's role, s3:GetObject"]["state"], "warning")
            self.assertEqual(asked[-1]["ResourceArns.member.1"], "arn:aws:s3:::bucket/action.json")

            decision = None
            role = self.checks(code=0)["the function's role"]
            self.assertEqual(role["state"], "not tested")
            self.assertIn("iam:SimulatePrincipalPolicy", role["detail"])

    def serve(self, answer):
        """The origin of a server that gives each request to `answer`."""
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                answer(self)

            do_POST = do_GET

            def answer(self, status, body=""):
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return f"http://127.0.0.1:{server.server_port}"

    def test_a_clock_that_is_wrong(self):
        def late(handler):
            handler.date_time_string = lambda: email.utils.formatdate(time.time() - 3600, usegmt=True)
            handler.answer(404)

        with self.account():
            self.environment["AWS_ENDPOINT_URL_STS"] = self.serve(late)
            clock = self.failed()["clock"]
            self.assertRegex(clock["detail"], r"this machine is 3\d\d\d s ahead of the servers")
            self.assertIn("set the clock", clock["remedy"])

    def test_nothing_answers(self):
        self.environment.update({"AWS_ENDPOINT_URL": "http://127.0.0.1:9", "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
                                 "AWS_SECRET_ACCESS_KEY": "x"})
        failed = self.failed("--region", "eu-west-1")
        self.assertEqual(list(failed), ["reach http://127.0.0.1:9"])
        self.environment.update({"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""})
        self.assertIn("no AWS credentials", self.failed("--region", "eu-west-1")["AWS credentials"]["detail"])


if __name__ == "__main__":
    unittest.main()
