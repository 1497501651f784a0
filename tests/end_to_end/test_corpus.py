# SPDX-License-Identifier: Apache-2.0
"""Real exported data actions go through a template, and come back as they were."""
import json
import re
import unittest

from harness import CORPUS, EndToEnd, Organisation

INTEGRATIONS = {"purecloud-data-actions": "Genesys Cloud Data Actions", "custom-rest-actions": "Web Services Data Actions",
                "aws-lambda-data-actions": "AWS Lambda Data Actions", "salesforce-datadip": "Salesforce Data Actions"}


def files():
    return sorted(p for p in CORPUS.glob("*.json") if "customAuth" not in p.name)


def template(form, version="1"):
    resources = {}
    for index, path in enumerate(files()):
        text = path.read_text(encoding="utf-8")
        definition = json.loads(text)
        properties = {"ServiceToken": {"Fn::ImportValue": "genesys-cfn-ServiceToken"}, "Version": version,
                      "IntegrationName": INTEGRATIONS[definition.get("integrationType", "purecloud-data-actions")],
                      "Definition": definition if form == "object" else text}
        resources[f"Action{index:02}"] = {"Type": "Custom::GenesysDataAction", "Properties": properties}
    return json.dumps({"AWSTemplateFormatVersion": "2010-09-09", "Resources": resources})


def without_tag(description):
    return re.sub(r" ?\[genesys-cfn [^\]]*\]$", "", description)


@unittest.skipUnless(CORPUS.is_dir(), "shared/corpus is not there")
class Corpus(EndToEnd):
    def check(self, form):
        path = self.write("template.json", template(form))
        self.deploy(path, "corpus")
        status = self.json_of("status", "corpus")
        ids = {r["logicalId"]: r["physicalId"] for r in status["resources"]}
        with self.local_cloud() as origin:
            organisation = Organisation(origin)
            for index, file in enumerate(files()):
                original = json.loads(file.read_text(encoding="utf-8"))
                live = organisation.read(ids[f"Action{index:02}"])
                with self.subTest(file=file.name):
                    self.assert_same(original, live)
        # Deployed again: nothing to do; and when an Update is forced, nothing is written.
        self.assertEqual(self.deploy(path, "corpus")["operation"], "none")
        forced = self.deploy(self.write("forced.json", template(form, version="2")), "corpus")
        self.assertEqual(forced["status"], "UPDATE_COMPLETE")
        with self.local_cloud() as origin:
            organisation = Organisation(origin)
            for logical_id, action in ids.items():
                self.assertEqual(organisation.read(action)["version"], 1, logical_id)

    def assert_same(self, original, live):
        self.assertEqual(live["name"], re.sub(r" - Exported \d{4}-\d\d-\d\d @ \d{1,2}:\d\d$", "", original["name"]))
        self.assertEqual(live["secure"], original["secure"])
        request, answer = live["config"]["request"], live["config"]["response"]
        request.pop("requestTemplateUri", None)
        answer.pop("successTemplateUri", None)
        self.assertEqual(request, original["config"]["request"])
        self.assertEqual(answer, original["config"]["response"])
        schema = live["contract"]["input"]["inputSchema"]
        schema["description"] = without_tag(schema.get("description", ""))
        if "description" not in original["contract"]["input"]["inputSchema"] and not schema["description"]:
            del schema["description"]
        self.assertEqual(schema, original["contract"]["input"]["inputSchema"])
        self.assertEqual(live["contract"]["output"]["successSchema"], original["contract"]["output"]["successSchema"])

    def test_as_objects(self):
        self.check("object")

    def test_as_strings(self):
        self.check("string")


if __name__ == "__main__":
    unittest.main()
