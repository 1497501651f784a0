# SPDX-License-Identifier: Apache-2.0
"""With the permissions that the page of a type names, and no others, a resource of it lives from its creation to its
deletion; and it makes no call that the page does not have."""
import contextlib
import copy
import hashlib
import http.client
import json
import subprocess
import sys
import unittest
import urllib.parse

import boto3

import peers
from harness import LIMIT_SECONDS, PROGRAMS, ROOT, EndToEnd, Organisation, credentials
from test_from_nothing import function_package
from test_type_family import config, custom

sys.path.append(str(ROOT / "tests/docs"))
from permissions_test import PAGES, calls_of, route_of  # noqa: E402

SCHEMA = {"type": "object", "properties": {"id": {"type": "string"}}}
OPTIONAL = {"integrations:integration:view", "architect:dependencyTracking:view"}  # of a data action


def action(url, contract="id", **more):
    output = {"type": "object", "properties": {contract: {"type": "string"}}}
    definition = {"config": config(url),
                  "contract": {"input": {"inputSchema": SCHEMA}, "output": {"successSchema": output}}}
    return custom("DataAction", Name="A", Definition=definition, **more)


class Permissions(EndToEnd):
    def setUp(self):
        super().setUp()
        self.calls = set()
        self.proxy = peers.Server(self.pass_on)
        self.addCleanup(self.proxy.close)
        wrapper = self.write("bootstrap", f"#!/bin/sh\nGENESYS_API_URL={self.proxy.origin} exec {PROGRAMS}/bootstrap\n")
        wrapper.chmod(0o755)
        cloud = self.enterContext(self.local_cloud(environment={"GENESYS_CFN_BOOTSTRAP": str(wrapper)}))
        self.upstream = urllib.parse.urlsplit(cloud).netloc
        self.organisation = Organisation(cloud)
        self.integration = self.organisation.integrations()["Web Services Data Actions"]
        self.remote = peers.Server(lambda *_: peers.response(200, b'{"id": "1"}'))
        self.addCleanup(self.remote.close)
        self.secrets = boto3.client("secretsmanager", endpoint_url=cloud, **credentials())
        self.addCleanup(self.secrets.close)
        self.storage = boto3.client("s3", endpoint_url=cloud, **credentials())
        self.addCleanup(self.storage.close)
        self.role = json.loads(self.organisation.call("POST", "/genesys-cfn/admin/roles", {
            "name": "documented", "permissions": ["*:*:*"]}))["id"]
        self.organisation.call("PATCH", "/genesys-cfn/admin/oauth/clients/" + self.organisation.client["client_id"],
                               {"roles": ["documented"]})

    def pass_on(self, request, _):
        if request.path.startswith("/api/v2/"):  # not the package of a function
            self.calls.add(route_of(request.method, request.path.removeprefix("/api/v2")))
        upstream = http.client.HTTPConnection(self.upstream, timeout=LIMIT_SECONDS)
        with contextlib.closing(upstream):
            upstream.request(request.method, request.target, request.body, dict(request.headers))
            answer = upstream.getresponse()
            headers = [header for header in answer.getheaders() if header[0].lower() != "content-length"]
            return peers.response(answer.status, answer.read(), headers)

    def allow(self, permissions):
        self.organisation.call("PATCH", "/genesys-cfn/admin/roles/" + self.role, {"permissions": sorted(permissions)})

    def live(self, *versions, stack="demo"):
        """Deploys one resource in these versions, then takes it away."""
        for version in versions:
            template = self.write("t.json", json.dumps({"Resources": {"R": version}}))
            self.deploy(template, stack, more=["--capabilities", "CAPABILITY_IAM"])
        self.json_of("delete", stack)

    def doctor(self, template):
        """{permission: what `doctor` says of it}."""
        checks = self.run_cli("doctor", template, "--output", "json").document["checks"]
        return {check["name"].split(" ")[1]: check["state"] for check in checks if "permission" in check["name"]}

    def is_enough(self, *versions, pages):
        documented = {call: permission for page in pages for call, permission in calls_of(page).items()}
        self.calls.clear()
        self.allow(set(documented.values()))
        states = self.doctor(self.write("t.json", json.dumps({"Resources": {"R": versions[0]}})))
        self.assertEqual(set(states.values()), {"ok"})
        self.live(*versions)
        self.assertLessEqual(self.calls, set(documented))
        self.assertTrue(self.calls)

    def says(self, text, *arguments):
        """Whether the command says so. It is not waited for any longer then: a rollback takes half a minute."""
        command = [PROGRAMS / "genesys-cfn", "--state-dir", self.state, *arguments]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
            for line in process.stdout:
                if text in line:
                    process.kill()
                    return True
        return False

    def is_needed(self, first, second, pages, besides=()):
        """Without one of them something fails and names it, at the latest the deletion."""
        needed = {permission for page in pages for permission in calls_of(page).values()} - set(besides)
        for number, missing in enumerate(sorted(needed)):
            with self.subTest(missing=missing):
                self.allow(needed - {missing})
                templates = [self.write(f"{name}.json", json.dumps({"Resources": {"R": version}}))
                             for name, version in (("first", first), ("second", second))]
                self.assertEqual(self.doctor(templates[0])[missing], "failed")
                stack = f"s{number}"
                commands = [*(["deploy", template, "--stack-name", stack] for template in templates), ["delete", stack]]
                self.assertTrue(any(self.says(missing, *command) for command in commands))

    def test_every_page_has_calls(self):
        for page in PAGES:
            self.assertTrue(calls_of(page))

    def test_a_data_action(self):
        plain = {"IntegrationName": "Web Services Data Actions"}
        self.is_enough(action("https://x.test/1", **plain), action("https://x.test/2", **plain),
                       action("https://x.test/2", "other", **plain), pages=["properties"])
        bare = {"IntegrationId": self.integration, "Category": "c", "DeleteWhenUsed": "Allow"}
        self.is_needed(action("https://x.test/1", **bare), action("https://x.test/2", **bare), ["properties"], OPTIONAL)

    def test_the_gate(self):
        tested = {"IntegrationId": self.integration, "Category": "c", "Publish": "Validated", "DeleteWhenUsed": "Allow",
                  "Test": [{"Name": "one", "Inputs": {}, "ExpectOutput": {"id": "1"}}]}
        first, second = action(self.remote.origin, **tested), action(self.remote.origin + "/2", **tested)
        self.is_enough(first, second, pages=["properties", "gate"])
        self.is_needed(first, second, ["properties", "gate"], OPTIONAL)

    def test_a_function(self):
        content = function_package("exports.handler = () => 1")
        self.storage.create_bucket(Bucket="packages")
        self.storage.put_object(Bucket="packages", Key="f.zip", Body=content)
        function = self.organisation.integrations()["Genesys Cloud Function Data Actions"]
        first = action("", IntegrationId=function, Category="c", DeleteWhenUsed="Allow", Function={
            "Zip": {"Bucket": "packages", "Key": "f.zip", "Digest": hashlib.sha256(content).hexdigest()},
            "Handler": "src/index.handler", "Runtime": "nodejs22.x"})
        del first["Properties"]["Definition"]["config"]["request"]["requestUrlTemplate"]
        first["Properties"]["Definition"]["config"]["request"]["requestType"] = "POST"
        second = copy.deepcopy(first)
        second["Properties"]["Function"]["TimeoutSeconds"] = 9
        pages = ["properties", "gate", "functions"]
        self.is_enough(first, second, pages=pages)
        self.is_needed(first, second, pages, {*OPTIONAL, "integrations:action:execute"})

    def test_an_integration(self):
        first = custom("Integration", IntegrationType="custom-rest-actions", Name="CRM", State="ENABLED")
        second = custom("Integration", IntegrationType="custom-rest-actions", Name="CRM 2", State="DISABLED")
        self.is_enough(first, second, pages=["integrations"])
        self.is_needed(first, second, ["integrations"])

    def test_a_credential(self):
        versions = [self.secrets.create_secret(Name="login", SecretString='{"u": "1", "p": "2"}')["VersionId"],
                    self.secrets.put_secret_value(SecretId="login", SecretString='{"u": "3", "p": "4"}')["VersionId"]]
        first, second = (custom("Credential", CredentialType="basicAuth", Name="Login", SecretId="login",
                                SecretVersion=version, Fields={"userName": "u", "password": "p"}) for version in versions)
        self.is_enough(first, second, pages=["credentials"])
        self.is_needed(first, second, ["credentials"])

    def test_an_authentication_action(self):
        credential = json.loads(self.organisation.call("POST", "/api/v2/integrations/credentials", {
            "name": "c", "type": {"name": "userDefinedOAuth"}, "credentialFields": {"clientId": "a"}}))
        path = f"/api/v2/integrations/{self.integration}/config/current"
        live = json.loads(self.organisation.call("GET", path))
        self.organisation.call("PUT", path, {**live, "credentials": {"basicAuth": {"id": credential["id"]}}})
        first, second = (custom("CustomAuthAction", IntegrationId=self.integration,
                                Definition={"config": config("https://login.test/" + path, "POST")}) for path in ("1", "2"))
        self.is_enough(first, second, pages=["custom-auth"])
        self.is_needed(first, second, ["custom-auth"])

    def test_a_look_up(self):
        self.organisation.call("POST", "/api/v2/integrations/actions", {
            "name": "By hand", "category": "c", "integrationId": self.integration, "config": config("https://x"),
            "contract": {"input": {"inputSchema": SCHEMA}, "output": {"successSchema": SCHEMA}}})
        first, second = (custom("DataActionLookup", Name="By hand", IntegrationName="Web Services Data Actions",
                                Version=version) for version in (1, 2))
        self.is_enough(first, second, pages=["lookup"])
        self.is_needed(first, second, ["lookup"])


if __name__ == "__main__":
    unittest.main()
