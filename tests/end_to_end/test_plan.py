# SPDX-License-Identifier: Apache-2.0
"""plan: what it says is what a deployment then does, and it leaves nothing behind."""
import copy
import json
import unittest

import boto3

from harness import QUICKSTART, EndToEnd, Organisation, credentials


class Plan(EndToEnd):
    def plan(self, template=QUICKSTART, parameters=None, code=2, stack="demo", **options):
        overrides = ["--parameter-overrides", *[f"{k}={v}" for k, v in parameters.items()]] if parameters else []
        document = self.json_of("plan", template, "--stack-name", stack, *overrides, code=code, **options)
        return {resource["logicalId"]: resource for resource in document["resources"]}, document

    def test_a_new_stack_is_planned_and_nothing_stays(self):
        resources, document = self.plan()
        self.assertEqual(document["operation"], "create")
        self.assertEqual({r["effect"] for r in resources.values()}, {"create"})
        self.assertEqual(resources["LookupCase"]["name"], "Look up case")
        self.assertEqual([s["stackName"] for s in self.json_of("status")["stacks"]], ["genesys-cfn-provider"])
        self.assertEqual(self.actions(), [])

    def test_what_is_deployed_already_needs_nothing(self):
        self.deploy(QUICKSTART)
        resources, document = self.plan(code=0)
        self.assertEqual((resources, document["changes"]), ({}, False))
        said = self.run_cli("plan", QUICKSTART, "--stack-name", "demo")
        self.assertEqual((said.code, said.out), (0, "Stack demo (update): nothing to do.\n"))

    def test_an_update_in_place_shows_each_field(self):
        self.deploy(QUICKSTART)
        before = self.actions()
        resources, _ = self.plan(parameters={"CrmUrl": "https://crm.example.com/v2"})
        look_up = resources["LookupCase"]
        self.assertEqual(look_up["effect"], "update")
        self.assertEqual([d["field"] for d in look_up["differences"]], ["config.request.requestUrlTemplate"])
        self.assertIn("/v1/", look_up["differences"][0]["before"])
        self.assertIn("/v2/", look_up["differences"][0]["after"])
        self.assertEqual(self.actions(), before)
        with self.local_cloud() as origin:
            stacks = boto3.client("cloudformation", endpoint_url=origin, **credentials())
            self.assertEqual(stacks.list_change_sets(StackName="demo")["Summaries"], [])
            stacks.close()

    def test_a_stack_that_allows_no_update_is_named_with_what_helps(self):
        self.deploy(QUICKSTART, parameters={"CloseTimeout": "90"}, code=1)
        said = self.run_cli("plan", QUICKSTART, "--stack-name", "demo")
        self.assertEqual((said.code, said.out), (1, ""))
        self.assertIn("ROLLBACK_COMPLETE", said.err)
        self.assertIn("genesys-cfn delete demo", said.err)

    def test_the_template_of_another_stack_is_asked_about(self):
        self.deploy(QUICKSTART)
        other = self.write("other.yaml", "Resources: {Other: {Type: AWS::CloudFormation::WaitConditionHandle}}\n")
        _, document = self.plan(other)
        self.assertEqual(document["warnings"],
                         ["none of the 2 resources of the stack demo is in the template: is it the right stack?"])
        self.assertEqual(self.plan(parameters={"ReturnPriority": "yes"})[1]["warnings"], [])

    def test_a_replacement_says_why_and_who_is_affected(self):
        self.deploy(QUICKSTART)
        action = next(a for a in self.actions() if a["name"] == "Look up case")
        with self.local_cloud() as origin:
            Organisation(origin).call("POST", "/genesys-cfn/admin/flows", {
                "name": "Main menu", "type": "INBOUNDCALLFLOW", "actions": [action["id"]]})
        resources, _ = self.plan(parameters={"ReturnPriority": "yes"})
        look_up = resources["LookupCase"]
        self.assertEqual((look_up["effect"], look_up["physicalId"]), ("replace", action["id"]))
        self.assertIn("contract", " ".join(look_up["notes"]))
        self.assertEqual(look_up["flows"], ["Main menu (INBOUNDCALLFLOW)"])
        # And so it comes: a new action beside the old one, which the flow keeps.
        self.deploy(QUICKSTART, parameters={"ReturnPriority": "yes"})
        self.assertEqual(len([a for a in self.actions() if a["name"] == "Look up case"]), 2)

    def test_drift_is_said_before_the_deployment_fails(self):
        self.deploy(QUICKSTART)
        action = next(a for a in self.actions() if a["name"] == "Look up case")
        with self.local_cloud() as origin:
            organisation = Organisation(origin)
            live = organisation.read(action["id"])
            live["config"]["timeoutSeconds"] = 9
            organisation.call("PATCH", "/api/v2/integrations/actions/" + action["id"],
                              {"name": live["name"], "category": live["category"], "config": live["config"],
                               "version": live["version"]})
        resources, document = self.plan(parameters={"CrmUrl": "https://crm.example.com/v2"}, code=1)
        self.assertTrue(document["wouldFail"])
        self.assertEqual(resources["LookupCase"]["effect"], "drifted")
        self.assertEqual(resources["LookupCase"]["differences"],
                         [{"field": "config.timeoutSeconds", "before": "5", "after": "9"}])

    def test_a_removed_resource_is_deleted(self):
        template = {"Resources": {name: {"Type": "Custom::GenesysDataAction", "Properties": {
            "ServiceToken": {"Fn::ImportValue": "genesys-cfn-ServiceToken"}, "Name": name,
            "IntegrationName": "Web Services Data Actions", "Definition": {
                "config": {"request": {"requestUrlTemplate": "https://a.example.com/" + name, "requestType": "GET"}},
                "contract": {"input": {"inputSchema": {"type": "object", "properties": {}}},
                             "output": {"successSchema": {"type": "object", "properties": {}}}}}}}
            for name in ("One", "Two", "Three")}}
        template["Resources"]["Three"]["DeletionPolicy"] = "Retain"
        self.deploy(self.write("t.json", json.dumps(template)))
        del template["Resources"]["Two"], template["Resources"]["Three"]
        resources, _ = self.plan(self.write("t2.json", json.dumps(template)))
        self.assertEqual({name: r["effect"] for name, r in resources.items()}, {"Two": "delete", "Three": "release"})

    def test_what_would_be_refused_is_said(self):
        text = QUICKSTART.read_text(encoding="utf-8")
        resources, document = self.plan(parameters={"IntegrationName": "Web Service Data Actions"}, code=1)
        self.assertEqual(resources["LookupCase"]["effect"], "refused")
        self.assertIn("did you mean", resources["LookupCase"]["notes"][0])
        resources, _ = self.plan(self.write("t.yaml", text.replace("requestType: GET", "requestType: FETCH")), code=1)
        self.assertEqual(resources["LookupCase"]["effect"], "refused")
        self.assertIn("requestType", resources["LookupCase"]["notes"][0])

    def one_action(self, **properties):
        return {"Resources": {"One": {"Type": "Custom::GenesysDataAction", "Properties": {
            "ServiceToken": {"Fn::ImportValue": "genesys-cfn-ServiceToken"}, "Name": "One",
            "IntegrationName": "Web Services Data Actions", **properties, "Definition": {
                "config": {"request": {"requestUrlTemplate": "https://a.example.com/one", "requestType": "GET"}},
                "contract": {"input": {"inputSchema": {"type": "object", "properties": {}}},
                             "output": {"successSchema": {"type": "object", "properties": {}}}}}}}}}

    def plan_one(self, template, code=2):
        return self.plan(self.write("one.json", json.dumps(template)), code=code)[0]["One"]

    def deploy_one(self, template, code=0):
        return self.deploy(self.write("one.json", json.dumps(template)), code=code)

    def by_hand(self, organisation, integration, **more):
        """An action as `one_action` has it, but for its name, its headers and its time-out."""
        body = copy.deepcopy(self.one_action()["Resources"]["One"]["Properties"]["Definition"])
        body["config"].update(timeoutSeconds=9, **more)
        body["config"]["request"]["headers"] = {"X-Key": "canary"}
        body["config"]["response"] = {}
        return json.loads(organisation.call("POST", "/api/v2/integrations/actions", {
            "name": "By hand", "category": "c", "integrationId": integration, **body}))["id"]

    def test_what_an_adoption_would_overwrite_or_refuse_is_said(self):
        with self.local_cloud() as origin:
            organisation = Organisation(origin)
            integrations = organisation.integrations()
            one = self.by_hand(organisation, integrations["Web Services Data Actions"])
            wanted = self.one_action(AdoptActionId=one)

            with self.subTest("no such action"):
                missing = self.one_action(AdoptActionId="custom_-_00000000-0000-4000-8000-000000000000")
                planned = self.plan_one(missing, code=1)
                self.assertEqual(planned["effect"], "refused")
                self.assertIn("does not exist in this Genesys Cloud organisation; check AdoptActionId",
                              planned["notes"][0])

            with self.subTest("another contract and another integration"):
                other = copy.deepcopy(wanted)
                properties = other["Resources"]["One"]["Properties"]
                properties["Definition"]["contract"]["output"]["successSchema"]["properties"]["x"] = {"type": "string"}
                properties["IntegrationName"] = next(n for n in integrations if n != "Web Services Data Actions")
                planned = self.plan_one(other, code=1)
                self.assertEqual(planned["effect"], "refused")
                self.assertIn("cannot be adopted: it differs from the properties in contract, integration",
                              planned["notes"][0])

            with self.subTest("what is overwritten, and so it comes"):
                planned = self.plan_one(wanted)
                self.assertEqual((planned["effect"], planned["physicalId"]), ("adopt", one))
                fields = {d["field"]: (d["before"], d["after"]) for d in planned["differences"]}
                self.assertEqual(fields["name"], ('"By hand"', '"One"'))
                self.assertEqual(fields["config.request.headers.X-Key"], ("***", "(none)"))
                self.deploy_one(wanted)
                live = organisation.read(one)
                self.assertEqual((live["name"], live["config"]["request"]["headers"]), ("One", {}))

            with self.subTest("without AdoptActionId a new action is made"):
                planned = self.plan_one(self.one_action())
                self.assertEqual(planned["effect"], "replace")
                self.assertIn(f"{one}, which the stack has now, stays in Genesys Cloud", " ".join(planned["notes"]))
                self.deploy_one(self.one_action())
                self.assertEqual(len([a for a in self.actions() if a["name"] == "One"]), 2)

    def test_an_adoption_in_place_of_the_own_action_names_what_is_deleted(self):
        self.deploy_one(self.one_action(DeleteWhenUsed="Allow"))
        own = next(a for a in self.actions() if a["name"] == "One")
        with self.local_cloud() as origin:
            organisation = Organisation(origin)
            other = self.by_hand(organisation, own["integrationId"])
            organisation.call("POST", "/genesys-cfn/admin/flows", {
                "name": "Main menu", "type": "INBOUNDCALLFLOW", "actions": [own["id"]]})
            planned = self.plan_one(self.one_action(DeleteWhenUsed="Allow", AdoptActionId=other))
            self.assertEqual((planned["effect"], planned["physicalId"]), ("adopt", own["id"]))
            self.assertIn("takes over " + other, planned["notes"])
            self.assertIn(f"{own['id']}, which the stack has now, is then deleted", " ".join(planned["notes"]))
            self.assertEqual(planned["flows"], ["Main menu (INBOUNDCALLFLOW)"])
            self.assertIn("name", [d["field"] for d in planned["differences"]])
            missing = self.one_action(AdoptActionId="custom_-_x")
            self.assertEqual(self.plan_one(missing, code=1)["effect"], "refused")
            released = self.plan_one(self.one_action(DeleteWhenUsed="Allow", AdoptActionId=own["id"]), code=0)
            self.assertEqual((released["effect"], released["notes"]), ("no change", []))
            # And so it comes.
            self.deploy_one(self.one_action(DeleteWhenUsed="Allow", AdoptActionId=other))
            self.assertEqual([a["id"] for a in self.actions() if a["name"] == "One"], [other])

    def test_what_becomes_of_an_adopted_action_without_its_resource(self):
        with self.local_cloud() as origin:
            organisation = Organisation(origin)
            one = self.by_hand(organisation, organisation.integrations()["Web Services Data Actions"])
            wanted = self.one_action(AdoptActionId=one)
            wanted["Resources"]["Other"] = {"Type": "AWS::CloudFormation::WaitConditionHandle"}
            self.deploy_one(wanted)
            rest = {"Resources": {"Other": wanted["Resources"]["Other"]}}
            self.assertEqual(self.plan_one(rest)["effect"], "release")
            wanted["Resources"]["One"]["Properties"]["OnDelete"] = "Delete"
            self.deploy_one(wanted)
            self.assertEqual(self.plan_one(rest)["effect"], "delete")

    def test_an_integration_id_that_does_not_exist_is_refused(self):
        template = self.one_action(IntegrationId="00000000-0000-4000-8000-000000000000")
        del template["Resources"]["One"]["Properties"]["IntegrationName"]
        planned = self.plan_one(template, code=1)
        self.assertEqual(planned["effect"], "refused")
        self.assertIn("does not exist in this Genesys Cloud organisation; check IntegrationId", planned["notes"][0])

    def test_markdown_for_a_pull_request(self):
        said = self.run_cli("plan", QUICKSTART, "--stack-name", "demo", "--output", "markdown")
        self.assertEqual(said.code, 2, str(said))
        self.assertTrue(said.out.startswith("### Plan for the stack `demo` (create)\n\n2 to create\n\n| |"), said.out)
        refused = self.run_cli("status", "--output", "markdown")
        self.assertEqual(refused.code, 64)


if __name__ == "__main__":
    unittest.main()
