# SPDX-License-Identifier: Apache-2.0
"""drift and orphans of everything that stacks make: integrations, credentials, the authentication action, look-ups and
functions beside data actions."""
import hashlib
import io
import json
import pathlib
import time
import unittest
import zipfile

import boto3
from harness import EndToEnd, Organisation, credentials

CANARY = "canary-of-a-password"
INTEGRATIONS = "/api/v2/integrations"
ACTIONS = "/api/v2/integrations/actions"


def package(text):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(zipfile.ZipInfo("src/index.js"), text)
    return content.getvalue()


PACKAGE = package("exports.handler = () => 1")
FAMILY = """# The service desk.
Resources:
  Login:
    Type: Custom::GenesysCredential
    Properties:
      ServiceToken: !ImportValue genesys-cfn-ServiceToken
      CredentialType: userDefinedOAuth
      Name: CRM login   # in Genesys Cloud
      SecretId: crm/login
      Fields: {clientId: id, clientSecret: secret}
  Crm:
    Type: Custom::GenesysIntegration
    Properties:
      ServiceToken: !ImportValue genesys-cfn-ServiceToken
      IntegrationType: custom-rest-actions
      Name: CRM
      Notes: Of the desk   # for people
      Credentials: {basicAuth: !Ref Login}
      State: ENABLED
  Auth:
    Type: Custom::GenesysCustomAuthAction
    Properties:
      ServiceToken: !ImportValue genesys-cfn-ServiceToken
      IntegrationId: !Ref Crm
      Definition:
        config:
          request: {requestType: POST, requestUrlTemplate: 'https://login.example.com'}
          response: {}
  LookUp:
    Type: Custom::GenesysDataAction
    Properties:
      ServiceToken: !ImportValue genesys-cfn-ServiceToken
      IntegrationId: !GetAtt Crm.Id
      Name: Look up
      Definition:
        config:
          request: {requestType: GET, requestUrlTemplate: 'https://crm.example.com'}
          response: {}
        contract:
          input: {inputSchema: {type: object, properties: {id: {type: string}}}}
          output: {successSchema: {type: object, properties: {id: {type: string}}}}
  Same:
    Type: Custom::GenesysDataActionLookup
    DependsOn: LookUp
    Properties:
      ServiceToken: !ImportValue genesys-cfn-ServiceToken
      Name: Look up
      IntegrationName: CRM
"""
FUNCTION = """\
  Score:
    Type: Custom::GenesysDataAction
    Properties:
      ServiceToken: !ImportValue genesys-cfn-ServiceToken
      IntegrationName: Genesys Cloud Function Data Actions
      Name: Score
      Definition:
        config: {request: {requestType: POST}, response: {}}
        contract:
          input: {inputSchema: {type: object, properties: {id: {type: string}}}}
          output: {successSchema: {type: object, properties: {id: {type: string}}}}
      Function:
        Zip: {Bucket: packages, Key: score.zip, Digest: DIGEST}
        Handler: src/index.handler
        Runtime: nodejs22.x
        TimeoutSeconds: 10
""".replace("DIGEST", hashlib.sha256(PACKAGE).hexdigest())
TEMPLATE = FAMILY + FUNCTION


class Family(EndToEnd):
    def setUp(self):
        super().setUp()
        self.said = []
        self.template = pathlib.Path(self.state) / "template.yaml"
        self.template.write_text(TEMPLATE, encoding="utf-8")
        cloud = self.local_cloud()
        self.origin = cloud.__enter__()
        self.addCleanup(cloud.__exit__, None, None, None)
        self.organisation = Organisation(self.origin)

    def tearDown(self):
        # Whatever was printed: no value of the secret.
        self.assertNotIn(CANARY, "".join(self.said))
        super().tearDown()

    def run_cli(self, *arguments, **options):
        result = super().run_cli(*arguments, **options)
        self.said += [result.out, result.err]
        return result

    def client(self, service):
        client = boto3.client(service, endpoint_url=self.origin, **credentials())
        self.addCleanup(client.close)
        return client

    def call(self, method, path, body=None):
        return json.loads(self.organisation.call(method, path, body) or "null")

    def deploy_family(self):
        storage = self.client("s3")
        storage.create_bucket(Bucket="packages")
        storage.put_object(Bucket="packages", Key="score.zip", Body=PACKAGE)
        self.client("secretsmanager").create_secret(
            Name="crm/login", SecretString=json.dumps({"id": "desk", "secret": CANARY}))
        self.deploy(self.template)
        self.ids = {r["logicalId"]: r["physicalId"] for r in self.resources(code=0)}

    def resources(self, *more, code, target=("demo",)):
        self.document = self.json_of("drift", *target, *more, code=code)
        return self.document["stacks"][0]["resources"]

    def drift(self, *more, code, target=("demo",)):
        return {r["logicalId"]: r for r in self.resources(*more, code=code, target=target)}

    def configure(self, integration, **members):
        path = f"{INTEGRATIONS}/{integration}/config/current"
        live = self.call("GET", path)
        self.call("PUT", path, {**live, **members})

    def config_of(self, integration):
        return self.call("GET", f"{INTEGRATIONS}/{integration}/config/current")

    def edit(self):
        """By hand, in Genesys Cloud."""
        crm = self.ids["Crm"]
        notes = self.config_of(crm)["notes"].replace("Of the desk", "Of the night desk")
        self.configure(crm, notes=notes, name="CRM by hand", credentials={})
        self.call("PATCH", f"{INTEGRATIONS}/{crm}", {"intendedState": "DISABLED"})
        live = self.organisation.read(self.ids["LookUp"])
        self.call("PATCH", f"{ACTIONS}/{self.ids['LookUp']}",
                  {"name": "Look up by hand", "category": live["category"], "version": live["version"]})


class FamilyDrift(Family):
    def test_every_type_is_compared_accepted_and_put_back(self):
        self.deploy_family()
        same = {r["logicalId"]: r for r in self.document["stacks"][0]["resources"]}
        self.assertEqual({name: r["state"] for name, r in same.items()},
                         dict.fromkeys(("Auth", "Crm", "LookUp", "Login", "Same", "Score"), "in sync"))
        self.assertEqual(same["Crm"]["type"], "Custom::GenesysIntegration")
        self.assertEqual(same["Login"]["notes"],
                         ["the values of its fields cannot be compared: Genesys Cloud does not tell them"])
        self.assertEqual(same["Score"]["notes"], [])

        # Without the credential Genesys Cloud takes the authentication action away.
        self.edit()
        found = self.drift(code=2)
        self.assertEqual({d["field"]: (d["recorded"], d["live"]) for d in found["Crm"]["differences"]}, {
            "name": ('"CRM"', '"CRM by hand"'), "notes": ('"Of the desk"', '"Of the night desk"'),
            "credentials.basicAuth": (f'"{self.ids["Login"]}"', "(none)"), "state": ('"ENABLED"', '"DISABLED"')})
        self.assertEqual((found["Auth"]["state"], found["Score"]["state"]), ("gone", "in sync"))
        self.assertEqual(found["LookUp"]["differences"],
                         [{"field": "name", "recorded": '"Look up"', "live": '"Look up by hand"'}])
        self.assertEqual(found["Same"]["differences"],
                         [{"field": "integrations of this name", "recorded": "1", "live": "0"}])
        text = self.run_cli("drift", "demo")
        self.assertIn('~  Crm     drifted  integration "CRM"', text.out)
        self.assertIn("Genesys Cloud took it away", text.out)

        # The slot refers to another resource, so nothing of the integration is accepted.
        target = (self.template, "--stack-name", "demo")
        refused = self.run_cli("drift", *target, "--accept")
        self.assertEqual(refused.code, 1)
        self.assertIn("error: Crm: credentials.basicAuth is computed by a function", refused.err)
        self.assertEqual(self.template.read_text(encoding="utf-8"), TEMPLATE.replace("Name: Look up\n      Def",
                                                                                   "Name: Look up by hand\n      Def"))
        self.template.write_text(TEMPLATE, encoding="utf-8")

        # Back: the integration with its slot and its state, whose tag stays. With the slot the authentication action is
        # there again, and with the name the look-up finds what it found.
        reverted = self.drift("--revert", "--yes", code=1)
        self.assertEqual({name: r["state"] for name, r in reverted.items() if r["state"] != "in sync"},
                         {"Auth": "drifted"})
        live = self.config_of(self.ids["Crm"])
        self.assertEqual((live["name"], live["credentials"]["basicAuth"]["id"]), ("CRM", self.ids["Login"]))
        self.assertRegex(live["notes"], r"^Of the desk \[genesys-cfn [0-9a-f.]+\]$")
        self.assertEqual(self.call("GET", f"{INTEGRATIONS}/{self.ids['Crm']}")["intendedState"], "ENABLED")
        self.assertEqual({r["state"] for r in self.drift("--revert", "--yes", code=0).values()}, {"in sync"})

    def test_an_integration_accepted_into_its_file(self):
        self.deploy_family()
        crm = self.ids["Crm"]
        self.configure(crm, notes=self.config_of(crm)["notes"].replace("Of the desk", "Of all"))
        self.call("PATCH", f"{INTEGRATIONS}/{crm}", {"intendedState": "DISABLED"})
        target = (self.template, "--stack-name", "demo")
        dry = self.run_cli("drift", *target, "--accept", "--dry-run")
        self.assertEqual(dry.code, 2, str(dry))
        self.assertIn("-      Notes: Of the desk   # for people\n+      Notes: Of all   # for people\n", dry.out)
        accepted = self.json_of("drift", *target, "--accept")
        self.assertEqual(accepted["accepted"]["logicalIds"], ["Crm"])
        self.assertEqual(self.template.read_text(encoding="utf-8"),
                         TEMPLATE.replace("Of the desk", "Of all").replace("State: ENABLED", "State: DISABLED"))
        before = self.config_of(crm)["version"]
        self.deploy(self.template)
        self.assertEqual(self.config_of(crm)["version"], before)
        self.assertEqual({r["state"] for r in self.drift(code=0).values()}, {"in sync"})

    def test_credentials_the_authentication_action_functions_and_look_ups(self):
        self.deploy_family()
        live = self.call("GET", f"{INTEGRATIONS}/credentials/{self.ids['Login']}")
        self.call("PUT", f"{INTEGRATIONS}/credentials/{self.ids['Login']}", {
            "name": live["name"].replace("CRM login", "Renamed"), "type": {"name": "userDefinedOAuth"},
            "credentialFields": {"clientId": "x", "clientSecret": CANARY + "-2"}})
        auth = self.organisation.read(self.ids["Auth"])
        auth["config"]["request"]["requestUrlTemplate"] = "https://elsewhere.example.com"
        auth["config"].pop("timeoutSeconds", None)
        self.call("PATCH", f"{ACTIONS}/{self.ids['Auth']}", {"config": auth["config"], "version": auth["version"]})
        score = self.ids["Score"]
        self.call("POST", f"{ACTIONS}/{score}/draft", {})
        function = self.call("GET", f"{ACTIONS}/{score}/draft/function")
        self.call("PUT", f"{ACTIONS}/{score}/draft/function",
                  {**function["function"], "zipId": function["zip"]["id"], "timeoutSeconds": 7})
        draft = self.call("GET", f"{ACTIONS}/{score}/draft")
        self.call("POST", f"{ACTIONS}/{score}/draft/publish", {"version": draft["version"]})
        # A second action of the name: the look-up is ambiguous.
        contract = self.organisation.read(self.ids["LookUp"])
        other = {key: contract[key] for key in ("category", "config", "contract")}
        second = self.call("POST", ACTIONS, {**other, "name": "Look up", "integrationId": self.ids["Crm"]})["id"]

        found = self.drift(code=2)
        shown = {name: [f"{d['field']}: {d['recorded']} -> {d['live']}" for d in r["differences"]]
                 for name, r in found.items()}
        self.assertEqual(shown, {
            "Login": ['name: "CRM login" -> "Renamed"'], "Crm": [], "LookUp": [],
            "Auth": ['config.request.requestUrlTemplate: "https://login.example.com" -> "https://elsewhere.example.com"'],
            "Same": ["actions of this name: 1 -> 2"], "Score": ['function.timeoutSeconds: "10" -> "7"']})
        self.assertIn("ambiguous", found["Same"]["notes"][0])

        said = self.json_of("drift", self.template, "--stack-name", "demo", "--accept", "--dry-run", code=1)["accepted"]
        self.assertEqual(said["logicalIds"], ["Auth", "Login", "Score"])
        self.assertEqual([r["logicalId"] for r in said["refused"]], ["Same"])
        diff = said["files"][0]["diff"]
        for line in ("+      Name: Renamed   # in Genesys Cloud", "+        TimeoutSeconds: 7",
                     "+          request: {requestType: POST, requestUrlTemplate: 'https://elsewhere.example.com'}"):
            self.assertIn(line, diff)

        reverted = self.drift("--revert", "--yes", code=1)
        self.assertEqual({name: r["state"] for name, r in reverted.items() if r["state"] != "in sync"},
                         {"Login": "drifted", "Same": "drifted", "Score": "drifted"})
        self.assertIn("with its values", " ".join(reverted["Login"]["notes"]))
        self.assertIn("through a draft", " ".join(reverted["Score"]["notes"]))
        self.assertEqual(self.organisation.read(self.ids["Auth"])["config"]["request"]["requestUrlTemplate"],
                         "https://login.example.com")

        # Another action has the name alone; then none.
        first = self.organisation.read(self.ids["LookUp"])
        self.call("PATCH", f"{ACTIONS}/{self.ids['LookUp']}",
                  {"name": "Former", "category": first["category"], "version": first["version"]})
        self.assertEqual(self.drift(code=2)["Same"]["differences"],
                         [{"field": "id", "recorded": self.ids["LookUp"], "live": second}])
        self.organisation.call("DELETE", f"{ACTIONS}/{second}")
        self.assertEqual(self.drift(code=2)["Same"]["differences"],
                         [{"field": "name", "recorded": '"Look up"', "live": '"Former"'}])

    def test_what_is_gone_and_what_may_not_be_read(self):
        self.deploy_family()
        self.call("POST", "/genesys-cfn/admin/faults", {
            "method": "GET", "path": f"{INTEGRATIONS}/{self.ids['Crm']}/config/current", "do": "status", "status": 403,
            "times": "all"})
        found = self.drift(code=1)
        self.assertEqual(found["Crm"]["state"], "not read")
        self.assertIn("integrations:integration:view", found["Crm"]["notes"][0])
        self.assertEqual(found["Login"]["state"], "in sync")


class FamilyOrphans(Family):
    def tag(self, stack_id, logical_id):
        def digest(text):
            return hashlib.sha256(text.encode()).hexdigest()[:16]
        _, _, _, region, account, _ = stack_id.split(":", 5)
        parts = [digest(f"{account}\n{region}"), digest(f"{stack_id}\n{logical_id}"), "0" * 16, f"{int(time.time()):x}"]
        return f" [genesys-cfn {'.'.join(parts)}]"

    def orphans(self, code=0):
        return {(o["type"], o["name"]): o for o in self.json_of("orphans", code=code)["orphans"]}

    def test_what_a_stack_left_behind_goes_away_in_the_right_order(self):
        self.deploy_family()
        self.assertEqual(self.orphans(), {})
        self.assertEqual(self.run_cli("orphans").out, "No stack left anything behind.\n")
        stack_id = self.document["stacks"][0]["stackId"]

        # Half made: the POST went through, and nothing behind it.
        half = self.call("POST", INTEGRATIONS, {"name": "ERP" + self.tag(stack_id, "Erp"),
                                                "integrationType": {"id": "custom-rest-actions"}})["id"]
        login = self.call("POST", f"{INTEGRATIONS}/credentials", {
            "name": "ERP login" + self.tag(stack_id, "ErpLogin"), "type": {"name": "basicAuth"},
            "credentialFields": {"userName": "u", "password": CANARY}})["id"]
        foreign = self.call("POST", f"{INTEGRATIONS}/credentials", {
            "name": "By hand", "type": {"name": "basicAuth"},
            "credentialFields": {"userName": "u", "password": CANARY}})["id"]
        self.configure(half, credentials={"basicAuth": {"id": login}})
        contract = self.organisation.read(self.ids["LookUp"])
        action = self.call("POST", ACTIONS, {
            "name": "On it", "integrationId": half, **{key: contract[key] for key in ("category", "config")},
            "contract": {"input": {"inputSchema": {"type": "object"}}, "output": {"successSchema": {"type": "object"}}}})

        found = self.orphans()
        self.assertEqual({key: (o["id"], o["kind"], o["halfMade"], o["usedBy"]) for key, o in found.items()}, {
            ("integration", "ERP"): (half, "orphan", True, ["On it"]),
            ("credential", "ERP login"): (login, "orphan", False, ["ERP"])})
        text = self.run_cli("orphans").out
        self.assertRegex(text, r"integration +ERP \(half made\) +\d+ min +" + half + " +a stack that is gone +On it")

        # What is used, foreign or a stack's stays, each for its reason.
        refused = self.json_of("orphans", "--delete", login, half, foreign, self.ids["Crm"], "0" * 8, code=1)
        self.assertEqual(refused["deleted"], [])
        self.assertEqual([r["reason"].split(":")[0] for r in refused["refused"]],
                         ["integrations use it", "these actions are on it and would be deleted with it",
                          "it has no ownership tag of this AWS account and region", "the stack resource demo.Crm has it",
                          "there is no such data action, integration or credential"])
        self.organisation.call("DELETE", f"{ACTIONS}/{action['id']}")
        # The credential is named first, and goes last.
        self.assertEqual(self.json_of("orphans", "--delete", login, half)["deleted"], [login, half])
        self.assertEqual(self.orphans(), {})
        self.assertIn(foreign, self.organisation.call("GET", f"{INTEGRATIONS}/credentials/listing"))

    def test_what_was_kept_on_purpose_and_what_look_ups_have_found(self):
        kept = TEMPLATE.replace("    Type: Custom::GenesysIntegration\n",
                                "    Type: Custom::GenesysIntegration\n    DeletionPolicy: Retain\n").replace(
            "    Type: Custom::GenesysCredential\n", "    Type: Custom::GenesysCredential\n    DeletionPolicy: Retain\n")
        kept = kept.replace("  LookUp:\n    Type: Custom::GenesysDataAction\n",
                            "  LookUp:\n    Type: Custom::GenesysDataAction\n    DeletionPolicy: Retain\n")
        self.template.write_text(kept, encoding="utf-8")
        self.deploy_family()
        self.deploy(self.write("other.yaml", "Resources:\n  Same:" + TEMPLATE.split("  Same:")[1].split("  Score:")[0]
                               .replace("    DependsOn: LookUp\n", "")), stack="other")
        self.json_of("delete", "demo")
        found = self.orphans()
        self.assertEqual({key: (o["kind"], o["stackName"], o["logicalId"], o["usedBy"]) for key, o in found.items()}, {
            ("data action", "Look up"): ("retained", "demo", "LookUp", ["look-up other.Same"]),
            ("integration", "CRM"): ("retained", "demo", "Crm", ["Look up"]),
            ("credential", "CRM login"): ("retained", "demo", "Login", ["CRM"])})
        refused = self.json_of("orphans", "--delete", self.ids["LookUp"], code=1)["refused"]
        self.assertEqual(refused[0]["reason"], "look-ups of stacks have found it: other.Same")
        self.json_of("delete", "other")
        ids = [self.ids[name] for name in ("Login", "Crm", "LookUp")]
        self.assertEqual(self.json_of("orphans", "--delete", *ids)["deleted"], ids)
        self.assertEqual(self.orphans(), {})

    def test_without_a_permission_the_rest_is_found_and_nothing_deleted_unasked(self):
        self.deploy_family()
        stack_id = self.document["stacks"][0]["stackId"]
        left = self.call("POST", INTEGRATIONS, {"name": "ERP" + self.tag(stack_id, "Erp"),
                                                "integrationType": {"id": "custom-rest-actions"}})["id"]
        self.call("POST", "/genesys-cfn/admin/faults", {
            "method": "GET", "path": ACTIONS, "do": "status", "status": 403, "times": "all"})
        document = self.json_of("orphans", code=1)
        self.assertEqual([(o["id"], o["useIsKnown"]) for o in document["orphans"]], [(left, False)])
        self.assertIn("data actions", document["failed"][0])
        refused = self.json_of("orphans", "--delete", left, code=1)["refused"]
        self.assertIn("integrations:action:view", refused[0]["reason"])


class FamilyAdopt(Family):
    def by_hand(self):
        login = self.call("POST", f"{INTEGRATIONS}/credentials", {
            "name": "ERP login", "type": {"name": "basicAuth"},
            "credentialFields": {"userName": "u", "password": CANARY}})["id"]
        erp = self.call("POST", INTEGRATIONS, {"name": "ERP", "integrationType": {"id": "custom-rest-actions"}})["id"]
        self.configure(erp, notes="Of: finance", credentials={"basicAuth": {"id": login}})
        return login, erp

    def test_what_exists_is_taken_over_as_it_is(self):
        login, erp = self.by_hand()
        before = self.config_of(erp)["version"]
        snippet = self.run_cli("adopt", "ERP")
        self.assertEqual(snippet.code, 0, str(snippet))
        self.deploy(self.write("erp.yaml", snippet.out), stack="erp")
        self.assertEqual(self.config_of(erp)["version"], before, "nothing was written")
        self.assertEqual([r["state"] for r in self.resources(code=0, target=("erp",))], ["in sync"])

        document = self.json_of("adopt", login)
        self.assertEqual([one["parameter"] for one in document["toFillIn"]], ["ERPLoginSecret"])
        self.client("secretsmanager").create_secret(
            Name="erp/login", SecretString=json.dumps({"userName": "v", "password": CANARY + "-2"}))
        self.deploy(self.write("login.yaml", document["template"]), stack="login",
                    parameters={"ERPLoginSecret": "erp/login"})
        self.assertEqual([(r["physicalId"], r["state"]) for r in self.resources(code=0, target=("login",))],
                         [(login, "in sync")])
        for name, resource in (("ERP", "erp.ERPIntegration"), (login, "login." + document["logicalId"])):
            taken = self.run_cli("adopt", name)
            self.assertEqual(taken.code, 1)
            self.assertIn(f"the stack resource {resource} has it", taken.err)
        # They have no tag, and a stack has them.
        self.assertEqual(self.json_of("orphans")["orphans"], [])
        # Released, not deleted.
        self.json_of("delete", "erp")
        self.json_of("delete", "login")
        self.assertEqual(self.config_of(erp)["credentials"]["basicAuth"]["id"], login)

    def test_what_cannot_be_taken_over(self):
        self.by_hand()
        self.by_hand()
        self.assertIn("2 integrations are named", self.run_cli("adopt", "ERP").err)
        self.assertIn("2 credentials are named", self.run_cli("adopt", "ERP login").err)
        self.assertIn('no data action, integration or credential is named "EPR"; did you mean "ERP"?',
                      self.run_cli("adopt", "EPR").err)
        said = self.run_cli("adopt", "Web Services Data Actions", "--to", "x.json")
        self.assertEqual(said.code, 1)
        self.assertIn("this is the integration ", said.err)


if __name__ == "__main__":
    unittest.main()
