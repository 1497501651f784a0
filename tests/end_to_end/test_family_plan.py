# SPDX-License-Identifier: Apache-2.0
"""plan over a stack with every resource type: what it says is what a deployment then does, and no secret is in it."""
import copy
import hashlib
import io
import json
import unittest
import zipfile

import boto3
from harness import EndToEnd, Organisation, credentials

CANARY = "canary-of-a-password"
SERVICE = {"ServiceToken": {"Fn::ImportValue": "genesys-cfn-ServiceToken"}, "ServiceTimeout": 600}
SCHEMA = {"type": "object", "properties": {"id": {"type": "string"}}}


def custom(name, **properties):
    return {"Type": "Custom::Genesys" + name, "Properties": {**SERVICE, **properties}}


def definition(url=None, method="GET"):
    request = {"requestType": method, **({"requestUrlTemplate": url} if url else {})}
    return {"config": {"request": request, "response": {}},
            "contract": {"input": {"inputSchema": SCHEMA}, "output": {"successSchema": SCHEMA}}}


def function_package(text):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(zipfile.ZipInfo("src/index.js"), text)
    return content.getvalue()


def family(version, zip_version):
    return {"Resources": {
        "Login": custom("Credential", CredentialType="userDefinedOAuth", Name="CRM login", SecretId="crm/login",
                        SecretVersion=version, Fields={"clientId": "id", "clientSecret": "secret"}),
        "Crm": custom("Integration", IntegrationType="custom-rest-actions", Name="CRM", Notes="Of the desk",
                      State="ENABLED", Credentials={"basicAuth": {"Ref": "Login"}}),
        "Auth": custom("CustomAuthAction", IntegrationId={"Ref": "Crm"}, Definition={"config": {
            "request": {"requestType": "POST", "requestUrlTemplate": "https://login.example.com",
                        "headers": {"X-Key": CANARY}}, "response": {}}}),
        "LookUp": custom("DataAction", IntegrationId={"Ref": "Crm"}, Name="Look up", Category="CRM",
                         Definition=definition("https://crm.example.com")),
        "Same": {**custom("DataActionLookup", Name="Look up", IntegrationName="CRM"), "DependsOn": "LookUp"},
        "Functions": custom("Integration", IntegrationType="function-data-actions", Name="Functions", State="ENABLED"),
        "Score": custom("DataAction", IntegrationId={"Ref": "Functions"}, Name="Score", Category="CRM",
                        Definition=definition(method="POST"), Function={
                            "Zip": {"Bucket": "packages", "Key": "score.zip", "VersionId": zip_version},
                            "Handler": "src/index.handler", "Runtime": "nodejs22.x", "TimeoutSeconds": 5})}}


class FamilyPlan(EndToEnd):
    def plan(self, document, code=2, as_text=False):
        path = self.write("plan.json", json.dumps(document))
        said = self.json_of("plan", path, "--stack-name", "demo", code=code)
        self.assertNotIn(CANARY, json.dumps(said))
        if as_text:
            shown = self.run_cli("plan", path, "--stack-name", "demo")
            self.assertNotIn(CANARY, shown.out + shown.err)
        return {resource["logicalId"]: resource for resource in said["resources"]}

    def effects(self, resources):
        return {name: resource["effect"] for name, resource in resources.items()}

    def fields(self, resource):
        return {d["field"]: (d["before"], d["after"]) for d in resource["differences"]}

    def changed(self, document, name, **properties):
        changed = copy.deepcopy(document)
        changed["Resources"][name]["Properties"].update(properties)
        return changed

    def client(self, service, origin):
        client = boto3.client(service, endpoint_url=origin, **credentials())
        self.addCleanup(client.close)
        return client

    def test_validate_finds_what_does_not_fit_and_shows_no_value(self):
        stack = family("v", "1")
        stack["Resources"]["Login"]["Properties"]["CredentialFields"] = {"clientSecret": CANARY}
        stack["Resources"]["Crm"]["Properties"]["Credentials"] = {"oauth": {"Ref": "Login"}}
        stack["Resources"]["Score"]["Properties"]["IntegrationId"] = {"Ref": "Crm"}
        stack["Resources"]["Auth"]["Properties"]["Definition"]["config"]["request"]["headers"] = {}
        del stack["Resources"]["Same"]["DependsOn"]
        path = self.write("wrong.json", json.dumps(stack, indent=1))
        for form in ("text", "json", "sarif", "junit"):
            said = self.run_cli("validate", path, "--format", form)
            self.assertEqual(said.code, 1)
            self.assertNotIn(CANARY, said.out + said.err)
            for code in ("GC320", "GC322", "GC323"):
                self.assertIn(code, said.out)

    def test_every_type_is_planned_as_it_is_deployed(self):
        with self.local_cloud() as origin:
            organisation = Organisation(origin)
            secrets, storage = self.client("secretsmanager", origin), self.client("s3", origin)
            secrets.create_secret(Name="crm/login", SecretString="{}")
            storage.create_bucket(Bucket="packages")
            storage.put_bucket_versioning(Bucket="packages", VersioningConfiguration={"Status": "Enabled"})

            def rotate(text):
                value = json.dumps({"id": "one", "secret": CANARY + text})
                return secrets.put_secret_value(SecretId="crm/login", SecretString=value)["VersionId"]

            def upload(text):
                return storage.put_object(Bucket="packages", Key="score.zip", Body=function_package(text))["VersionId"]

            first, package = rotate("1"), upload("exports.handler = () => 1")
            stack = family(first, package)
            self.assertEqual(self.effects(self.plan(stack)), {
                "Login": "create", "Crm": "create", "Auth": "adopt", "LookUp": "create", "Same": "look up",
                "Functions": "create", "Score": "create"})

            made = self.deploy(self.write("template.json", json.dumps(stack)))
            ids = {e["logicalId"]: e["physicalId"] for e in made["events"] if e["status"] == "CREATE_COMPLETE"}
            self.assertEqual(self.plan(stack, code=0), {})

            with self.subTest("a rotation changes the credential in place, and nothing that refers to it"):
                second = rotate("2")
                rotated = self.plan(self.changed(stack, "Login", SecretVersion=second), as_text=True)
                self.assertEqual(rotated["Login"]["effect"], "update")
                self.assertEqual(self.fields(rotated["Login"]), {"SecretVersion": (f'"{first}"', f'"{second}"')})
                self.assertIn("written anew", rotated["Login"]["notes"][0])
                others = {e for name, e in self.effects(rotated).items() if name != "Login"}
                self.assertLessEqual(others, {"no change"})

            with self.subTest("keys of the secret are not shown"):
                keys = self.plan(self.changed(stack, "Login", Fields={"clientId": "id", "clientSecret": CANARY}), as_text=True)
                self.assertEqual(self.fields(keys["Login"]), {"Fields.clientSecret": ("***", "***")})

            with self.subTest("members of an integration"):
                notes = self.plan(self.changed(stack, "Crm", Notes="Of everybody", State="DISABLED"))
                self.assertEqual(self.fields(notes["Crm"]), {
                    "notes": ('"Of the desk"', '"Of everybody"'), "state": ('"ENABLED"', '"DISABLED"')})
                self.assertEqual(notes["Crm"]["effect"], "update")

            with self.subTest("an integration that is known only at the deployment is no replacement"):
                named = self.changed(stack, "Crm", Notes="Of everybody")
                properties = named["Resources"]["LookUp"]["Properties"]
                del properties["IntegrationId"]
                properties["IntegrationName"] = {"Fn::GetAtt": ["Crm", "Name"]}
                planned = self.plan(named)["LookUp"]
                self.assertEqual(planned["effect"], "update")
                self.assertIn("known only at the deployment", planned["notes"][0])

            with self.subTest("the authentication action, without its headers"):
                auth = stack["Resources"]["Auth"]["Properties"]["Definition"]
                other = copy.deepcopy(auth)
                other["config"]["request"].update(requestUrlTemplate="https://sso.example.com",
                                                  headers={"X-Key": CANARY + "-new"})
                planned = self.plan(self.changed(stack, "Auth", Definition=other), as_text=True)["Auth"]
                self.assertEqual(planned["effect"], "update")
                self.assertEqual(self.fields(planned), {
                    "config.request.requestUrlTemplate": ('"https://login.example.com"', '"https://sso.example.com"'),
                    "config.request.headers.X-Key": ("***", "***")})

            with self.subTest("a function's settings and its package"):
                content = function_package("exports.handler = () => 2")
                version = storage.put_object(Bucket="packages", Key="score.zip", Body=content)["VersionId"]
                wanted = {**stack["Resources"]["Score"]["Properties"]["Function"], "TimeoutSeconds": 9,
                          "Zip": {"Bucket": "packages", "Key": "score.zip", "VersionId": version}}
                planned = self.plan(self.changed(stack, "Score", Function=wanted))["Score"]
                self.assertEqual(planned["effect"], "update")
                self.assertEqual(self.fields(planned)["function.timeoutSeconds"], ('"5"', '"9"'))
                self.assertIn(hashlib.sha256(content).hexdigest(), self.fields(planned)["function.package"][1])

                same = upload("exports.handler = () => 1")
                wanted = {**wanted, "TimeoutSeconds": 5}
                wanted["Zip"] = {**wanted["Zip"], "VersionId": same}
                self.assertEqual(self.plan(self.changed(stack, "Score", Function=wanted), code=0)["Score"]["effect"],
                                 "no change")
                self.assertEqual(self.plan(self.changed(stack, "Score", Function={**wanted, "Runtime": "cobol85"}),
                                           code=1)["Score"]["effect"], "refused")
                missing = {**wanted, "Zip": {"Bucket": "packages", "Key": "nothing.zip"}}
                planned = self.plan(self.changed(stack, "Score", Function=missing), code=1)["Score"]
                self.assertIn("Function.Zip (s3://packages/nothing.zip)", planned["notes"][0])

            with self.subTest("a look-up that finds another action"):
                static = self.changed(stack, "Same", Name="Get User Presence")
                self.assertEqual(self.plan(static, code=1)["Same"]["effect"], "refused")

            with self.subTest("what the platform would refuse"):
                for change, expected in ((("Crm", {"Credentials": {"basic": "x"}}), "/Credentials/basic: unknown slot"),
                                         (("Login", {"Fields": {"clientId": "id", "typo": CANARY}}), ""),
                                         (("Login", {"CredentialFields": {"password": CANARY}}), "do not belong")):
                    planned = self.plan(self.changed(stack, change[0], **change[1]), code=1 if expected else 2,
                                        as_text=True)
                    if expected:
                        self.assertEqual(planned[change[0]]["effect"], "refused")
                        self.assertIn(expected, planned[change[0]]["notes"][0])

            with self.subTest("an authentication action of an integration that gets no credential"):
                bare = copy.deepcopy(stack)
                bare["Resources"] = {"Bare": custom("Integration", IntegrationType="custom-rest-actions", Name="Bare"),
                                     "Auth": copy.deepcopy(stack["Resources"]["Auth"])}
                bare["Resources"]["Auth"]["Properties"]["IntegrationId"] = {"Ref": "Bare"}
                path = self.write("bare.json", json.dumps(bare))
                said = self.json_of("plan", path, "--stack-name", "bare", code=1)
                planned = {r["logicalId"]: r for r in said["resources"]}["Auth"]
                self.assertEqual(planned["effect"], "refused")
                self.assertIn("the integration Bare of this template gets no authentication action", planned["notes"][0])

            with self.subTest("drift is said before the deployment fails"):
                path = f"/api/v2/integrations/{ids['Functions']}"
                live = json.loads(organisation.call("GET", path + "/config/current"))
                organisation.call("PUT", path + "/config/current", {**live, "name": "By hand"})
                planned = self.plan(self.changed(stack, "Functions", Name="New name"), code=1)["Functions"]
                self.assertEqual(planned["effect"], "drifted")
                self.assertEqual(self.fields(planned), {"name": ('"Functions"', '"By hand"')})
                self.assertIn("recorded -> live", planned["notes"][0])
                self.assertIn("genesys-cfn drift --accept", planned["notes"][0])
                live = json.loads(organisation.call("GET", path + "/config/current"))
                organisation.call("PUT", path + "/config/current", {**live, "name": "Functions"})

            with self.subTest("a replacement names its cause, and reaches what refers to it"):
                by_hand = json.loads(organisation.call("POST", "/api/v2/integrations/actions", {
                    "name": "By hand", "category": "c", "integrationId": ids["Crm"], **definition("https://x")}))["id"]
                planned = self.plan(self.changed(stack, "Crm", IntegrationType="purecloud-data-actions", Credentials={}),
                                    code=1)
                crm = planned["Crm"]
                self.assertEqual(crm["effect"], "replace")
                self.assertEqual(self.fields(crm)["integrationType"],
                                 ('"custom-rest-actions"', '"purecloud-data-actions"'))
                said = " ".join(crm["notes"])
                self.assertIn("only a new integration can have another IntegrationType; the id changes", said)
                self.assertIn(f"By hand ({by_hand})", said)
                self.assertNotIn("Look up", said)
                self.assertIn("so it is not deleted", said)
                self.assertNotIn("is then deleted", said)
                self.assertEqual(planned["LookUp"]["effect"], "replace")
                self.assertIn("another integration", planned["LookUp"]["notes"][0])
                self.assertEqual(planned["Auth"]["effect"], "refused")
                self.assertIn("customAuth_-_(the new id of Crm)", planned["Auth"]["notes"][0])
                kept = self.changed(stack, "Crm", IntegrationType="purecloud-data-actions", Credentials={})
                kept["Resources"]["Crm"]["UpdateReplacePolicy"] = "Retain"
                self.assertEqual(self.plan(kept, code=1)["Crm"]["notes"][1:], [
                    f"{ids['Crm']}, which the stack has now, stays in Genesys Cloud without the stack, because "
                    "UpdateReplacePolicy retains it"])

                planned = self.plan(self.changed(stack, "Login", CredentialType="basicAuth",
                                                 Fields={"userName": "id", "password": "secret"}))
                self.assertEqual(planned["Login"]["effect"], "replace")
                self.assertIn("another CredentialType", planned["Login"]["notes"][0])
                self.assertIn("is then deleted", planned["Login"]["notes"][-1])
                self.assertEqual(self.fields(planned["Crm"]), {
                    "credentials.basicAuth": (f'"{ids["Login"]}"', '"(the new id of Login)"')})

            with self.subTest("an adoption in place of the own integration, and what is on that"):
                other = json.loads(organisation.call("POST", "/api/v2/integrations", {
                    "name": "Other", "integrationType": {"id": "custom-rest-actions"}}))["id"]
                crm = self.plan(self.changed(stack, "Crm", AdoptIntegrationId=other))["Crm"]
                self.assertEqual((crm["effect"], crm["physicalId"]), ("adopt", ids["Crm"]))
                said = " ".join(crm["notes"])
                self.assertIn("takes over " + other, said)
                self.assertIn(f"By hand ({by_hand}); so it is not deleted and stays without the stack", said)

            with self.subTest("what is removed"):
                fewer = copy.deepcopy(stack)
                for name in ("Auth", "LookUp", "Same", "Crm", "Login"):
                    del fewer["Resources"][name]
                planned = self.plan(fewer)
                self.assertEqual(self.effects(planned), {"Auth": "release", "LookUp": "delete", "Same": "release",
                                                         "Crm": "delete", "Login": "delete"})
                self.assertIn(f"By hand ({by_hand})", " ".join(planned["Crm"]["notes"]))
                self.assertIn("DeleteWhenUsed", " ".join(planned["Crm"]["notes"]))
                self.assertEqual(planned["Login"]["notes"], [])

            with self.subTest("and so it comes: the deployed update leaves nothing to plan"):
                everything = self.changed(self.changed(stack, "Login", SecretVersion=second), "Crm", Notes="Of everybody")
                self.assertEqual(self.plan(everything)["Crm"]["effect"], "update")
                done = self.deploy(self.write("template.json", json.dumps(everything)))
                self.assertEqual(done["status"], "UPDATE_COMPLETE")
                self.assertEqual({e["logicalId"]: e["physicalId"] for e in done["events"]
                                  if e["logicalId"] in ids and e["physicalId"]}.items() - ids.items(), set())
                self.assertEqual(self.plan(everything, code=0), {})


if __name__ == "__main__":
    unittest.main()
