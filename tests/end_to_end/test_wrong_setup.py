# SPDX-License-Identifier: Apache-2.0
"""A set-up that is wrong gets named, by the programs as they run: each with the text that docs/errors.md has."""
import io
import json
import socket
import time
import unittest
import uuid
import zipfile

import boto3

import peers
from harness import PROGRAMS, ROOT, credentials
from test_function import FunctionTest

ERRORS = (ROOT / "docs/errors.md").read_text(encoding="utf-8")
SECRET = "/genesys/oauth/credentials"


def secrets_manager(answer):
    """A plan in which the secret is answered so."""
    def plan(_, request):
        target = dict((name.lower(), value) for name, value in request.headers).get("x-amz-target", "")
        return (lambda *_: answer) if target == "secretsmanager.GetSecretValue" else None
    return plan


def refusal(kind, message):
    body = json.dumps({"__type": kind, "message": message}).encode()
    return peers.response(400, body, [("Content-Type", "application/x-amz-json-1.1")])


def secret(text):
    body = json.dumps({"ARN": "arn:s", "Name": SECRET, "VersionId": "v", "SecretString": text}).encode()
    return peers.response(200, body, [("Content-Type", "application/x-amz-json-1.1")])


def closed_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return "http://127.0.0.1:%d" % found.getsockname()[1]


class WrongSetUp(FunctionTest):
    def is_named(self, *texts, plan=None, more=None):
        """A Create fails, says all of this, and makes nothing; the first text is documented."""
        self.assertIn("`" + texts[0], ERRORS)
        name = "Wrong set-up " + uuid.uuid4().hex
        event = self.event("Create", name)
        with self.function(plan, more=more) as function:
            answer = self.check(function.deliver(event), function, event)
            self.assertNotIn("POST /api/v2/integrations/actions", function.requests)
        self.assertEqual(answer["Status"], "FAILED")
        for text in texts:
            self.assertIn(text, answer["Reason"])
        self.assertNotIn("canary", answer["Reason"])

    def test_the_right_one_for_comparison(self):
        event = self.event("Create", "Right set-up")
        with self.function() as function:
            self.assertEqual(self.check(function.deliver(event), function, event)["Status"], "SUCCESS")

    def test_a_role_that_may_not_read_the_secret(self):
        self.is_named("allow secretsmanager:GetSecretValue (and kms:Decrypt, if it has a key of its own) on this secret", SECRET,
                      plan=secrets_manager(refusal("AccessDeniedException", "User: arn is not authorized")))

    def test_a_secret_with_other_keys(self):
        text = json.dumps({"clientId": "canary", "clientSecret": "canary"})
        self.is_named("has no client_id", "(among its keys: clientId, clientSecret)", SECRET,
                      plan=secrets_manager(secret(text)))

    def test_a_region_of_another_organisation(self):
        text = json.dumps({"client_id": "of-another", "client_secret": "canary", "region": "eu-west-1"})
        self.is_named("the login service refuses the OAuth client's id and secret. Check both, and the region: a wrong "
                      "region looks the same.", "invalid_client", plan=secrets_manager(secret(text)))

    def test_a_region_that_is_none(self):
        text = json.dumps({"client_id": "c", "client_secret": "canary", "region": "eu-centrall-1"})
        self.is_named("is neither a Genesys Cloud region nor a domain", "did you mean eu-central-1?",
                      plan=secrets_manager(secret(text)), more={"GENESYS_API_URL": "", "GENESYS_LOGIN_URL": ""})

    def test_a_function_without_a_way_to_aws(self):
        self.is_named("could not connect: ", "in a VPC a function needs a NAT gateway, or an endpoint of this service",
                      more={"AWS_ENDPOINT_URL": closed_port()})

    def test_a_function_without_a_way_to_genesys_cloud(self):
        self.is_named("could not connect: ", "in a VPC a function needs a NAT gateway to reach it",
                      more={"GENESYS_LOGIN_URL": closed_port()})

    def test_a_clock_that_is_wrong(self):
        said = "Signature expired: 20260102T030405Z is now earlier than 20260102T033000Z"
        self.is_named("check AWS_SECRET_ACCESS_KEY, the region and this machine's clock", "Signature expired",
                      plan=secrets_manager(refusal("InvalidSignatureException", said)))

    def test_an_answer_that_would_go_elsewhere(self):
        text = "the answer is not sent: the response URL is not an https URL of a host under amazonaws.com or amazonaws.com.cn."
        self.assertIn(text, ERRORS)
        name = "Elsewhere " + uuid.uuid4().hex
        event = {**self.event("Create", name), "StackId": peers.STACK,
                 "ResponseURL": "https://bucket.s3.amazonaws.com.collector.test/answer?X-Amz-Date="
                                + time.strftime("%Y%m%dT%H%M%SZ", time.gmtime()) + "&X-Amz-Expires=7200"}
        with self.function() as function:
            self.assertEqual(function.deliver_text(json.dumps(event).encode()), [])
            self.assertEqual(function.requests, [], "nothing is done for whom nobody answers")
            lines = [json.loads(line) for line in function.log().splitlines()]
            self.assertIn(text, [line.get("reason") for line in lines if line.get("event") == "answer_not_delivered"])
            self.assertNotIn("collector", function.log())
        self.assertEqual(self.actions(name), set())

    def test_a_zip_for_the_other_architecture(self):
        for text in ("Couldn't find valid bootstrap(s): ", "the package is for another architecture"):
            self.assertIn("`" + text, ERRORS)
        program = bytearray((PROGRAMS / "bootstrap").read_bytes()[:4096])
        program[18:20] = (183 if program[18] == 62 else 62).to_bytes(2, "little")  # the ELF header's machine
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as package:
            entry = zipfile.ZipInfo("bootstrap")
            entry.external_attr = 0o100755 << 16
            package.writestr(entry, bytes(program))
        cloud = self.cloud
        functions = boto3.client("lambda", endpoint_url=self.origin, **credentials())
        self.addCleanup(functions.close)
        arn = functions.create_function(FunctionName="foreign", Runtime="provided.al2023", Handler="bootstrap",
                                        Role="arn:aws:iam::000000000000:role/r",
                                        Code={"ZipFile": archive.getvalue()})["FunctionArn"]
        template = cloud.write("foreign.json", json.dumps({"Resources": {"A": {
            "Type": peers.TYPE, "Properties": {**self.properties("Foreign"), "ServiceToken": arn, "ServiceTimeout": 2}}}}))
        failed = cloud.deploy(template, "foreign", code=1)
        self.assertEqual(failed["status"], "ROLLBACK_FAILED", "nobody answers the Delete either")
        said = cloud.run_cli("logs", "--function", "foreign").out
        self.assertIn("Couldn't find valid bootstrap(s): ", said)
        self.assertIn("the package is for another architecture", said)


if __name__ == "__main__":
    unittest.main()
