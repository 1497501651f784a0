# SPDX-License-Identifier: Apache-2.0
"""The constructs of examples/cdk know every property and every attribute of the resource types, and no other."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import jsonschema

from harness import LIMIT_SECONDS, ROOT, EndToEnd

CLIENTS = ROOT / "build/clients"  # tools/install_clients
SCRIPT = pathlib.Path(__file__).resolve().parent / "clients/cdk_every_property.js"
PAGES = {"GenesysDataAction": "properties", "GenesysIntegration": "integrations", "GenesysCredential": "credentials",
         "GenesysCustomAuthAction": "custom-auth", "GenesysDataActionLookup": "lookup"}
OTHER_NAMES = {"DataAction", "DataActionPayload", "DataActionName"}  # of Definition and Name

WRONG = """import { DataActionProps } from './data-action';
const place = { definitionUri: 's3://b/k?versionId=v' };
export const right: DataActionProps = { actionName: 'a', integrationId: 'i', ...place };
export const twoIntegrations: DataActionProps = { actionName: 'a', integrationId: 'i', integrationName: 'I', ...place };
export const noIntegration: DataActionProps = { actionName: 'a', ...place };
export const twoDefinitions: DataActionProps = { actionName: 'a', integrationId: 'i', definitionParameter: 'p', ...place };
export const noDefinition: DataActionProps = { actionName: 'a', integrationId: 'i' };
"""


def setUpModule():
    if not (CLIENTS / "installed").exists():
        raise AssertionError("the Node.js clients are not installed: run tools/install_clients")
    folder = tempfile.TemporaryDirectory()
    unittest.addModuleCleanup(folder.cleanup)
    app = pathlib.Path(folder.name, "cdk")
    shutil.copytree(ROOT / "examples/cdk", app, ignore=shutil.ignore_patterns("node_modules", "out", "cdk.out"))
    (app / "node_modules").symlink_to(CLIENTS / "node_modules")
    environment = {**os.environ, "NODE_PATH": str(CLIENTS / "node_modules"), "NODE_NO_WARNINGS": "1", "HOME": folder.name}

    def run(*command):
        return subprocess.run(command, cwd=app, env=environment, capture_output=True, text=True, check=False,
                              timeout=LIMIT_SECONDS)

    # Compiled together: what is right, and what the types refuse.
    (app / "lib/wrong.ts").write_text(WRONG, encoding="utf-8")
    compiled = run("node_modules/.bin/tsc")
    made = run("node", SCRIPT)
    if made.returncode != 0:
        raise AssertionError(compiled.stdout + made.stderr)
    global TEMPLATE, REFUSED
    TEMPLATE = json.loads(made.stdout)
    REFUSED = re.findall(r"^(\S+)\((\d+),\d+\): error", compiled.stdout, re.M)


def members(schema):
    """{name: schema} of the members of an object, or of the objects in a list."""
    if not isinstance(schema, dict):
        return {}
    found = dict(schema.get("properties", {}))
    for one in [*schema.get("anyOf", []), schema.get("items")]:
        found.update(members(one))
    return found


def known(schema):
    """The path of each of them, at any depth."""
    return {path for name, inner in members(schema).items() for path in (name, *(f"{name}.{p}" for p in known(inner)))}


def stated(value, schema):
    """The paths that a value has, as deep as the schema names members."""
    found = set()
    for one in value if isinstance(value, list) else [value]:
        for name, inner in one.items() if isinstance(one, dict) and members(schema) else ():
            found |= {name, *(f"{name}.{path}" for path in stated(inner, members(schema).get(name)))}
    return found


class CdkConstructs(EndToEnd):
    def test_one_integration_and_one_definition(self):
        self.assertEqual(REFUSED, [("lib/wrong.ts", str(line)) for line in (4, 5, 6, 7)])

    def test_every_property_of_every_type(self):
        for kind in PAGES:
            with self.subTest(kind):
                schema = json.loads(self.run_cli("schema", "--type", "Custom::" + kind).out)
                wanted = {path for path in known(schema) if path.partition(".")[0] not in OTHER_NAMES}
                has = set()
                for resource in TEMPLATE["Resources"].values():
                    if resource["Type"] == "Custom::" + kind:
                        jsonschema.validate(resource["Properties"], schema)
                        has |= stated(resource["Properties"], schema)
                self.assertEqual(has, wanted)

    def test_every_attribute_of_every_type(self):
        for kind, page in PAGES.items():
            with self.subTest(kind):
                text = (ROOT / f"docs/{page}.md").read_text(encoding="utf-8")
                table = re.search(rf"<!-- table: Custom::{kind} attributes -->(.*?)<!-- /table -->", text, re.S).group(1)
                rows = re.findall(r"^\| (`.*?`) \|", table, re.M)
                wanted = {name for row in rows for name in re.findall(r"`(\w+)`", row)} - {"Id", "DataActionId"}
                has = set()
                for output in TEMPLATE["Outputs"].values():
                    logical_id, attribute = output["Value"].get("Fn::GetAtt", (output["Value"].get("Ref"), None))
                    if TEMPLATE["Resources"][logical_id]["Type"] == "Custom::" + kind:
                        has.add(attribute)
                self.assertEqual(has, {None, *wanted})


if __name__ == "__main__":
    unittest.main()
