# SPDX-License-Identifier: Apache-2.0
"""What people see of drift, adopt and orphans, as test_command_output.py holds it for the other commands."""
import json
import pathlib
import re
import unittest

import boto3
import test_command_output
from harness import Organisation, credentials
from test_family_drift import FAMILY


class DriftOutput(test_command_output.CommandOutput):
    def change(self):
        """By hand, in Genesys Cloud: one action drifts; a flow uses the other."""
        with self.local_cloud() as origin:
            organisation = Organisation(origin)
            ids = {action["name"]: action["id"] for action in
                   json.loads(organisation.call("GET", "/api/v2/integrations/actions?pageSize=100"))["entities"]}
            live = organisation.read(ids["Close case"])
            live["config"]["timeoutSeconds"] = 20
            live["config"]["request"]["headers"]["X-Api-Key"] = "not-for-eyes"
            organisation.call("PATCH", "/api/v2/integrations/actions/" + ids["Close case"],
                              {key: live[key] for key in ("name", "category", "config", "version")})
            organisation.call("POST", "/genesys-cfn/admin/flows", {
                "name": "Main menu", "type": "INBOUNDCALLFLOW", "actions": [ids["Look up case"]]})

    def test_drift_and_what_is_left_behind(self):
        demo = ("template.yaml", "--stack-name", "demo")
        template = pathlib.Path(self.folder, "template.yaml")
        template.write_text(template.read_text(encoding="utf-8").replace("!Ref CloseTimeout", "10"), encoding="utf-8")
        self.assertEqual(self.run_here("deploy", *demo)[0], 0)
        self.see("drift-none", "drift", terminal=True)
        self.see("orphans-none", "orphans")
        self.change()
        self.see("plan-drifted", "plan", *demo, "--parameter-overrides", "CrmUrl=https://crm.example.com/v2", code=1)
        self.see("drift", "drift", *demo, code=2, terminal=True)
        self.see("drift-accept-dry-run", "drift", *demo, "--accept", "--dry-run", code=2)
        self.see("drift-accept", "drift", *demo, "--accept")
        self.see("drift-revert-unasked", "drift", "demo", "--revert", code=64)
        self.see("drift-revert", "drift", "demo", "--revert", "--yes", terminal=False)
        self.see("drift-unknown-stack", "drift", "nothing", code=1)
        self.see("deploy-left-behind", "deploy", *demo, "--parameter-overrides", "ReturnPriority=yes")
        normalise = self.normalise
        self.normalise = lambda text: re.sub(r"\b\d+ min\b", "0 min", normalise(text))
        self.see("orphans", "orphans", terminal=True)
        self.see("adopt-unknown", "adopt", "Lok up case", code=1)
        with self.local_cloud() as origin:
            organisation = Organisation(origin)
            used = [action["id"] for action in
                    json.loads(organisation.call("GET", "/api/v2/integrations/actions?pageSize=100"))["entities"]]
            organisation.call("POST", "/genesys-cfn/admin/flows",
                              {"name": "Night menu", "type": "INBOUNDCALLFLOW", "actions": used})
        self.see("delete-failed", "delete", "demo", code=1)

    def test_integrations_and_what_hangs_on_them(self):
        template = pathlib.Path(self.folder, "family.yaml")
        template.write_text(FAMILY.replace("    Properties:\n", "    DeletionPolicy: Retain\n    Properties:\n"),
                            encoding="utf-8")
        with self.local_cloud() as origin:
            secrets = boto3.client("secretsmanager", endpoint_url=origin, **credentials())
            secrets.create_secret(Name="crm/login", SecretString='{"id": "desk", "secret": "not-for-eyes"}')
            secrets.close()
        family = ("family.yaml", "--stack-name", "family")
        self.assertEqual(self.run_here("deploy", *family)[0], 0)
        with self.local_cloud() as origin:
            organisation = Organisation(origin)
            crm = organisation.integrations()["CRM"]
            path = f"/api/v2/integrations/{crm}/config/current"
            config = json.loads(organisation.call("GET", path))
            organisation.call("PUT", path, {**config, "notes": config["notes"].replace("Of the desk", "Of the night desk"),
                                               "credentials": {}})
        self.see("drift-family", "drift", *family, code=2, terminal=True)
        self.see("drift-family-accept", "drift", *family, "--accept", code=1)
        self.see("drift-family-revert", "drift", "family", "--revert", "--yes", code=1)
        self.assertEqual(self.run_here("delete", "family")[0], 0)
        normalise = self.normalise
        self.normalise = lambda text: re.sub(r"\b\d+ min\b", "0 min", normalise(text))
        self.see("orphans-family", "orphans", terminal=True)
        self.see("orphans-family-refused", "orphans", "--delete", crm, code=1)


# The tests of the class above are run in its own file.
for name in [name for name in dir(test_command_output.CommandOutput) if name.startswith("test_")]:
    setattr(DriftOutput, name, None)

if __name__ == "__main__":
    unittest.main()
