# SPDX-License-Identifier: Apache-2.0
"""export --with-integrations: an organisation that was clicked together, taken under CloudFormation, and made again."""
import hashlib
import json
import pathlib
import shutil
import tempfile
import unittest
import urllib.request

import boto3
from harness import EndToEnd, Organisation, credentials
from test_export import files_of
from test_from_nothing import function_package

API = "/api/v2/integrations"
CANARY = "canary-of-a-value"
SCHEMA = {"type": "object", "properties": {"id": {"type": "string"}}}
CONTRACT = {"input": {"inputSchema": SCHEMA}, "output": {"successSchema": SCHEMA}}


KINDS = ("actions", "integrations", "credentials", "authenticationActions", "lookUps")
PACKAGE = function_package("exports.handler = 1")


def with_digest(files):
    """After a deployment the function's package has a name that says what is in it."""
    digest = hashlib.sha256(PACKAGE).hexdigest()
    key = 'Key: "functions/score.zip"'
    return {path: text.replace(key, f'Key: "functions/{digest}.zip"\n          Digest: "{digest}"')
            .replace("functions/score.zip", f"functions/{digest}.zip") for path, text in files.items()}


class ByHand:
    """Somebody who makes things in the web page."""

    def __init__(self, organisation):
        self.organisation = organisation

    def ask(self, method, path, body=None):
        answer = self.organisation.call(method, API + path, body)
        return json.loads(answer) if answer else None

    def credential(self, name, kind, **fields):
        return self.ask("POST", "/credentials", {"name": name, "type": {"name": kind}, "credentialFields": fields})["id"]

    def integration(self, name, kind, state="ENABLED", **config):
        made = self.ask("POST", "", {"name": name, "integrationType": {"id": kind}})["id"]
        current = self.ask("GET", f"/{made}/config/current")
        self.ask("PUT", f"/{made}/config/current", {**current, "name": name, **config})
        self.ask("PATCH", f"/{made}", {"intendedState": state})
        return made

    def action(self, name, integration, url, **more):
        return self.ask("POST", "/actions", {
            "name": name, "category": "CRM", "integrationId": integration, "contract": CONTRACT,
            "config": {"request": {"requestType": "GET", "requestUrlTemplate": url}, "response": {}}, **more})["id"]

    def authentication(self, integration):
        path = f"/actions/customAuth_-_{integration}"
        live = self.ask("GET", path)
        self.ask("PATCH", path, {"version": live["version"], "config": {
            "request": {"requestType": "POST", "requestUrlTemplate": "https://login.example.com/token",
                        "requestTemplate": "grant_type=client_credentials\n", "headers": {"Accept": "application/json"}},
            "response": {"translationMap": {}, "translationMapDefaults": {}, "successTemplate": "${rawResult}"}}})
        return path.rsplit("/", 1)[1]

    def function(self, name, integration, package):
        draft = self.ask("POST", "/actions/drafts", {
            "name": name, "category": "CRM", "integrationId": integration, "contract": CONTRACT,
            "config": {"request": {"requestType": "POST", "requestTemplate": "${input.rawRequest}"}, "response": {}}})
        path = f"/actions/{draft['id']}/draft"
        target = self.ask("POST", path + "/function/upload", {"fileName": "by-hand.zip"})
        urllib.request.urlopen(urllib.request.Request(target["url"], method="PUT", data=package,
                                                      headers=target["headers"])).close()
        zip_id = self.ask("GET", path + "/function")["function"]["zipId"]
        self.ask("PUT", path + "/function", {"handler": "src/index.handler", "runtime": "nodejs22.x", "zipId": zip_id,
                                             "timeoutSeconds": 5, "description": "Scores"})
        self.ask("POST", path + "/publish", {"version": self.ask("GET", path)["version"]})
        return draft["id"]

    def everything(self):
        """What there is, by name, without the organisation's own."""
        listed = {kind: self.ask("GET", path)["entities"] for kind, path in
                  (("integrations", "?pageSize=100"), ("credentials", "/credentials/listing?pageSize=100"),
                   ("actions", "/actions?pageSize=100"))}
        return {kind: {one["name"]: one["id"] for one in entities} for kind, entities in listed.items()}


class ExportFamily(EndToEnd):
    def client(self, service, origin):
        client = boto3.client(service, endpoint_url=origin, **credentials())
        self.addCleanup(client.close)
        return client

    def export(self, name, *more, code=0):
        folder = f"{self.state}/{name}"
        document = self.json_of("export", "--to", folder, "--with-integrations", *more, code=code)
        self.said += json.dumps([document, files_of(folder) if pathlib.Path(folder).exists() else {}])
        return folder, document

    def setUp(self):
        super().setUp()
        self.said = ""
        self.addCleanup(lambda: self.assertNotIn(CANARY, self.said))

    def click_together(self, origin):
        by_hand = ByHand(Organisation(origin))
        login = by_hand.credential("CRM login", "userDefinedOAuth", clientId=CANARY + "-1", clientSecret=CANARY + "-2")
        self.crm = by_hand.integration("CRM", "custom-rest-actions", notes="Of the desk",
                                       properties={"host": "h", "retries": 3}, credentials={"basicAuth": {"id": login}})
        by_hand.authentication(self.crm)
        desk = by_hand.credential("Desk: login", "basicAuth", userName=CANARY + "-3", password=CANARY + "-4")
        web = by_hand.integration("Desk", "custom-rest-actions", "DISABLED", credentials={"basicAuth": {"id": desk}})
        functions = by_hand.integration("Functions", "function-data-actions")
        self.look_up = by_hand.action("Look up", self.crm, "https://crm.example.com/$esc.uriEncode(${input.id})")
        by_hand.action("Twice", web, f"https://x.example.com{API}/actions/{self.look_up}/execute")
        by_hand.function("Score", functions, PACKAGE)
        return by_hand

    def fill_in(self, origin):
        secrets, storage = self.client("secretsmanager", origin), self.client("s3", origin)
        secrets.create_secret(Name="crm", SecretString=json.dumps({"clientId": CANARY + "-1", "clientSecret": CANARY + "-2"}))
        secrets.create_secret(Name="desk", SecretString=json.dumps({"userName": CANARY + "-3", "password": CANARY + "-4"}))
        storage.create_bucket(Bucket="packages")
        storage.put_object(Bucket="packages", Key="functions/score.zip", Body=PACKAGE)
        return {"CRMLoginSecret": "crm", "DeskLoginSecret": "desk", "FunctionPackages": "packages"}

    def deploy_it(self, folder, parameters):
        deployed = self.deploy(f"{folder}/template.yaml", parameters=parameters)
        self.said += json.dumps(deployed) + self.run_cli("logs").out
        self.assertEqual(deployed["status"], "CREATE_COMPLETE")
        overrides = [f"{name}={value}" for name, value in parameters.items()]
        plan = self.json_of("plan", f"{folder}/template.yaml", "--stack-name", "demo", "--parameter-overrides", *overrides)
        self.assertEqual((plan["changes"], plan["resources"]), (False, []))

    def test_an_organisation_made_by_hand_is_taken_over_and_made_again(self):
        with self.local_cloud() as origin:
            by_hand = self.click_together(origin)
            before = by_hand.everything()
            version = by_hand.ask("GET", f"/{self.crm}/config/current")["version"]
            folder, document = self.export("adopt", "--adopt")
            self.assertEqual((document["failed"], document["madeByStacks"]), ([], []))
            self.assertEqual([one["logicalId"] for one in document["actions"]], ["LookUp", "Score", "Twice"])
            self.assertEqual([one["logicalId"] for one in document["integrations"]],
                             ["CRMIntegration", "DeskIntegration", "FunctionsIntegration"])
            self.assertEqual([one["logicalId"] for one in document["credentials"]],
                             ["CRMLoginCredential", "DeskLoginCredential"])
            self.assertEqual([one["id"] for one in document["authenticationActions"]], ["customAuth_-_" + self.crm])
            self.assertEqual([one["parameter"] for one in document["toFillIn"]],
                             ["CRMLoginSecret", "DeskLoginSecret", "FunctionPackages"])
            self.assertIn("/actions/@{LookUp}/execute", files_of(folder)["actions/twice.json"])
            checked = self.run_cli("validate", folder)
            self.said += checked.out
            self.assertEqual(checked.code, 0, str(checked))
            for parameter in ("CRMLoginSecret", "DeskLoginSecret", "FunctionPackages"):
                self.assertIn(f"warning[GC324]: {parameter} is still to be filled in: ", checked.out)
            new, _ = self.export("new")

            parameters = self.fill_in(origin)
            planned = self.json_of("plan", f"{folder}/template.yaml", "--stack-name", "demo", "--parameter-overrides",
                                   *[f"{name}={value}" for name, value in parameters.items()], code=2)
            self.said += json.dumps(planned)
            self.assertEqual({one["effect"] for one in planned["resources"]}, {"adopt"})
            # A deployment that fails gives everything back as it was.
            failed = self.deploy(f"{folder}/template.yaml", parameters={**parameters, "DeskLoginSecret": "nobody"}, code=1)
            self.said += json.dumps(failed)
            self.assertEqual(failed["status"], "ROLLBACK_COMPLETE")
            self.assertEqual(by_hand.everything(), before)
            self.assertEqual(self.json_of("delete", "demo")["status"], "DELETE_COMPLETE")
            self.deploy_it(folder, parameters)
            # Nothing is there twice, nothing has another id, and what was there already was not written.
            self.assertEqual(by_hand.everything(), before)
            self.assertEqual(by_hand.ask("GET", f"/{self.crm}/config/current")["version"], version)
            # The stack has all of it now, and nothing of it has a tag.
            _, taken = self.export("taken", "--adopt")
            self.assertEqual([taken[kind] for kind in KINDS], [[]] * len(KINDS))
            reasons = [one["reason"] for one in taken["leftOut"]]
            self.assertIn("the stack resource demo.CRMAuthentication has it", reasons)
            self.assertEqual({reason.split(" demo.")[0] for reason in reasons}, {"the stack resource"})
            self.assertEqual(len(reasons), 9)
            self.assertEqual(self.json_of("delete", "demo")["status"], "DELETE_COMPLETE")
            again, _ = self.export("again", "--adopt")
            self.assertEqual(files_of(again), with_digest(files_of(folder)))
            self.assertEqual(by_hand.everything(), before)
            kept = tempfile.mkdtemp(prefix="genesys-cfn-test-")
            self.addCleanup(shutil.rmtree, kept, ignore_errors=True)
            shutil.copytree(new, f"{kept}/new")

        # The same in an organisation that has nothing of it.
        self.state = tempfile.mkdtemp(prefix="genesys-cfn-test-")
        self.addCleanup(shutil.rmtree, self.state, ignore_errors=True)
        with self.local_cloud() as origin:
            self.deploy_it(f"{kept}/new", self.fill_in(origin))
            after = ByHand(Organisation(origin)).everything()
            self.assertEqual({kind: sorted(name.split(" [")[0] for name in names) for kind, names in after.items()},
                             {kind: sorted(names) for kind, names in before.items()})
            called = Organisation(origin).read(after["actions"]["Twice"])["config"]["request"]["requestUrlTemplate"]
            self.assertIn(f"/actions/{after['actions']['Look up']}/execute", called)
            again, _ = self.export("again")
            _, tagged = self.export("tagged", "--adopt")
            self.assertEqual((len(tagged["leftOut"]), tagged["madeByStacks"]), (9, []))
            self.assertEqual(files_of(again), with_digest(files_of(f"{kept}/new")))

    def test_what_refers_to_something_of_a_stack_finds_it(self):
        with self.local_cloud() as origin:
            by_hand = self.click_together(origin)
            crm = self.json_of("export", "--to", f"{self.state}/crm", "--with-integrations", "--adopt", "--integration",
                               self.crm)
            self.assertEqual(crm["leftOut"], [])
            self.fill_in(origin)
            self.deploy(f"{self.state}/crm/template.yaml", stack="crm", parameters={"CRMLoginSecret": "crm"})
            by_hand.action("New", self.crm, "https://crm.example.com/new")
            folder, document = self.export("rest", "--adopt")
            self.assertEqual(sorted(one["reason"] for one in document["leftOut"]),
                             [f"the stack resource crm.{name} has it" for name in
                              ("CRMAuthentication", "CRMIntegration", "CRMLoginCredential", "LookUp")])
            self.assertEqual([one["name"] for one in document["actions"]], ["New", "Score", "Twice"])
            self.assertEqual([one["id"] for one in document["lookUps"]], [self.look_up])
            template = files_of(folder)["template.yaml"]
            self.assertIn('IntegrationName: "CRM"', template)
            self.assertNotIn(self.crm, template)
            self.assertEqual(self.run_cli("validate", folder).code, 0)
            # The second stack's end is not that of what the first one has.
            before = by_hand.everything()
            self.deploy_it(folder, {"DeskLoginSecret": "desk", "FunctionPackages": "packages"})
            self.json_of("delete", "demo")
            self.assertEqual(by_hand.everything(), before)

    def test_only_what_was_asked_for(self):
        with self.local_cloud() as origin:
            self.click_together(origin)
            _, part = self.export("part", "--name", "Twice")
            self.assertEqual([one["name"] for one in part["integrations"]], ["Desk"])
            self.assertEqual([one["name"] for one in part["lookUps"]], ["Look up"])
            _, one = self.export("one", "--integration", self.crm)
            self.assertEqual([each["name"] for each in one["actions"] + one["integrations"] + one["credentials"]],
                             ["Look up", "CRM", "CRM login"])
            plain = self.json_of("export", "--to", f"{self.state}/plain")
            self.assertNotIn("integrations", plain)
            text = files_of(f"{self.state}/plain")
            self.assertIn('IntegrationName: "Desk"', text["template.yaml"])
            self.assertIn("Handler:", text["template.yaml"])
            self.assertIn(self.look_up, text["actions/twice.json"])
            self.said += json.dumps(text)

    def test_what_may_not_be_read_is_named_and_the_rest_is_written(self):
        with self.local_cloud() as origin:
            by_hand = self.click_together(origin)
            login = by_hand.everything()["credentials"]["CRM login"]
            desk = by_hand.everything()["integrations"]["Desk"]
            score = by_hand.everything()["actions"]["Score"]
            for path in (f"/credentials/{login}", f"/{desk}/config/current", f"/actions/{score}/function"):
                fault = {"method": "GET", "path": API + path, "do": "status", "status": 403, "times": "all"}
                request = urllib.request.Request(origin + "/genesys-cfn/admin/faults", method="POST",
                                                 data=json.dumps(fault).encode(), headers={"Content-Type": "application/json"})
                urllib.request.urlopen(request).close()
            folder, document = self.export("some", code=1)
            failed = {one["id"]: one["reason"] for one in document["failed"]}
            self.assertEqual(sorted(failed), sorted([login, desk, score]))
            self.assertIn("integrations:integration:view", failed[login])
            self.assertIn("integrations:actionFunction:view", failed[score])
            self.assertEqual([one["name"] for one in document["actions"]], ["Look up", "Twice"])
            self.assertIn('IntegrationName: "Desk"', files_of(folder)["template.yaml"])
            # The integration names it by its id.
            self.assertIn(f'basicAuth: "{login}"', files_of(folder)["template.yaml"])
            self.assertEqual(self.run_cli("validate", folder).code, 0)


if __name__ == "__main__":
    unittest.main()
