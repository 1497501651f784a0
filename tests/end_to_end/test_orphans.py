# SPDX-License-Identifier: Apache-2.0
"""orphans and adopt: actions that no stack has are found, deleted only when asked and unused, or taken over."""
import json
import pathlib
import unittest

from harness import QUICKSTART, EndToEnd, Organisation

ACTION = {"name": "Look up", "category": "CRM", "secure": False,
          "config": {"request": {"requestUrlTemplate": "https://crm.example.com/${input.id}", "requestType": "POST",
                                 "headers": {"Accept": "text/plain"}, "requestTemplate": "line 1\n\t\"line 2\"\n"},
                     "response": {"translationMap": {"a": "$.a"}, "translationMapDefaults": {},
                                  "successTemplate": "{\"a\": ${a}}"},
                     "timeoutSeconds": 7},
          "contract": {"input": {"inputSchema": {"type": "object", "properties": {"id": {"type": "string"}}}},
                       "output": {"successSchema": {"type": "object", "properties": {"a": {"type": "integer",
                                                                                         "default": 1}}}}}}


class Made(EndToEnd):
    def by_hand(self, action=None):
        with self.local_cloud() as origin:
            organisation = Organisation(origin)
            body = {**ACTION, **(action or {}), "integrationId": organisation.integrations()["Web Services Data Actions"]}
            return json.loads(organisation.call("POST", "/api/v2/integrations/actions", body))["id"]

    def call(self, method, path, body=None):
        with self.local_cloud() as origin:
            return Organisation(origin).call(method, path, body)

    def version(self, action_id):
        return json.loads(self.call("GET", "/api/v2/integrations/actions/" + action_id))["version"]


class Orphans(Made):
    def orphans(self, code=0):
        return {o["name"]: o for o in self.json_of("orphans", code=code)["orphans"]}

    def leave_one_behind(self):
        """A replacement whose old action a flow still uses: CloudFormation gives up deleting it."""
        self.deploy(QUICKSTART)
        old = next(a["id"] for a in self.actions() if a["name"] == "Look up case")
        flow = json.loads(self.call("POST", "/genesys-cfn/admin/flows",
                                    {"name": "Main menu", "type": "INBOUNDCALLFLOW", "actions": [old]}))
        self.replaced = self.deploy(QUICKSTART, parameters={"ReturnPriority": "yes"})
        return old, flow["id"]

    def test_a_deployment_says_what_it_left_behind_and_succeeds(self):
        old, flow = self.leave_one_behind()
        self.assertEqual(self.replaced["status"], "UPDATE_COMPLETE")
        left, = self.replaced["notDeleted"]
        self.assertIn("published flows use it: Main menu (INBOUNDCALLFLOW)", left.pop("reason"))
        self.assertEqual(left, {"logicalId": "LookupCase", "physicalId": old, "type": "Custom::GenesysDataAction",
                                "attempts": 3, "inStack": False})
        # The other way round, as people see it: the flow now uses the new action.
        new = next(a["id"] for a in self.actions() if a["name"] == "Look up case" and a["id"] != old)
        self.call("POST", "/genesys-cfn/admin/flows", {"name": "Main menu", "type": "INBOUNDCALLFLOW", "actions": [new]})
        said = self.run_cli("deploy", QUICKSTART, "--stack-name", "demo", "--parameter-overrides", "ReturnPriority=no")
        self.assertEqual(said.code, 0, str(said))
        self.assertRegex(said.out, r"DELETE_FAILED +Received.*\n.*\n.* attempt 2 of 3: for the same reason\n.*\n"
                                   r".* attempt 3 of 3: for the same reason\n")
        self.assertRegex(said.out, r"\n\nNot deleted, and in no stack any longer:\n  LookupCase \(Custom::GenesysDataAction\)  "
                                   + new + r"\n    The action .*Main menu.*\ngenesys-cfn orphans shows what uses it, .*\n$")

    def test_a_deletion_that_fails_names_what_the_stack_still_has(self):
        self.deploy(QUICKSTART)
        used = next(a["id"] for a in self.actions() if a["name"] == "Look up case")
        self.call("POST", "/genesys-cfn/admin/flows", {"name": "Main menu", "type": "INBOUNDCALLFLOW", "actions": [used]})
        document = self.json_of("delete", "demo", code=1)
        self.assertEqual((document["status"], document["failure"]["logicalId"]), ("DELETE_FAILED", "LookupCase"))
        self.assertEqual([(left["physicalId"], left["inStack"]) for left in document["notDeleted"]], [(used, True)])
        said = self.run_cli("delete", "demo")
        self.assertEqual(said.code, 1)
        self.assertIn("The stack demo is in DELETE_FAILED.\n", said.out)
        self.assertIn("Not deleted, and still in the stack demo:\n  LookupCase (Custom::GenesysDataAction)  " + used, said.out)
        self.assertIn("run genesys-cfn delete demo.", said.out)

    def test_what_a_stack_left_behind_is_found_and_deleted_when_nothing_uses_it(self):
        self.assertEqual(self.orphans(), {})
        old, flow = self.leave_one_behind()
        by_hand = self.by_hand()
        found = self.orphans()
        self.assertEqual(list(found), ["Look up case"])
        orphan = found["Look up case"]
        self.assertEqual((orphan["id"], orphan["kind"], orphan["stackName"], orphan["logicalId"]),
                         (old, "orphan", "demo", "LookupCase"))
        self.assertEqual(orphan["usedBy"], ["Main menu (INBOUNDCALLFLOW)"])
        self.assertRegex(orphan["created"], r"^\d{4}-\d\d-\d\dT")
        said = self.run_cli("orphans")
        self.assertRegex(said.out, r"Look up case +\d+ min +" + old + r" +demo\.LookupCase +Main menu \(INBOUNDCALLFLOW\)")

        recorded = next(a["id"] for a in self.actions() if a["name"] == "Close case")
        refused = self.json_of("orphans", "--delete", old, recorded, by_hand, "custom_-_none", code=1)
        self.assertEqual(refused["deleted"], [])
        self.assertEqual([r["reason"].split(":")[0] for r in refused["refused"]],
                         ["published flows use it", "the stack resource demo.CloseCase has it",
                          "it has no ownership tag of this AWS account and region", "there is no such data action, integration or credential"])
        self.call("DELETE", "/genesys-cfn/admin/flows/" + flow)
        said = self.run_cli("orphans", "--delete", "custom_-_none", "custom_-_none", "--output", "json")
        self.assertEqual(len(said.document["refused"]), 1)
        self.assertEqual(json.loads(said.err)["error"]["messages"], [
            "custom_-_none was not deleted: there is no such data action, integration or credential"])
        self.assertEqual(self.json_of("orphans", "--delete", old, old)["deleted"], [old])
        self.assertEqual(self.orphans(), {})
        self.assertEqual(len(self.actions()), 3)

    def test_what_was_kept_on_purpose_is_told_apart(self):
        template = json.dumps({"Resources": {name: {
            "Type": "Custom::GenesysDataAction", "DeletionPolicy": "Retain", "Properties": {
                "ServiceToken": {"Fn::ImportValue": "genesys-cfn-ServiceToken"}, "Name": name,
                "IntegrationName": "Web Services Data Actions", "Definition": json.dumps(ACTION)}}
            for name in ("One", "Two")}})
        self.deploy(self.write("t.json", template))
        smaller = json.loads(template)
        del smaller["Resources"]["One"]
        self.deploy(self.write("t.json", json.dumps(smaller)))
        self.assertEqual({name: (o["kind"], o["logicalId"]) for name, o in self.orphans().items()},
                         {"One": ("retained", "One")})
        self.json_of("delete", "demo")
        self.assertEqual({name: (o["kind"], o["stackName"]) for name, o in self.orphans().items()},
                         {"One": ("retained", "demo"), "Two": ("retained", "demo")})

    def test_an_action_that_may_not_be_read_is_named(self):
        self.leave_one_behind()
        hidden = self.by_hand()
        with self.local_cloud() as origin:
            Organisation(origin).call("POST", "/genesys-cfn/admin/faults", {
                "method": "GET", "path": "/api/v2/integrations/actions/" + hidden, "do": "status", "status": 403,
                "times": "all"})
            document = self.json_of("orphans", code=1)
        self.assertEqual([o["name"] for o in document["orphans"]], ["Look up case"])
        self.assertIn(hidden, document["failed"][0])


class Adopt(Made):
    def adopt_and_deploy(self, *arguments):
        action_id = self.by_hand()
        version = self.version(action_id)
        snippet = self.run_cli("adopt", *arguments)
        self.assertEqual(snippet.code, 0, str(snippet))
        self.deploy(self.write("adopted.yaml", snippet.out))
        self.assertEqual(self.version(action_id), version)
        self.assertEqual([a["id"] for a in self.actions()], [action_id])
        self.assertEqual(self.json_of("drift", "demo")["drifted"], False)
        return action_id, snippet.out

    def test_a_deployment_of_the_snippet_writes_nothing(self):
        action_id, snippet = self.adopt_and_deploy("Look up")
        self.assertIn(f"AdoptActionId: {action_id}\n", snippet)
        taken = self.run_cli("adopt", action_id)
        self.assertEqual(taken.code, 1)
        self.assertIn("the stack resource demo.LookUp has it", taken.err)

    def test_with_its_definition_in_a_file(self):
        _, snippet = self.adopt_and_deploy("Look up", "--to", "look-up.json")
        self.assertIn("DefinitionUri: look-up.json\n", snippet)
        self.assertEqual(json.loads(pathlib.Path(self.state, "look-up.json").read_text())["name"], "Look up")
        again = self.run_cli("adopt", self.by_hand({"name": "Other"}), "--to", "look-up.json")
        self.assertEqual(again.code, 1)
        self.assertIn("exists already", again.err)

    def test_compared_with_a_definition(self):
        action_id = self.by_hand()
        other = json.loads(json.dumps(ACTION))
        other["config"]["timeoutSeconds"] = 20
        document = self.json_of("adopt", action_id, "--definition", self.write("d.json", json.dumps(other)))
        self.assertEqual(document["differences"], [{"field": "config.timeoutSeconds", "live": "7", "definition": "20"}])
        other["contract"]["input"]["inputSchema"]["properties"]["more"] = {"type": "string"}
        said = self.run_cli("adopt", action_id, "--definition", self.write("d.json", json.dumps(other)))
        self.assertEqual(said.code, 1)
        self.assertIn("contract.input.inputSchema.properties.more", said.err)

    def test_what_cannot_be_found_or_taken(self):
        self.by_hand()
        self.assertIn('did you mean "Look up"?', self.run_cli("adopt", "Lok up").err)
        self.by_hand()
        several = self.run_cli("adopt", "Look up")
        self.assertEqual(several.code, 1)
        self.assertIn("2 data actions are named", several.err)
        self.assertIn("there is no data action", self.run_cli("adopt", "custom_-_none").err)


if __name__ == "__main__":
    unittest.main()
