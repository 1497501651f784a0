# SPDX-License-Identifier: Apache-2.0
"""export: what it writes deploys to the same actions elsewhere, and reads back as the same files."""
import json
import pathlib
import shutil
import tempfile
import unittest
import urllib.request

from harness import CORPUS, QUICKSTART, EndToEnd, Organisation


def files_of(folder):
    folder = pathlib.Path(folder)
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*"))
            if path.is_file()}


class Export(EndToEnd):
    def another_state(self):
        before, self.state = self.state, tempfile.mkdtemp(prefix="genesys-cfn-test-")
        self.addCleanup(shutil.rmtree, self.state, ignore_errors=True)
        return before

    def export(self, name, *more, code=0, **options):
        folder = f"{self.state}/{name}"
        return folder, self.json_of("export", "--to", folder, *more, code=code, **options)

    def check_round_trip(self, count):
        folder, document = self.export("one")
        self.assertEqual(len(document["actions"]), count)
        self.assertEqual(document["failed"], [])
        files = files_of(folder)
        self.assertEqual(len([path for path in files if path.startswith("actions/")]), count)
        self.assertNotIn("genesys-cfn ", json.dumps([text for path, text in files.items() if path.startswith("a")]))
        self.another_state()
        self.deploy(f"{folder}/template.yaml")
        again, _ = self.export("two")
        self.assertEqual(files_of(again), files)
        # Nothing is to be done for what is deployed already.
        plan = self.json_of("plan", f"{folder}/template.yaml", "--stack-name", "demo")
        self.assertEqual((plan["changes"], plan["resources"]), (False, []))
        self.assertEqual(self.deploy(f"{folder}/template.yaml")["operation"], "none")

    def test_what_was_exported_deploys_to_the_same(self):
        self.deploy(QUICKSTART)
        self.check_round_trip(2)

    @unittest.skipUnless(CORPUS.is_dir(), "there are no exported data actions beside the repository")
    def test_real_actions_survive_it(self):
        resources, count = {}, 0
        for path in sorted(CORPUS.glob("*.json")):
            definition = json.loads(path.read_text(encoding="utf-8"))
            if definition.get("actionType") == "customAuth":
                continue
            definition.pop("integrationType", None)
            definition.pop("integrationId", None)
            count += 1
            resources[f"A{count}"] = {"Type": "Custom::GenesysDataAction", "Properties": {
                "ServiceToken": {"Fn::ImportValue": "genesys-cfn-ServiceToken"}, "ServiceTimeout": 900,
                "IntegrationName": "Web Services Data Actions", "Definition": json.dumps(definition)}}
        self.deploy(self.write("many.json", json.dumps({"Resources": resources})))
        self.check_round_trip(count)

    def make_many(self, origin, count):
        organisation = Organisation(origin)
        integration = organisation.integrations()["Web Services Data Actions"]
        for number in range(count):
            organisation.call("POST", "/api/v2/integrations/actions", {
                "name": f"Action {number:03}", "category": "c", "integrationId": integration,
                "config": {"request": {"requestType": "GET", "requestUrlTemplate": "https://x.test/"}, "response": {}},
                "contract": {"input": {"inputSchema": {"type": "object"}},
                             "output": {"successSchema": {"type": "object"}}}})
        return {action["name"]: action["id"] for action in self.actions()}

    def test_every_page_in_the_same_order(self):
        with self.local_cloud() as origin:
            self.make_many(origin, 120)
            one, document = self.export("one")
            self.assertEqual([action["name"] for action in document["actions"]],
                             [f"Action {number:03}" for number in range(120)])
            two, _ = self.export("two")
        self.assertEqual(files_of(one), files_of(two))

    def test_what_may_not_be_read_is_named_and_the_rest_is_written(self):
        with self.local_cloud() as origin:
            ids = self.make_many(origin, 3)
            fault = {"method": "GET", "path": f"/api/v2/integrations/actions/{ids['Action 001']}", "do": "status",
                     "status": 403, "times": "all"}
            request = urllib.request.Request(origin + "/genesys-cfn/admin/faults", method="POST",
                                             data=json.dumps(fault).encode(), headers={"Content-Type": "application/json"})
            urllib.request.urlopen(request).close()
            folder, document = self.export("some", code=1)
            self.assertEqual([action["name"] for action in document["actions"]], ["Action 000", "Action 002"])
            failed, = document["failed"]
            self.assertEqual((failed["id"], failed["name"]), (ids["Action 001"], "Action 001"))
            self.assertIn("integrations:action:view", failed["reason"])
            said = self.run_cli("export", "--to", f"{self.state}/text")
            self.assertEqual(said.code, 1)
            self.assertIn("Wrote 2 data actions", said.out)
            self.assertIn(f'error: "Action 001" ({ids["Action 001"]}) is missing: ', said.err)
            # What was written is whole: its template names no file that is not there.
            self.assertEqual(self.run_cli("validate", folder).code, 0)

    def test_throttling_is_waited_for(self):
        self.write("faults.yaml", "faults:\n  - {method: GET, path: '/api/v2/integrations/actions/**', nth: 2, times: 2, "
                   "do: status, status: 429, code: too.many.requests, retryAfterSeconds: 1}\n")
        with self.local_cloud("--faults", f"{self.state}/faults.yaml") as origin:
            self.make_many(origin, 3)
            _, document = self.export("all")
            self.assertEqual((len(document["actions"]), document["failed"]), (3, []))

    def test_static_actions_are_left_out_and_named(self):
        with self.local_cloud("--genesys-option", "static-actions=shipped") as origin:
            self.make_many(origin, 1)
            Organisation(origin).call("POST", "/api/v2/integrations", {"integrationType": {"id": "purecloud-data-actions"}})
            _, document = self.export("custom")
            self.assertEqual([action["name"] for action in document["actions"]], ["Action 000"])
            self.assertTrue(document["leftOut"])
            for left_out in document["leftOut"]:
                self.assertIn("it ships with its integration", left_out["reason"])
            self.assertIn("Left out: ", self.run_cli("export", "--to", f"{self.state}/again").out)

    def test_a_part_of_an_organisation(self):
        self.deploy(QUICKSTART)
        _, document = self.export("part", "--name", "Look.*")
        self.assertEqual([action["logicalId"] for action in document["actions"]], ["LookUpCase"])

    def refuse(self, *words, code=1):
        """What it says; and nothing is written."""
        text = self.run_cli("export", "--to", f"{self.state}/none", *words)
        self.assertEqual((text.code, text.out.count("Wrote")), (code, 0), str(text))
        self.assertFalse(pathlib.Path(self.state, "none").exists())
        if code == 1:
            document = self.run_cli("export", "--to", f"{self.state}/none", *words, "--output", "json")
            self.assertEqual((document.code, document.out), (1, ""))
            error = json.loads(document.err)["error"]
            self.assertEqual(text.err, f"error: {error['message']}\n")
            self.assertEqual(error["code"], "not found")
        return text.err

    def test_a_choice_of_nothing_is_an_error(self):
        self.deploy(QUICKSTART)
        self.assertEqual(self.refuse("--name", "Lok.*"), "error: no data action matches --name Lok.*; nothing was written\n")
        with self.local_cloud() as origin:
            organisation = Organisation(origin)
            known = organisation.integrations()["Web Services Data Actions"]
            for number in range(12):
                organisation.call("POST", "/api/v2/integrations", {"name": f"A{number:02}",
                                                                   "integrationType": {"id": "custom-rest-actions"}})
            empty = organisation.integrations()["A00"]
            said = self.refuse("--integration", "another")
            self.assertIn(f'there is no integration with the id "another"; there are: {empty} ("A00"), ', said)
            self.assertEqual(said.count('("A'), 10)
            self.assertIn(" more; nothing was written", said)
            self.assertIn(f"no data action of the integration {known} matches --name Lok.*",
                          self.refuse("--integration", known, "--name", "Lok.*"))
            self.assertIn(f"there is no data action of the integration {empty}", self.refuse("--integration", empty))
            _, document = self.export("whole", "--integration", empty, "--with-integrations")
            self.assertEqual([one["name"] for one in document["integrations"]], ["A00"])

    def test_a_name_that_is_no_regular_expression_is_wrong_usage(self):
        # Before anything else is found wrong.
        said = self.refuse("--name", "(", "--organisation", "real", code=64)
        self.assertIn("error: --name is no regular expression: ", said)

    def test_an_organisation_without_actions(self):
        folder, document = self.export("nothing")
        self.assertEqual((document["actions"], document["leftOut"]), ([], []))
        self.assertIn(f"Nothing was written to {folder}.", self.run_cli("export", "--to", folder).out)
        self.assertFalse(pathlib.Path(folder).exists())

    def test_existing_actions_are_taken_over(self):
        with self.local_cloud() as origin:
            ids = self.make_many(origin, 2)
            folder, document = self.export("adopt", "--adopt")
            template = pathlib.Path(folder, "template.yaml").read_text(encoding="utf-8")
            for action_id in ids.values():
                self.assertIn(f'AdoptActionId: "{action_id}"', template)
            self.assertEqual((document["leftOut"], document["madeByStacks"]), ([], []))
            self.assertTrue(document["stacksWereAsked"])
            # Taken over, they have no tag; the stack records their ids.
            self.deploy(f"{folder}/template.yaml", stack="desk")
            _, document = self.export("again", "--adopt")
            self.assertEqual(document["actions"], [])
            self.assertEqual({one["id"]: one["reason"] for one in document["leftOut"]},
                             {ids["Action 000"]: "the stack resource desk.Action000 has it",
                              ids["Action 001"]: "the stack resource desk.Action001 has it"})
            self.assertEqual(len(self.export("plain")[1]["actions"]), 2)

    def test_what_a_stack_has_is_left_out_until_no_stack_has_it(self):
        text = QUICKSTART.read_text(encoding="utf-8")
        kept = text.replace("    Type: Custom::GenesysDataAction\n",
                            "    Type: Custom::GenesysDataAction\n    DeletionPolicy: Retain\n", 1)
        self.deploy(self.write("kept.yaml", kept), stack="desk")
        ids = {action["name"]: action["id"] for action in self.actions()}
        said = self.run_cli("export", "--to", f"{self.state}/none", "--adopt")
        self.assertEqual(said.code, 0, str(said))
        for name, logical_id in (("Look up case", "LookupCase"), ("Close case", "CloseCase")):
            self.assertIn(f'Left out: "{name}" ({ids[name]}): the stack resource desk.{logical_id} has it.', said.out)
        self.assertIn("Nothing was written to ", said.out)
        self.assertFalse(pathlib.Path(self.state, "none").exists())

        self.json_of("delete", "desk")
        folder, document = self.export("kept", "--adopt")
        self.assertEqual((len(document["actions"]), document["leftOut"]), (1, []))
        note, = document["madeByStacks"]
        self.assertEqual((note["id"], note["reason"]),
                         (ids["Look up case"], "the stack resource desk.LookupCase made it, by its ownership tag, and no "
                          "stack has it any longer"))
        self.deploy(f"{folder}/template.yaml", stack="second")
        self.assertEqual([action["id"] for action in self.actions()], [ids["Look up case"]])

    def test_nothing_of_the_user_is_overwritten_unasked(self):
        self.deploy(QUICKSTART)
        folder, _ = self.export("x")
        path = pathlib.Path(folder, "template.yaml")
        path.write_text("mine", encoding="utf-8")
        said = self.run_cli("export", "--to", folder)
        self.assertEqual(said.code, 1)
        self.assertIn("--overwrite", said.err)
        self.assertEqual(path.read_text(encoding="utf-8"), "mine")
        self.assertEqual(self.run_cli("export", "--to", folder, "--overwrite").code, 0)
        self.assertIn("LookUpCase", path.read_text(encoding="utf-8"))

    def test_a_real_organisation_is_named_by_the_environment(self):
        self.deploy(QUICKSTART)
        with self.local_cloud() as origin:
            client = Organisation(origin).client
            names = {"GENESYSCLOUD_OAUTHCLIENT_ID": client["client_id"],
                     "GENESYSCLOUD_OAUTHCLIENT_SECRET": client["client_secret"], "GENESYSCLOUD_REGION": "eu-central-1",
                     "GENESYS_API_URL": origin, "GENESYS_LOGIN_URL": origin}
            _, document = self.export("real", environment=names)
            self.assertEqual(len(document["actions"]), 2)
            # Its stacks are not known: the tags decide.
            _, document = self.export("taken", "--adopt", environment=names)
            self.assertEqual((document["actions"], document["stacksWereAsked"]), ([], False))
            self.assertEqual(len([one for one in document["leftOut"] if "--target aws" in one["reason"]]), 2)
            wrong = self.run_cli("export", "--to", f"{self.state}/wrong",
                                 environment={**names, "GENESYSCLOUD_OAUTHCLIENT_SECRET": "not-the-secret"})
            self.assertEqual(wrong.code, 1)
            self.assertNotIn("not-the-secret", wrong.out + wrong.err)
            self.assertFalse(pathlib.Path(self.state, "wrong").exists())
        missing = self.run_cli("export", "--to", f"{self.state}/y", "--organisation", "real",
                               environment={"GENESYSCLOUD_OAUTHCLIENT_ID": ""})
        self.assertEqual(missing.code, 1)
        self.assertIn("GENESYSCLOUD_OAUTHCLIENT_ID is not set", missing.err)

    def test_a_definition_that_is_missing_is_named_with_its_place(self):
        template = self.write("t.yaml", "Resources:\n  A:\n    Type: Custom::GenesysDataAction\n    Properties:\n"
                              "      ServiceToken: !ImportValue genesys-cfn-ServiceToken\n"
                              "      IntegrationName: Web Services Data Actions\n      DefinitionUri: no/such.json\n")
        said = self.run_cli("deploy", template, "--stack-name", "demo")
        self.assertEqual(said.code, 1)
        self.assertIn("t.yaml:7:22: the DefinitionUri of A", said.err)
        self.assertIn("no/such.json", said.err)


if __name__ == "__main__":
    unittest.main()
