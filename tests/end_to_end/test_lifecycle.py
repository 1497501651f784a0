# SPDX-License-Identifier: Apache-2.0
"""The main job: a template creates, updates, replaces, rolls back and deletes data actions."""
import unittest

from harness import EndToEnd, GUIDE, LOCAL_CODE, Organisation, QUICKSTART


class Lifecycle(EndToEnd):
    def statuses(self, document, logical_id):
        return [e["status"] for e in document["events"] if e["logicalId"] == logical_id]

    @staticmethod
    def edit_in_the_ui(organisation, action):
        live = organisation.read(action)
        live["config"]["request"]["requestUrlTemplate"] = "https://elsewhere.example.com"
        organisation.call("PATCH", "/api/v2/integrations/actions/" + action,
                          {"name": live["name"], "config": live["config"], "version": live["version"]})

    def test_a_stack_lives_and_leaves_nothing(self):
        created = self.deploy(QUICKSTART)
        self.assertEqual(created["status"], "CREATE_COMPLETE")
        self.assertEqual(created["operation"], "create")
        self.assertEqual(self.statuses(created, "LookupCase"), ["CREATE_IN_PROGRESS", "CREATE_IN_PROGRESS", "CREATE_COMPLETE"])
        ids = {a["name"]: a["id"] for a in self.actions()}
        self.assertEqual(ids, {"Look up case": created["outputs"]["LookupCaseId"],
                               "Close case": created["outputs"]["CloseCaseId"]})

        # The same again: nothing to do.
        self.assertEqual(self.deploy(QUICKSTART)["operation"], "none")

        # In place: ids stay.
        updated = self.deploy(QUICKSTART, parameters={"CrmUrl": "https://crm.example.com/v2"})
        self.assertEqual(updated["status"], "UPDATE_COMPLETE")
        self.assertEqual({a["name"]: a["id"] for a in self.actions()}, ids)
        self.assertEqual(updated["outputs"]["LookupCaseVersion"], "2")

        # Replacement: a new action, and the old one is gone afterwards; the other resource is not touched.
        replaced = self.deploy(QUICKSTART, parameters={"ReturnPriority": "yes"})
        self.assertEqual(replaced["status"], "UPDATE_COMPLETE")
        after = {a["name"]: a["id"] for a in self.actions()}
        self.assertNotEqual(after["Look up case"], ids["Look up case"])
        self.assertEqual(after["Close case"], ids["Close case"])
        self.assertEqual(len(after), 2)
        self.assertIn("DELETE_COMPLETE", self.statuses(replaced, "LookupCase"))
        self.assertEqual(self.statuses(replaced, "CloseCase"), [])

        # A failing update goes back whole.
        with self.local_cloud() as origin:
            before = Organisation(origin).read(after["Look up case"])
        failed = self.deploy(QUICKSTART, parameters={"CrmUrl": "https://crm.example.com/v3", "CloseTimeout": "90"}, code=1)
        self.assertEqual(failed["status"], "UPDATE_ROLLBACK_COMPLETE")
        reason = next(e["reason"] for e in failed["events"] if e["status"] == "UPDATE_FAILED")
        self.assertIn("timeoutSeconds", reason)
        self.assertIn("60", reason)
        with self.local_cloud() as origin:
            restored = Organisation(origin).read(after["Look up case"])
        self.assertEqual({**restored, "version": 0}, {**before, "version": 0})
        self.assertGreater(restored["version"], before["version"])

        deleted = self.json_of("delete", "demo")
        self.assertEqual(deleted["status"], "DELETE_COMPLETE")
        self.assertEqual(self.actions(), [])
        self.assertEqual(self.json_of("delete", "demo")["status"], "DOES_NOT_EXIST")

    def test_a_failed_creation_leaves_nothing_and_says_why(self):
        failed = self.deploy(QUICKSTART, parameters={"IntegrationName": "No such integration"}, code=1)
        self.assertEqual(failed["status"], "ROLLBACK_COMPLETE")
        reason = next(e["reason"] for e in failed["events"] if e["status"] == "CREATE_FAILED")
        self.assertIn("No such integration", reason)
        self.assertIn("Web Services Data Actions", reason)
        self.assertEqual(self.actions(), [])
        again = self.run_cli("deploy", QUICKSTART, "--stack-name", "demo")
        self.assertEqual(again.code, 1)
        self.assertIn("can only be deleted", again.err)
        self.assertEqual(self.json_of("delete", "demo")["status"], "DELETE_COMPLETE")

    def test_an_edit_in_the_ui_is_not_overwritten(self):
        created = self.deploy(QUICKSTART)
        action = created["outputs"]["LookupCaseId"]
        with self.local_cloud() as origin:
            organisation = Organisation(origin)
            self.edit_in_the_ui(organisation, action)
            failed = self.deploy(QUICKSTART, parameters={"CrmUrl": "https://crm.example.com/v2"}, code=1)
            self.assertEqual(failed["status"], "UPDATE_ROLLBACK_COMPLETE")
            reason = next(e["reason"] for e in failed["events"] if e["status"] == "UPDATE_FAILED")
            self.assertIn("changed outside of CloudFormation", reason)
            self.assertIn("requestUrlTemplate", reason)
            self.assertEqual(organisation.read(action)["config"]["request"]["requestUrlTemplate"],
                             "https://elsewhere.example.com")

    def test_an_edit_survives_the_rollback_of_a_mistake(self):
        created = self.deploy(QUICKSTART)
        action = created["outputs"]["CloseCaseId"]
        with self.local_cloud() as origin:
            organisation = Organisation(origin)
            self.edit_in_the_ui(organisation, action)
            failed = self.deploy(QUICKSTART, parameters={"CloseTimeout": "90"}, code=1)
            self.assertEqual(failed["status"], "UPDATE_ROLLBACK_COMPLETE")
            self.assertEqual(organisation.read(action)["config"]["request"]["requestUrlTemplate"],
                             "https://elsewhere.example.com")

    def test_another_integration_is_a_replacement(self):
        created = self.deploy(QUICKSTART)
        moved = self.deploy(QUICKSTART, parameters={"IntegrationName": "Genesys Cloud Data Actions"})
        self.assertEqual(moved["status"], "UPDATE_COMPLETE", moved)
        self.assertNotEqual(moved["outputs"]["LookupCaseId"], created["outputs"]["LookupCaseId"])
        self.assertEqual(len(self.actions()), 2)

    def test_a_retained_action_is_not_taken_again(self):
        text = QUICKSTART.read_text(encoding="utf-8").replace("    Type: Custom::GenesysDataAction\n",
                                                              "    Type: Custom::GenesysDataAction\n    UpdateReplacePolicy: Retain\n")
        template = self.write("retain.yaml", text)
        first = self.deploy(template)["outputs"]["LookupCaseId"]
        second = self.deploy(template, parameters={"ReturnPriority": "yes"})["outputs"]["LookupCaseId"]
        third = self.deploy(template, parameters={"ReturnPriority": "no"})["outputs"]["LookupCaseId"]
        self.assertEqual(len({first, second, third}), 3)
        self.json_of("delete", "demo")
        self.assertEqual({a["id"] for a in self.actions()}, {first, second})

    def test_an_action_deleted_in_the_ui_is_made_again(self):
        created = self.deploy(QUICKSTART)
        with self.local_cloud() as origin:
            Organisation(origin).call("DELETE", "/api/v2/integrations/actions/" + created["outputs"]["LookupCaseId"])
        updated = self.deploy(QUICKSTART, parameters={"CrmUrl": "https://crm.example.com/v2"})
        self.assertEqual(updated["status"], "UPDATE_COMPLETE")
        self.assertNotEqual(updated["outputs"]["LookupCaseId"], created["outputs"]["LookupCaseId"])
        self.assertEqual(len(self.actions()), 2)
        self.assertEqual(self.json_of("delete", "demo")["status"], "DELETE_COMPLETE")

    def test_the_guides_template(self):
        overrides = [f"{name}={value}" for name, value in LOCAL_CODE.items()]
        refused = self.run_cli("deploy", GUIDE, "--stack-name", "guide", "--parameter-overrides", *overrides)
        self.assertEqual(refused.code, 1)
        self.assertIn("CAPABILITY_IAM", refused.err)
        created = self.deploy(GUIDE, stack="guide", parameters={"EnvironmentName": "test", **LOCAL_CODE},
                              more=["--capabilities", "CAPABILITY_IAM"])
        self.assertEqual(created["status"], "CREATE_COMPLETE", created)
        actions = self.actions()
        self.assertEqual([a["name"] for a in actions], ["Look up customer (test)"])
        self.assertEqual(created["outputs"]["DataActionId"], actions[0]["id"])
        self.assertEqual(self.json_of("delete", "guide")["status"], "DELETE_COMPLETE")
        self.assertEqual(self.actions(), [])

    def test_status_and_events_tell_the_story(self):
        self.deploy(QUICKSTART)
        status = self.json_of("status", "demo")
        self.assertEqual(status["status"], "CREATE_COMPLETE")
        self.assertEqual({r["logicalId"] for r in status["resources"]}, {"LookupCase", "CloseCase"})
        self.assertEqual({s["stackName"] for s in self.json_of("status")["stacks"]}, {"demo", "genesys-cfn-provider"})
        events = self.json_of("events", "demo")["events"]
        self.assertEqual((events[0]["status"], events[-1]["status"]), ("CREATE_IN_PROGRESS", "CREATE_COMPLETE"))
        self.assertEqual(len(self.json_of("integrations")["integrations"]), 5)
        text = self.run_cli("status", "demo")
        self.assertIn("LookupCase", text.out)
        self.assertNotIn("\x1b", text.out)


if __name__ == "__main__":
    unittest.main()
