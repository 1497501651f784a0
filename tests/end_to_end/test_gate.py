# SPDX-License-Identifier: Apache-2.0
"""Publish: Validated, with tests that the local organisation runs on the draft against a server of ours."""
import json
import unittest

import peers
from harness import EndToEnd, Organisation

ACTIONS = "/api/v2/integrations/actions"


class Gate(EndToEnd):
    def setUp(self):
        super().setUp()
        self.customers = {"49": {"id": "c1", "level": 3, "vip": True}}
        self.seen = []
        server = peers.Server(self.answer)
        self.addCleanup(server.close)
        self.crm = server.origin

    def answer(self, request, connection):
        self.seen.append(request)
        found = self.customers.get(request.path.rpartition("/")[2])
        return peers.response(200 if found else 404, json.dumps(found or {"message": "no such customer"}).encode())

    def template(self, path="/customers/", method="GET", name="Look up", tests=None, **more):
        cases = [{"Name": "a customer", "Inputs": {"phone": "49"}, "ExpectOutput": {"id": "c1", "level": 3, "vip": True}},
                 {"Name": "nobody", "Inputs": {"phone": "0"}, "ExpectSuccess": False}]
        action = {"config": {"timeoutSeconds": 5,
                             "request": {"requestUrlTemplate": self.crm + path + "${input.phone}", "requestType": method,
                                         "headers": {}, "requestTemplate": "${input.rawRequest}"},
                             "response": {"translationMap": {}, "translationMapDefaults": {},
                                          "successTemplate": "${rawResult}"}},
                  "contract": {"input": {"inputSchema": {"type": "object", "required": ["phone"],
                                                         "properties": {"phone": {"type": "string"}}}},
                               "output": {"successSchema": {"type": "object", "properties": {
                                   "id": {"type": "string"}, "level": {"type": "integer"},
                                   "vip": {"type": "boolean"}}}}}}
        return self.write("template.json", json.dumps({"Resources": {"Action": {
            "Type": "Custom::GenesysDataAction", "Properties": {
                "ServiceToken": {"Fn::ImportValue": "genesys-cfn-ServiceToken"}, "ServiceTimeout": "120", "Name": name,
                "Category": "CRM", "IntegrationName": "Web Services Data Actions", "Publish": "Validated",
                "Test": cases if tests is None else tests, "Definition": action, **more}}}}))

    def left(self):
        """The URLs of the published actions, and the drafts."""
        with self.local_cloud() as origin:
            organisation = Organisation(origin)
            drafts = json.loads(organisation.call("GET", ACTIONS + "/drafts"))["entities"]
            return [organisation.read(a["id"])["config"]["request"]["requestUrlTemplate"].removeprefix(self.crm)
                    for a in json.loads(organisation.call("GET", ACTIONS))["entities"]], drafts

    @staticmethod
    def reason(document):
        return next(e["reason"] for e in document["events"] if e["status"] in ("CREATE_FAILED", "UPDATE_FAILED"))

    def test_from_the_first_deployment_to_a_rollback(self):
        created = self.deploy(self.template())
        self.assertEqual(created["status"], "CREATE_COMPLETE")
        self.assertEqual([r.path for r in self.seen], ["/customers/49", "/customers/0"])
        self.assertEqual(self.left(), (["/customers/${input.phone}"], []))

        updated = self.deploy(self.template("/v2/customers/"))
        self.assertEqual(updated["status"], "UPDATE_COMPLETE")
        self.assertEqual(self.left(), (["/v2/customers/${input.phone}"], []))

        # Now the CRM answers something else: nothing of the change goes live.
        self.customers["49"] = {"id": "c2", "level": 3, "vip": True}
        self.seen.clear()
        failed = self.deploy(self.template("/v3/customers/"), code=1)
        self.assertEqual(failed["status"], "UPDATE_ROLLBACK_COMPLETE")
        self.assertIn('the test "a customer": the output /id is "c2", not "c1"', self.reason(failed))
        self.assertEqual([r.path for r in self.seen], ["/v3/customers/49"], "the rollback tests nothing")
        self.assertEqual(self.left(), (["/v2/customers/${input.phone}"], []))

        self.assertEqual(self.json_of("delete", "demo")["status"], "DELETE_COMPLETE")
        self.assertEqual(self.left(), ([], []))

    def test_a_first_deployment_that_fails_leaves_nothing(self):
        self.customers.clear()
        failed = self.deploy(self.template(), code=1)
        self.assertEqual(failed["status"], "ROLLBACK_COMPLETE")
        self.assertIn('the test "a customer": it failed with the status', self.reason(failed))
        self.assertEqual(self.left(), ([], []))

    def test_mistakes_are_told_before_anything_is_called(self):
        case = {"Name": "a", "Inputs": {"phone": "49"}}
        for mistaken, text in (({"method": "POST", "tests": [case]}, "AllowWrites"),
                               ({"tests": [{"Name": "a", "Inputs": {"phon": "49"}}]}, "did you mean phone?")):
            template = self.template(**mistaken)
            found = self.run_cli("validate", template)
            self.assertEqual(found.code, 1, str(found))
            failed = self.deploy(template, stack="mistaken", code=1)
            self.assertIn(text, self.reason(failed))
            self.assertIn("nothing was called in Genesys Cloud", self.reason(failed))
            self.json_of("delete", "mistaken")
        self.assertEqual(self.seen, [])
        allowed = self.deploy(self.template(method="POST", tests=[{**case, "AllowWrites": True}]))
        self.assertEqual(allowed["status"], "CREATE_COMPLETE")
        self.assertEqual([r.method for r in self.seen], ["POST"])


if __name__ == "__main__":
    unittest.main()
