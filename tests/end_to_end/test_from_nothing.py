# SPDX-License-Identifier: Apache-2.0
"""examples/from-nothing: credentials, integrations and three actions with their tests as a gate, and away again."""
import hashlib
import io
import json
import unittest
import zipfile

import boto3
import peers
from harness import EndToEnd, Organisation, ROOT, credentials
from test_lambda_api import ROLE, package

TEMPLATE = ROOT / "examples/from-nothing/template.yaml"
SCORE = ROOT / "examples/from-nothing/score/src/index.js"
ACTIONS = "/api/v2/integrations/actions"


def function_package(text):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(zipfile.ZipInfo("src/index.js"), text)
    return content.getvalue()


class FromNothing(EndToEnd):
    def setUp(self):
        super().setUp()
        self.level = 2
        self.tokens = []
        server = peers.Server(self.answer)
        self.addCleanup(server.close)
        self.crm = server.origin

    def answer(self, request, connection):
        if request.path == "/oauth/token":
            return peers.response(200, b'{"access_token": "for-the-desk"}')
        headers = {name.lower(): value for name, value in request.headers}
        self.tokens.append(headers.get("authorization"))
        return peers.response(200, json.dumps({"level": self.level}).encode())

    def client(self, service, origin):
        client = boto3.client(service, endpoint_url=origin, **credentials())
        self.addCleanup(client.close)
        return client

    def test_deployed_updated_rolled_back_and_deleted(self):
        with self.local_cloud() as origin:
            organisation = Organisation(origin)
            before = organisation.integrations()
            secrets, storage = self.client("secretsmanager", origin), self.client("s3", origin)
            version = secrets.create_secret(Name="crm/login", SecretString='{"id": "desk", "secret": "canary"}')["VersionId"]
            secrets.create_secret(Name="genesys/lambda-role", SecretString=json.dumps({"arn": ROLE}))
            storage.create_bucket(Bucket="packages")
            arn = self.client("lambda", origin).create_function(
                FunctionName="tickets", Runtime="provided.al2023", Role=ROLE, Handler="bootstrap",
                Code={"ZipFile": package()})["FunctionArn"]

            def deploy(score, code=0, **more):
                content = function_package(score)
                digest = hashlib.sha256(content).hexdigest()
                storage.put_object(Bucket="packages", Key=f"functions/{digest}.zip", Body=content)
                return self.deploy(TEMPLATE, "desk", {
                    "CrmUrl": self.crm, "CrmSecretVersion": version, "TicketFunctionArn": arn, "Packages": "packages",
                    "PackageDigest": digest, **more}, code=code)

            def zip_name(action):
                return json.loads(organisation.call("GET", f"{ACTIONS}/{action}/function"))["zip"]["name"]

            made = deploy(SCORE.read_text(encoding="utf-8"))
            self.assertEqual(made["status"], "CREATE_COMPLETE")
            self.assertEqual(len(organisation.integrations()), len(before) + 3)
            self.assertEqual(self.tokens, ["Bearer for-the-desk"], "the gate has tested with a token")
            ids = made["outputs"]
            first = zip_name(ids["ScoreId"])

            changed = deploy("exports.handler = async ({level}) => ({score: 1 / level})")
            self.assertEqual(changed["status"], "UPDATE_COMPLETE")
            self.assertEqual(changed["outputs"], ids)
            second = zip_name(ids["ScoreId"])
            self.assertNotEqual(second, first)

            # The CRM no longer has the customer at that level: neither action nor function of this change goes live.
            self.level = 1
            failed = deploy("exports.handler = async () => ({score: 0.5})", code=1, CrmUrl=self.crm + "/v2")
            self.assertEqual(failed["status"], "UPDATE_ROLLBACK_COMPLETE")
            reasons = " ".join(e.get("reason") or "" for e in failed["events"] if e["status"] == "UPDATE_FAILED")
            self.assertIn('the test "a known customer": the output /level is 1, not "2"', reasons)
            self.assertNotIn("canary", json.dumps(failed))
            url = organisation.read(ids["LookUpCustomerId"])["config"]["request"]["requestUrlTemplate"]
            self.assertTrue(url.startswith(self.crm + "/customers/"), url)
            self.assertEqual(zip_name(ids["ScoreId"]), second)

            # A function that scores otherwise, or not at all, does not go live either.
            self.level = 2
            for code, what in (("async () => ({score: 0.25})", "the output /score is 0.25, not"),
                               ("async () => { throw new Error('no model') }", "no model")):
                failed = deploy("exports.handler = " + code, code=1)
                self.assertEqual(failed["status"], "UPDATE_ROLLBACK_COMPLETE")
                reasons = " ".join(e.get("reason") or "" for e in failed["events"] if e["status"] == "UPDATE_FAILED")
                self.assertIn('the test "a level has its score": ' + what if what.startswith("the") else what, reasons)
                self.assertEqual(zip_name(ids["ScoreId"]), second)
            score = json.loads(organisation.call("POST", f"{ACTIONS}/{ids['ScoreId']}/execute", {"level": 8}))
            self.assertEqual(score, {"score": 0.125})

            self.assertEqual(self.json_of("delete", "desk")["status"], "DELETE_COMPLETE")
            self.assertEqual(organisation.integrations(), before)
            self.assertEqual(self.actions(), [])
            self.assertEqual(json.loads(organisation.call("GET", ACTIONS + "/drafts"))["entities"], [])


if __name__ == "__main__":
    unittest.main()
