# SPDX-License-Identifier: Apache-2.0
"""drift: what somebody changed in Genesys Cloud is found, taken over into the files, or undone."""
import os
import pathlib
import pty
import subprocess
import unittest

from harness import PROGRAMS, QUICKSTART, EndToEnd, Organisation

DEFINITION = """{
    "name": "Look up",
    "config": {
        "request": {
            "requestUrlTemplate": "https:\\/\\/crm.example.com\\/cases\\/${input.id}",
            "requestType": "GET",
            "headers": {"Accept": "application\\/json"},
            "requestTemplate": "${input.rawRequest}"
        },
        "response": {"translationMap": {}, "translationMapDefaults": {}, "successTemplate": "${rawResult}"}
    },
    "contract": {
        "input": {"inputSchema": {"type": "object", "properties": {"id": {"type": "string"}}}},
        "output": {"successSchema": {"type": "object", "properties": {}}}
    }
}
"""
TEMPLATE = """# What the call flows use.
Resources:
  LookUp:
    Type: Custom::GenesysDataAction
    Properties:
      ServiceToken: !ImportValue genesys-cfn-ServiceToken
      IntegrationName: Web Services Data Actions
      DefinitionUri: actions/look-up.json   # beside this file
  Close:
    Type: Custom::GenesysDataAction
    Properties:
      ServiceToken: !ImportValue genesys-cfn-ServiceToken
      IntegrationName: Web Services Data Actions
      Name: 'Close'   # shown to people
      Category: Web Services Data Actions
      Definition:
        config:
          timeoutSeconds: 5  # the CRM is quick
          request:
            requestType: POST
            requestUrlTemplate: !Sub https://crm.example.com/${AWS::StackName}
            headers: {Content-Type: application/json}
            requestTemplate: |-
              {
                "id": "${input.id}"
              }
          response: {successTemplate: "${rawResult}"}
        contract:
          input: {inputSchema: {type: object, properties: {id: {type: string}}}}
          output: {successSchema: {type: object, properties: {}}}
"""


class Drift(EndToEnd):
    def setUp(self):
        super().setUp()
        self.folder = pathlib.Path(self.state) / "project"
        (self.folder / "actions").mkdir(parents=True)
        self.definition = self.folder / "actions/look-up.json"
        self.definition.write_text(DEFINITION, encoding="utf-8")
        self.template = self.folder / "template.yaml"
        self.template.write_text(TEMPLATE, encoding="utf-8")

    def deploy_both(self):
        self.deploy(self.template)
        self.ids = {a["name"]: a["id"] for a in self.actions()}

    def edit(self, changes):
        """By hand, in Genesys Cloud: {name: function of the action}."""
        with self.local_cloud() as origin:
            organisation = Organisation(origin)
            for name, change in changes.items():
                live = organisation.read(self.ids[name])
                change(live)
                organisation.call("PATCH", "/api/v2/integrations/actions/" + self.ids[name],
                                  {key: live[key] for key in ("name", "category", "config", "version")})

    def drift(self, *arguments, code):
        document = self.json_of("drift", *arguments, code=code)
        return {a["logicalId"]: a for stack in document["stacks"] for a in stack["resources"]}, document

    def live(self, name):
        with self.local_cloud() as origin:
            return Organisation(origin).read(self.ids[name])

    def test_nothing_drifted(self):
        self.deploy_both()
        actions, document = self.drift("demo", code=0)
        self.assertEqual({a["state"] for a in actions.values()}, {"in sync"})
        self.assertFalse(document["drifted"])
        said = self.run_cli("drift", self.template, "--stack-name", "demo")
        self.assertEqual((said.code, said.err), (0, ""))
        self.assertIn("Drift: 2 in sync.\n", said.out)
        missing = self.run_cli("drift", "none")
        self.assertEqual(missing.code, 1)
        self.assertIn("the stack none does not exist", missing.err)

    def change_both(self):
        def look_up(live):
            live["config"]["request"]["headers"] = {"Accept": "text/plain", "X-Api-Key": "not-for-eyes"}
            live["config"]["request"]["requestUrlTemplate"] = "https://crm.example.com/v2/${input.id}"
            live["name"] = "Look up a case"

        def close(live):
            live["name"] = "Close the case"
            live["config"]["timeoutSeconds"] = 9
            live["config"]["request"]["requestTemplate"] = '{\n  "id": "${input.id}",\n  "why": "ended"\n}'
        self.edit({"Look up": look_up, "Close": close})

    def test_what_was_changed_is_shown_accepted_and_planned_as_nothing(self):
        self.deploy_both()
        self.change_both()
        actions, _ = self.drift("demo", code=2)
        self.assertEqual([d["field"] for d in actions["Close"]["differences"]],
                         ["name", "config.timeoutSeconds", "config.request.requestTemplate"])
        self.assertEqual(actions["Close"]["differences"][1], {"field": "config.timeoutSeconds", "recorded": "5", "live": "9"})
        said = self.run_cli("drift")
        self.assertEqual(said.code, 2)
        self.assertIn('~  Close   drifted  "Close"', said.out)
        self.assertIn("config.timeoutSeconds: 5 -> 9", said.out)
        self.assertIn("config.request.headers.Accept: *** -> ***", said.out)
        self.assertNotIn("not-for-eyes", said.out)

        dry = self.run_cli("drift", self.template, "--stack-name", "demo", "--accept", "--dry-run")
        self.assertEqual(dry.code, 2, str(dry))
        self.assertIn("\n-          timeoutSeconds: 5  # the CRM is quick\n+          timeoutSeconds: 9  # the CRM is quick\n",
                      dry.out)
        self.assertEqual(self.template.read_text(encoding="utf-8"), TEMPLATE)

        os.chmod(self.template, 0o644)
        accepted = self.run_cli("drift", self.template, "--stack-name", "demo", "--accept")
        self.assertEqual(accepted.code, 0, str(accepted))
        self.assertRegex(accepted.err, r"^\S+/look-up\.json:7:64: warning\[GC021\]: the value of X-Api-Key is a credential")
        expected = TEMPLATE.replace("Name: 'Close'", "Name: 'Close the case'").replace(
            "timeoutSeconds: 5 ", "timeoutSeconds: 9 ").replace(
            '''"id": "${input.id}"\n''', '''"id": "${input.id}",\n                "why": "ended"\n''')
        self.assertEqual(self.template.read_text(encoding="utf-8"), expected)
        self.assertEqual(self.template.stat().st_mode & 0o777, 0o644)
        self.assertEqual(self.definition.read_text(encoding="utf-8"), DEFINITION.replace(
            '"Look up"', '"Look up a case"').replace('.com\\/cases\\/', '.com\\/v2\\/').replace(
            '"application\\/json"', '"text\\/plain", "X-Api-Key": "not-for-eyes"'))

        plan = self.json_of("plan", self.template, "--stack-name", "demo", code=0)
        self.assertEqual({r["effect"] for r in plan["resources"]}, {"no change"})
        before = {name: self.live(name)["version"] for name in self.ids}
        self.deploy(self.template)
        self.assertEqual({name: self.live(name)["version"] for name in self.ids}, before)
        self.drift("demo", code=0)

    def test_what_a_function_computes_is_refused_and_the_other_action_accepted(self):
        self.deploy_both()

        def url(live):
            live["config"]["request"]["requestUrlTemplate"] = "https://crm.example.com/by-hand"
            live["config"]["request"]["headers"] = {"X": "y"}
        self.edit({"Look up": url, "Close": url})
        said = self.run_cli("drift", self.template, "--stack-name", "demo", "--accept")
        self.assertEqual(said.code, 1)
        self.assertIn(":21:13: error: Close: config.request.requestUrlTemplate is written with Fn::Sub", said.err)
        self.assertEqual(self.template.read_text(encoding="utf-8"), TEMPLATE)
        self.assertIn("by-hand", self.definition.read_text(encoding="utf-8"))

    def test_an_edit_of_ones_own_is_not_overwritten(self):
        self.deploy_both()
        self.edit({"Close": lambda live: live["config"].update(timeoutSeconds=9)})
        self.template.write_text(TEMPLATE.replace("timeoutSeconds: 5", "timeoutSeconds: 7"), encoding="utf-8")
        said = self.run_cli("drift", self.template, "--stack-name", "demo", "--accept")
        self.assertEqual(said.code, 1)
        self.assertIn("says something else than the stack recorded", said.err)
        self.assertIn("timeoutSeconds: 7", self.template.read_text(encoding="utf-8"))
        document = self.json_of("drift", self.write("other.yaml", "Resources: {T: {Type: 'AWS::SNS::Topic'}}"),
                                "--stack-name", "demo", "--accept", code=1)
        self.assertEqual(document["accepted"]["refused"][0]["logicalId"], "Close")

    def test_what_was_recorded_is_written_back(self):
        self.deploy_both()
        self.change_both()
        refused = self.run_cli("drift", "demo", "--revert", stdin=subprocess.DEVNULL)
        self.assertEqual(refused.code, 64)
        self.assertIn("--yes", refused.err)
        _, document = self.drift("demo", "--revert", "--yes", code=0)
        self.assertTrue(document["reverted"])
        self.assertEqual({a["state"] for a in document["stacks"][0]["resources"]}, {"in sync"})
        self.assertEqual(self.live("Close")["config"]["timeoutSeconds"], 5)
        self.drift("demo", code=0)
        self.assertEqual(self.json_of("plan", self.template, "--stack-name", "demo")["resources"], [])

    def answer(self, text):
        """Runs --revert on a terminal, and gives the answer there."""
        controller, terminal = pty.openpty()
        process = subprocess.Popen([str(PROGRAMS / "genesys-cfn"), "--state-dir", self.state, "drift", "demo", "--revert"],
                                   stdin=terminal, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        os.close(terminal)
        os.write(controller, text.encode())
        out, err = process.communicate(timeout=120)
        os.close(controller)
        return process.returncode, out, err

    def test_a_person_is_asked_first(self):
        self.deploy_both()
        self.edit({"Close": lambda live: live["config"].update(timeoutSeconds=9)})
        code, out, err = self.answer("n\n")
        self.assertEqual(code, 2, out + err)
        self.assertIn("back to 1 data action? [y/N]", err)
        self.assertIn("Nothing was written.", out)
        self.assertEqual(self.live("Close")["config"]["timeoutSeconds"], 9)
        code, out, err = self.answer("y\n")
        self.assertEqual(code, 0, out + err)
        self.assertEqual(self.live("Close")["config"]["timeoutSeconds"], 5)

    def test_an_action_that_is_gone(self):
        self.deploy_both()
        with self.local_cloud() as origin:
            Organisation(origin).call("DELETE", "/api/v2/integrations/actions/" + self.ids["Close"])
        actions, _ = self.drift("demo", code=2)
        self.assertEqual({name: a["state"] for name, a in actions.items()}, {"Close": "gone", "LookUp": "in sync"})
        self.drift("demo", "--revert", "--yes", code=1)

    def test_two_stacks_and_one_definition_that_cannot_be_read(self):
        self.deploy_both()
        self.deploy(QUICKSTART, stack="other")
        self.edit({"Close": lambda live: live["config"].update(timeoutSeconds=9)})
        document = self.json_of("drift", code=2)
        states = {s["stackName"]: [a["state"] for a in s["resources"]] for s in document["stacks"]}
        self.assertEqual(states["demo"], ["drifted", "in sync"])
        self.assertEqual(states["other"], ["in sync", "in sync"])
        self.drift("other", code=0)
        # The text behind the reference goes away: that one is not judged, and the rest is.
        import boto3
        from harness import credentials
        with self.local_cloud() as origin:
            objects = boto3.client("s3", endpoint_url=origin, **credentials())
            for entry in objects.list_objects_v2(Bucket="genesys-cfn-definitions")["Contents"]:
                objects.delete_object(Bucket="genesys-cfn-definitions", Key=entry["Key"])
            objects.close()
        actions, _ = self.drift("demo", code=1)
        self.assertEqual((actions["LookUp"]["state"], actions["Close"]["state"]), ("not judged", "drifted"))
        self.assertIn("the definition cannot be read", actions["LookUp"]["notes"][0])

    def test_wrong_usage(self):
        for arguments in (["drift", "t.yaml"], ["drift", "demo", "--accept"], ["drift", "--stack-name", "demo"],
                          ["drift", "demo", "--dry-run"], ["drift", "demo", "--yes"],
                          ["drift", "t.yaml", "--stack-name", "demo", "--accept", "--revert"]):
            said = self.run_cli(*arguments)
            self.assertEqual(said.code, 64, str(said))
            self.assertTrue(said.err.startswith("error: "), said.err)

    def test_an_action_that_may_not_be_read_is_named_and_the_rest_is_judged(self):
        self.deploy_both()
        self.edit({"Close": lambda live: live["config"].update(timeoutSeconds=9)})
        with self.local_cloud() as origin:
            Organisation(origin).call("POST", "/genesys-cfn/admin/faults", {
                "method": "GET", "path": "/api/v2/integrations/actions/" + self.ids["Look up"], "do": "status",
                "status": 403, "times": "all"})
            actions, _ = self.drift("demo", code=1)
        self.assertEqual((actions["LookUp"]["state"], actions["Close"]["state"]), ("not read", "drifted"))
        self.assertIn("integrations:action:view", actions["LookUp"]["notes"][0])

    def test_a_write_that_meets_another_is_looked_at_again(self):
        self.deploy_both()
        self.edit({"Close": lambda live: live["config"].update(timeoutSeconds=9)})
        with self.local_cloud() as origin:
            Organisation(origin).call("POST", "/genesys-cfn/admin/faults", {
                "method": "PATCH", "path": "/api/v2/integrations/actions/*", "do": "status", "status": 409})
            actions, _ = self.drift("demo", "--revert", "--yes", code=0)
        self.assertIn("read again", " ".join(actions["Close"]["notes"]))
        self.assertEqual(self.live("Close")["config"]["timeoutSeconds"], 5)


if __name__ == "__main__":
    unittest.main()
