# SPDX-License-Identifier: Apache-2.0
"""Integrations, credentials, look-ups and the authentication action: one template from nothing, and away again."""
import copy
import json
import unittest

import boto3
from harness import EndToEnd, Organisation, credentials

PASSWORD = "canary-of-a-password"
SERVICE = {"ServiceToken": {"Fn::ImportValue": "genesys-cfn-ServiceToken"}, "ServiceTimeout": 600}


def custom(name, **properties):
    return {"Type": "Custom::Genesys" + name, "Properties": {**SERVICE, **properties}}


def config(url, method="GET"):
    return {"request": {"requestType": method, "requestUrlTemplate": url}, "response": {}}


def family(version, state="ENABLED", url="https://login.example.com", category="CRM"):
    schema = {"type": "object", "properties": {"id": {"type": "string"}}}
    return {"Resources": {
        "Login": custom("Credential", CredentialType="userDefinedOAuth", Name="CRM login", SecretId="crm/login",
                        SecretVersion=version, Fields={"clientId": "id", "clientSecret": "secret"}),
        "Crm": custom("Integration", IntegrationType="custom-rest-actions", Name="CRM", Notes="Of the desk", State=state,
                      Credentials={"basicAuth": {"Ref": "Login"}}),
        "Auth": custom("CustomAuthAction", IntegrationId={"Ref": "Crm"}, Definition={"config": config(url, "POST")}),
        "Lookup": custom("DataAction", IntegrationId={"Ref": "Crm"}, Name="Look up", Category=category, Definition={
            "config": config("https://crm.example.com"),
            "contract": {"input": {"inputSchema": schema}, "output": {"successSchema": schema}}}),
        "Same": {**custom("DataActionLookup", Name="Look up", IntegrationName="CRM"), "DependsOn": "Lookup"}},
        "Outputs": {"Credential": {"Value": {"Ref": "Login"}}, "Integration": {"Value": {"Ref": "Crm"}},
                    "State": {"Value": {"Fn::GetAtt": ["Crm", "State"]}}, "Auth": {"Value": {"Ref": "Auth"}},
                    "Action": {"Value": {"Ref": "Lookup"}}, "Same": {"Value": {"Ref": "Same"}}}}


class TypeFamily(EndToEnd):
    def template(self, document):
        return self.write("template.json", json.dumps(document))

    def reasons(self, document, status):
        return " ".join(e.get("reason") or "" for e in document["events"] if e["status"] == status)

    def secret(self, origin):
        client = boto3.client("secretsmanager", endpoint_url=origin, **credentials())
        self.addCleanup(client.close)
        return client

    def put(self, client, name, **values):
        return client.put_secret_value(SecretId=name, SecretString=json.dumps(values))["VersionId"]

    def test_from_nothing_and_away_again(self):
        with self.local_cloud() as origin:
            client, organisation = self.secret(origin), Organisation(origin)
            client.create_secret(Name="crm/login", SecretString="{}")
            first = self.put(client, "crm/login", id="one", secret=PASSWORD)
            second = self.put(client, "crm/login", id="two", secret=PASSWORD + "-2")
            before = organisation.integrations()

            made = self.deploy(self.template(family(first)))
            self.assertEqual(made["status"], "CREATE_COMPLETE")
            out = made["outputs"]
            self.assertEqual(organisation.integrations(), {**before, "CRM": out["Integration"]})
            self.assertEqual(out["State"], "ENABLED")
            self.assertEqual(out["Auth"], "customAuth_-_" + out["Integration"])
            self.assertEqual(out["Same"], out["Action"])
            live = json.loads(organisation.call("GET", f"/api/v2/integrations/{out['Integration']}/config/current"))
            self.assertEqual(live["credentials"]["basicAuth"]["id"], out["Credential"])
            self.assertRegex(live["notes"], r"^Of the desk \[genesys-cfn ")

            # Rotation: the credential in place, and nothing else.
            rotated = self.deploy(self.template(family(second)))
            self.assertEqual(rotated["outputs"], out)
            self.assertEqual({e["logicalId"] for e in rotated["events"] if e["logicalId"] != "demo"}, {"Login"})
            after = json.loads(organisation.call("GET", f"/api/v2/integrations/{out['Integration']}/config/current"))
            self.assertEqual(after["version"], live["version"])

            # An update that fails late goes back whole.
            failed = self.deploy(self.template(family(second, state="DISABLED", url="https://other", category="x" * 300)),
                                 code=1)
            self.assertEqual(failed["status"], "UPDATE_ROLLBACK_COMPLETE")
            shown = json.loads(organisation.call("GET", f"/api/v2/integrations/{out['Integration']}"))
            self.assertEqual(shown["intendedState"], "ENABLED")
            self.assertEqual(organisation.read(out["Auth"])["config"]["request"]["requestUrlTemplate"],
                             "https://login.example.com")

            self.assertEqual(self.json_of("delete", "demo")["status"], "DELETE_COMPLETE")
            self.assertEqual(organisation.integrations(), before)
            left = json.loads(organisation.call("GET", "/api/v2/integrations/credentials/listing"))["entities"]
            self.assertEqual(left, [])

            # No value of the secret is in anything that the programs have said.
            said = json.dumps([made, rotated, failed]) + self.run_cli("logs").out
            self.assertNotIn(PASSWORD, said)
            self.assertIn("authentication_action_left", said)

    def test_a_stack_that_cannot_be_made_leaves_nothing(self):
        with self.local_cloud() as origin:
            client, organisation = self.secret(origin), Organisation(origin)
            client.create_secret(Name="crm/login", SecretString="{}")
            version = self.put(client, "crm/login", id="one", secret=PASSWORD)
            before = organisation.integrations()
            document = family(version, category="x" * 300)
            failed = self.deploy(self.template(document), code=1)
            self.assertEqual(failed["status"], "ROLLBACK_COMPLETE")
            self.assertEqual(organisation.integrations(), before)
            left = json.loads(organisation.call("GET", "/api/v2/integrations/credentials/listing"))["entities"]
            self.assertEqual(left, [])

    def test_what_others_use_is_kept_and_named(self):
        with self.local_cloud() as origin:
            client, organisation = self.secret(origin), Organisation(origin)
            client.create_secret(Name="crm/login", SecretString=json.dumps({"id": "one", "secret": PASSWORD}))
            made = self.deploy(self.template(
                {"Resources": {"Crm": custom("Integration", IntegrationType="custom-rest-actions", Name="CRM")},
                 "Outputs": {"Id": {"Value": {"Ref": "Crm"}}}}))
            organisation.call("POST", "/api/v2/integrations/actions", {
                "name": "By hand", "category": "c", "integrationId": made["outputs"]["Id"], "config": config("https://x"),
                "contract": {"input": {"inputSchema": {"type": "object"}},
                             "output": {"successSchema": {"type": "object"}}}})
            refused = self.json_of("delete", "demo", code=1)
            self.assertEqual(refused["status"], "DELETE_FAILED")
            self.assertIn("By hand", self.reasons(refused, "DELETE_FAILED"))
            self.assertIn("CRM", organisation.integrations())

    def test_wrong_input_is_told_before_anything_is_written(self):
        with self.local_cloud() as origin:
            client, organisation = self.secret(origin), Organisation(origin)
            client.create_secret(Name="crm/login", SecretString=json.dumps({"user": "u", "pass": PASSWORD}))
            before = organisation.integrations()
            login = custom("Credential", CredentialType="basicAuth", Name="n", SecretId="crm/login",
                           Fields={"userName": "user", "password": "pass"})

            def changed(resource, **properties):
                document = copy.deepcopy(resource)
                document["Properties"].update(properties)
                return document

            cases = [
                (custom("Integration", IntegrationType="rest", Name="n"), "There are: purecloud-data-actions"),
                (custom("Integration", IntegrationType="custom-rest-actions", Name="n", Credentials={"basic": "x"}),
                 "/Credentials/basic: unknown slot"),
                (changed(login, Fields={"userName": "user"}), "/Fields/password: is missing"),
                (changed(login, Fields={"userName": "user", "password": "typed-in-plain"}),
                 "/Fields/password: the secret crm/login has no such key; it has user, pass"),
                (changed(login, CredentialType="basic"), "There are: pureCloudOAuthClient"),
                (changed(login, SecretId="/genesys/oauth/credentials"), "provider's own OAuth client"),
                (changed(login, CredentialFields={"password": "typed-in-plain"}), "do not belong into a template"),
                (custom("DataActionLookup", Name="Nobody", IntegrationName="Web Services Data Actions"),
                 "no action with the name"),
                (custom("DataActionLookup", Name="Nobody", IntegrationName="Nowhere"), "no integration with the name"),
                (custom("CustomAuthAction", IntegrationId="x", Definition={"config": {"timeoutSeconds": 5}}),
                 "/Definition/config/timeoutSeconds"),
            ]
            # One stack; the first that fails may cancel others, so each is alone.
            for number, (resource, expected) in enumerate(cases):
                with self.subTest(expected=expected):
                    failed = self.deploy(self.template({"Resources": {"R": resource}}), stack=f"s{number}", code=1)
                    reasons = self.reasons(failed, "CREATE_FAILED")
                    self.assertIn(expected, reasons)
                    self.assertNotIn("typed-in-plain", reasons)
            self.assertEqual(organisation.integrations(), before)
            self.assertEqual(json.loads(organisation.call("GET", "/api/v2/integrations/credentials/listing"))["entities"], [])

    def test_validate_and_graph_know_the_types(self):
        document = family("v")
        document["Resources"]["Crm"]["Properties"]["Nots"] = "x"
        del document["Resources"]["Login"]["Properties"]["SecretId"]
        document["Outputs"]["State"]["Value"] = {"Fn::GetAtt": ["Crm", "Stat"]}
        checked = self.run_cli("validate", self.template(document))
        self.assertEqual(checked.code, 1)
        for expected in ("Did you mean Notes?", "SecretId", "no attribute Stat"):
            self.assertIn(expected, checked.out + checked.err)
        graph = self.run_cli("graph", self.template(family("v")))
        self.assertEqual(graph.code, 0)
        for name in family("v")["Resources"]:
            self.assertIn(name, graph.out)


if __name__ == "__main__":
    unittest.main()
