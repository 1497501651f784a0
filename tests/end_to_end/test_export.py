# SPDX-License-Identifier: Apache-2.0
"""export: what it writes deploys to the same actions elsewhere, and reads back as the same files."""
import json
import pathlib
import shutil
import tempfile
import unittest

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

    def test_a_part_of_an_organisation(self):
        self.deploy(QUICKSTART)
        _, document = self.export("part", "--name", "Look.*")
        self.assertEqual([action["logicalId"] for action in document["actions"]], ["LookUpCase"])
        _, document = self.export("none", "--integration", "another")
        self.assertEqual(document["actions"], [])
        said = self.run_cli("export", "--to", f"{self.state}/bad", "--name", "(")
        self.assertEqual(said.code, 1)
        self.assertIn("--name", said.err)

    def test_existing_actions_are_taken_over(self):
        self.deploy(QUICKSTART, stack="by-hand")
        before = {action["name"]: action["id"] for action in self.actions()}
        folder, _ = self.export("adopt", "--adopt")
        template = pathlib.Path(folder, "template.yaml").read_text(encoding="utf-8")
        for action_id in before.values():
            self.assertIn(f'AdoptActionId: "{action_id}"', template)

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
