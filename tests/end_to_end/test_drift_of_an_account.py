# SPDX-License-Identifier: Apache-2.0
"""drift, orphans and adopt on stacks of an AWS account, which a local cloud with an access key of its own plays."""
import json
import unittest
import urllib.request

import test_aws_target
from harness import QUICKSTART


class DriftOfAnAccount(test_aws_target.AwsTarget):
    def call(self, origin, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(origin + path, method=method, data=data,
                                         headers={"Authorization": "Bearer " + self.token(origin),
                                                  "Content-Type": "application/json"})
        with urllib.request.urlopen(request) as answer:
            return json.loads(answer.read() or "null")

    def token(self, origin):
        names = self.environment
        passwords = urllib.request.HTTPPasswordMgrWithPriorAuth()
        passwords.add_password(None, origin, names["GENESYSCLOUD_OAUTHCLIENT_ID"],
                               names["GENESYSCLOUD_OAUTHCLIENT_SECRET"], is_authenticated=True)
        opener = urllib.request.build_opener(urllib.request.HTTPBasicAuthHandler(passwords))
        with opener.open(origin + "/oauth/token", data=b"grant_type=client_credentials") as answer:
            return json.load(answer)["access_token"]

    def test_what_drifted_is_found_accepted_and_undone(self):
        with self.account() as origin:
            self.deploy(QUICKSTART)
            self.assertFalse(self.json_of("drift", "demo")["drifted"])
            action = next(a for a in self.actions() if a["name"] == "Look up case")
            path = "/api/v2/integrations/actions/" + action["id"]
            live = self.call(origin, "GET", path)
            self.call(origin, "PATCH", path, {"name": "Look up a case", "category": live["category"],
                                              "version": live["version"]})
            template = self.write("template.yaml", QUICKSTART.read_text(encoding="utf-8"))
            document = self.json_of("drift", template, "--stack-name", "demo", "--accept")
            self.assertEqual(document["accepted"]["logicalIds"], ["LookupCase"])
            self.assertIn("Name: Look up a case\n", template.read_text(encoding="utf-8"))
            self.assertTrue(self.json_of("drift", "demo", "--revert", "--yes")["reverted"])
            self.assertEqual(self.json_of("orphans")["orphans"], [])
            taken = self.run_cli("adopt", "Look up case")
            self.assertEqual(taken.code, 1)
            self.assertIn("the stack resource demo.LookupCase has it", taken.err)
            exported = self.json_of("export", "--to", f"{self.state}/exported", "--adopt")
            self.assertEqual((exported["actions"], exported["stacksWereAsked"]), ([], True))
            self.assertEqual(sorted(one["reason"] for one in exported["leftOut"]),
                             [f"the stack resource demo.{name} has it" for name in ("CloseCase", "LookupCase")])


if __name__ == "__main__":
    unittest.main()
