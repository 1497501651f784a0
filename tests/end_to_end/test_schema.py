# SPDX-License-Identifier: Apache-2.0
"""The JSON schema of templates, under a real validator: it takes what deploys, and refuses what `validate` refuses."""
import json
import unittest

import jsonschema
import yaml

from harness import ROOT, EndToEnd

ACTION = {"name": "Look up", "config": {"request": {"requestType": "GET", "requestUrlTemplate": "https://x.example.com"},
                                        "response": {}},
          "contract": {"input": {"inputSchema": {"type": "object", "properties": {}}},
                       "output": {"successSchema": {"type": "object"}}}}
RIGHT = {"ServiceToken": "arn:aws:lambda:eu-central-1:123456789012:function:f", "ServiceTimeout": 900,
         "IntegrationName": "Web", "Definition": ACTION}
WITHOUT = {key: value for key, value in RIGHT.items() if key != "Definition"}

# Each with what is wrong in it.
WRONG = {
    "an unknown name": {**RIGHT, "Defintion": ACTION},
    "an attribute as a property": {**RIGHT, "SelfUri": "/api"},
    "a blank text": {**RIGHT, "Category": " "},
    "a list for a text": {**RIGHT, "Name": ["a"]},
    "a word that is no choice": {**RIGHT, "OnDrift": "Ignore"},
    "a word in another case": {**RIGHT, "OwnershipTag": "disabled"},
    "no flag": {**RIGHT, "Secure": "yes"},
    "two spellings": {**RIGHT, "Name": "a", "DataActionName": "b"},
    "two integrations": {**RIGHT, "IntegrationId": "i"},
    "no definition": WITHOUT,
    "two definitions": {**RIGHT, "DefinitionUri": "s3://bucket/key?versionId=1"},
    "a payload that is an object": {**WITHOUT, "DataActionPayload": ACTION},
    "a place without its key": {**WITHOUT, "DefinitionS3": {"Bucket": "bucket"}},
    "an unknown member of a place": {**WITHOUT, "DefinitionS3": {"Bucket": "bucket", "Key": "k", "Version": "1"}},
    "a place as a text": {**WITHOUT, "DefinitionS3": "bucket/key"},
    "a secret without its id": {**WITHOUT, "DefinitionSecretId": {"VersionId": "1"}},
    "a substitution that is no text": {**RIGHT, "Substitutions": {"Path": ["x"]}},
    "no service token": {key: value for key, value in RIGHT.items() if key != "ServiceToken"},
    "a service timeout in words": {**RIGHT, "ServiceTimeout": "long"},
}
PLACE = {"Bucket": {"Ref": "B"}, "Key": {"Fn::Sub": "${A}.json"}, "VersionId": "1"}
TAKEN = {
    "the least": RIGHT,
    "functions": {**WITHOUT, "Definition": {"Fn::If": ["C", ACTION, {"Ref": "B"}]}, "OnDrift": {"Ref": "A"},
                  "Secure": {"Fn::If": ["C", "true", "false"]}, "Name": {"Fn::Sub": "${A} look up"}},
    "all words": {**RIGHT, "OnDrift": "Recreate", "OwnershipTag": "Disabled", "DeleteWhenUsed": "Allow",
                  "AdoptActionId": "custom_-_1", "OnDelete": "Delete", "Secure": "FALSE", "Version": [1, {"a": "b"}]},
    "a flag and a number as texts": {**RIGHT, "Secure": False, "ServiceTimeout": "900"},
    "a definition as text": {**WITHOUT, "Definition": json.dumps(ACTION)},
    "a place": {**WITHOUT, "DefinitionS3": PLACE, "DefinitionDigest": "a" * 64},
    "a secret": {**WITHOUT, "DefinitionSecretId": {"SecretId": "s", "VersionId": "v"}},
    "a secret's name": {**WITHOUT, "DefinitionSecretId": {"Ref": "A"}},
}


class Loader(yaml.SafeLoader):
    """Expands CloudFormation's short tags."""


def expand(loader, suffix, node):
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
        if suffix == "GetAtt":
            value = value.split(".", 1)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    return {suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}": value}


Loader.add_multi_constructor("!", expand)


def template(properties):
    return {"Parameters": {"A": {"Type": "String"}, "B": {"Type": "String"}},
            "Conditions": {"C": {"Fn::Equals": [{"Ref": "A"}, "x"]}},
            "Resources": {"Action": {"Type": "Custom::GenesysDataAction", "Properties": properties}}}


class Schema(EndToEnd):
    def setUp(self):
        super().setUp()
        self.schema = json.loads((ROOT / "schemas/template.schema.json").read_text(encoding="utf-8"))
        jsonschema.Draft7Validator.check_schema(self.schema)
        self.validator = jsonschema.Draft7Validator(self.schema)

    def test_the_command_prints_what_is_kept_here(self):
        self.assertEqual(self.run_cli("schema").document, self.schema)
        for name in self.schema["definitions"]:
            if name == "expression":
                continue
            one = self.run_cli("schema", "--type", name).document
            jsonschema.Draft7Validator.check_schema(one)
            self.assertEqual(one["properties"], self.schema["definitions"][name]["properties"])
        result = self.run_cli("schema", "--type", "Custom::Other")
        self.assertEqual(result.code, 64)
        self.assertIn("there is no type Custom::Other; there are Custom::GenesysDataAction", result.err)

    def test_examples_and_templates_are_right(self):
        seen = 0
        for folder in ("examples", "templates", "src/lint/testdata"):
            for path in sorted((ROOT / folder).rglob("*.yaml")):
                document = yaml.load(path.read_text(encoding="utf-8"), Loader)  # noqa: S506 - a SafeLoader
                if not isinstance(document, dict) or "Resources" not in document:
                    continue
                with self.subTest(path=path):
                    errors = [f"{'/'.join(map(str, e.path))}: {e.message}" for e in self.validator.iter_errors(document)]
                    self.assertEqual(errors, [])
                    seen += "Custom::Genesys" in path.read_text(encoding="utf-8")
        self.assertGreater(seen, 5)

    def findings(self, cases):
        for number, properties in enumerate(cases.values()):
            self.write(f"{number:02}.json", json.dumps(template(properties)))
        names = list(cases)
        found = {name: [] for name in cases}
        for finding in self.run_cli("validate", self.state, "--format", "json").document["findings"]:
            if finding["severity"] == "error":
                found[names[int(finding["path"][-7:-5])]].append(finding)
        return found

    def test_schema_and_validate_refuse_the_same(self):
        found = self.findings(WRONG)
        for name, properties in WRONG.items():
            with self.subTest(name):
                self.assertFalse(self.validator.is_valid(template(properties)))
                self.assertNotEqual(found[name], [])

    def test_schema_and_validate_take_the_same(self):
        found = self.findings(TAKEN)
        for name, properties in TAKEN.items():
            with self.subTest(name):
                self.assertEqual([e.message for e in self.validator.iter_errors(template(properties))], [])
                self.assertEqual(found[name], [])


if __name__ == "__main__":
    unittest.main()
